"""What a member was told of what moderators decided on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from forum import notifications, telling
from forum.models import Notification
from forum.views.methods import is_read
from forum.views.paging import number

if TYPE_CHECKING:
    from accounts.models import User

NOTICES_PER_PAGE = 20
WITH_ENTRY = [
    "entry__by",
    "entry__undoes",
    "entry__member",
    "entry__appeal",
    "entry__post__author",
    "entry__post__anchor",
    "entry__post__thread__essay",
]


@is_read
@never_cache
def notices(request: HttpRequest) -> HttpResponse:
    """The latest first. What is shown here counts as read."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.path)
    found, before = page_of(request.user, number(request, "before"))
    told = telling.of_all([notice.entry for notice in found], request.user)
    context = {"notices": list(zip(found, told, strict=True)), "before": before, "next": request.path}
    response = render(request, "forum/notices.html", context)
    if request.method == "GET" and any(notice.read_at is None for notice in found):
        notifications.mark_read(request.user)
    return response


def page_of(member: User, before: int) -> tuple[list[Notification], int | None]:
    """A page of what the member was told, and where the next one begins (None on the last)."""
    notices = Notification.objects.filter(member=member).select_related(*WITH_ENTRY)
    if before:
        notices = notices.filter(pk__lt=before)
    found = list(notices[: NOTICES_PER_PAGE + 1])
    shown = found[:NOTICES_PER_PAGE]
    return shown, shown[-1].pk if len(found) > NOTICES_PER_PAGE else None
