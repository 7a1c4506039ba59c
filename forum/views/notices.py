"""What a member was told: what moderators decided on them, and what others wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect

from forum import notifications, telling
from forum.discussion import Row
from forum.models import Notification
from forum.telling import Heard, Told
from forum.views.methods import is_looked_at, is_only_sent, is_read
from forum.views.paging import number

if TYPE_CHECKING:
    from accounts.models import User

NOTICES_PER_PAGE = 20
WITH_ALL = [
    "entry__by",
    "entry__undoes",
    "entry__member",
    "entry__appeal",
    "entry__thread__merged_into",
    "entry__post__author",
    "entry__post__anchor",
    "entry__post__thread__essay",
    "post__author",
    "post__anchor",
    "post__thread__essay",
]


@is_read
@never_cache
def notices(request: HttpRequest) -> HttpResponse:
    """The latest first. Decisions that are shown here count as read; what others wrote, where it stands."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.path)
    begins = number(request, "before")
    found, before = page_of(request.user, begins)
    context = {"notices": lines(found, request.user), "before": before, "next": request.path}
    context["upto"] = newest(request.user) if begins else found[0].pk if found else None
    response = render(request, "forum/notices.html", context)
    if is_looked_at(request) and any(notice.entry_id and notice.read_at is None for notice in found):
        notifications.decisions_read(request.user, found)
    return response


@is_only_sent
@csrf_protect
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark what was there when the page was made as read, and nothing that has come since."""
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("notices"))
    upto = request.POST.get("upto", "")
    if not (upto.isascii() and upto.isdigit() and len(upto) < 19):
        raise Http404("There is no such notice.")
    notifications.read_all(request.user, int(upto))
    return redirect("notices")


def seen(request: HttpRequest, rows: list[Row]) -> None:
    """What the reader was told of these posts is read, since their words are on the page."""
    if is_looked_at(request) and request.user.is_authenticated:
        notifications.posts_read(request.user, [row.post.pk for row in rows if row.post.is_in_its_place])


def lines(found: list[Notification], member: User) -> list[tuple[Notification, Told | None, Heard | None]]:
    told = iter(telling.of_all([notice.entry for notice in found if notice.entry], member))
    return [(notice, next(told) if notice.entry else None, telling.heard(notice, member)) for notice in found]


def newest(member: User) -> int | None:
    """The id of the latest that there is: from a later page, too, all is marked that was there when it was made."""
    return Notification.objects.to(member).values_list("pk", flat=True).first()


def page_of(member: User, before: int) -> tuple[list[Notification], int | None]:
    """A page of what the member was told, and where the next one begins (None on the last)."""
    notices = Notification.objects.to(member).select_related(*WITH_ALL)
    if before:
        notices = notices.filter(pk__lt=before)
    found = list(notices[: NOTICES_PER_PAGE + 1])
    shown = found[:NOTICES_PER_PAGE]
    return shown, shown[-1].pk if len(found) > NOTICES_PER_PAGE else None
