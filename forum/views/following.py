"""Following a place, and the list of what a member follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect

from forum import following, places
from forum.models import Thread
from forum.views.methods import is_read, is_sent
from forum.views.paging import number
from forum.views.parts import asked, comes_in_parts

if TYPE_CHECKING:
    from accounts.models import User
    from essays.models import Passage

FOLLOWED_PER_PAGE = 50


@is_read
@never_cache
def followed(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect_to_login(request.path)
    lines, before = following.page_of(request.user, number(request, "before"), FOLLOWED_PER_PAGE)
    return render(request, "forum/following.html", {"lines": lines, "before": before, "next": request.get_full_path()})


@is_sent
@comes_in_parts
def thread(request: HttpRequest, pk: int) -> HttpResponse:
    place = places.of_thread(pk, request.user)
    return to_follow(request, place.thread, None, place.url)


@is_sent
@comes_in_parts
def passage(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    place = places.of_passage(slug, ref)
    return to_follow(request, place.thread, place.passage, place.url)


def to_follow(request: HttpRequest, found: Thread, anchor: Passage | None, back: str) -> HttpResponse:
    """A page with the button, for who comes from signing in; what the button does."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.path)
    if request.method == "POST":
        return save(request, request.user, found, anchor, back)
    context = {"follow": following.at(request.user, found, anchor), "thread": found, "back": back, "next": back}
    return render(request, "forum/follow.html", context)


@csrf_protect
def save(request: HttpRequest, member: User, found: Thread, anchor: Passage | None, back: str) -> HttpResponse:
    (following.stop if "stop" in request.POST else following.follow)(member, found, anchor)
    wished = request.POST.get("next", "")
    if asked(request):
        context = {"follow": following.at(member, found, anchor), "next": wished.partition("#")[0]}
        return render(request, "forum/_follow.html", context)
    is_ours = wished.startswith("/") and url_has_allowed_host_and_scheme(wished, allowed_hosts=None)
    return redirect(wished if is_ours else back)
