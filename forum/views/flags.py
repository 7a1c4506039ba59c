"""Reporting a post to the moderators, and taking that back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_protect

from forum import discussion, moderation, places
from forum.forms import FlagForm
from forum.models import Flag, Post
from forum.moderation import NotPossible
from forum.permissions import can_flag, is_author
from forum.views.methods import is_sent
from forum.views.posts import visible_post

if TYPE_CHECKING:
    from accounts.models import User


@is_sent
@csrf_protect
def flag(request: HttpRequest, pk: int) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect_to_login(request.path)
    found = visible_post(request, pk)
    given = Flag.objects.open().filter(post=found, by=request.user, revision=found.revision).first()
    if request.method == "POST" and "withdraw" in request.POST:
        return take_back(request, found, given)
    if why := why_not(request.user, found):
        raise PermissionDenied(why)
    if request.method == "POST":
        return send(request, found, request.user)
    return page(request, found, FlagForm(initial={"seen": found.revision}), given)


def send(request: HttpRequest, found: Post, member: User) -> HttpResponse:
    form = FlagForm(request.POST)
    if not form.is_valid():
        return page(request, found, form)
    try:
        moderation.flag(found, by=member, **form.cleaned_data)
    except NotPossible as why:
        form.add_error(None, str(why))
        return page(request, found, form.about(found.revision))
    return back(request, found, member, "Thank you. A moderator will look at this post.")


def take_back(request: HttpRequest, found: Post, given: Flag | None) -> HttpResponse:
    assert request.user.is_authenticated
    try:
        if given:
            moderation.withdraw_flag(given, by=request.user)
        said = "Your report is taken back." if given else "There is no report to take back."
    except NotPossible as why:
        said = str(why)
    return back(request, found, request.user, said)


def back(request: HttpRequest, found: Post, reader: User, said: str) -> HttpResponse:
    """To the post, where that is said."""
    messages.info(request, said, extra_tags=discussion.html_id(found))
    return redirect(discussion.url_in_place(found, places.of_post(found).url, reader))


def page(request: HttpRequest, found: Post, form: FlagForm, given: Flag | None = None) -> HttpResponse:
    context = {"post": found, "form": form, "given": given, "next": request.path}
    return render(request, "forum/flag.html", context, status=422 if form.errors else 200)


def why_not(member: User, found: Post) -> str:
    """Why this member cannot report the post, "" where they can."""
    if is_author(member, found):
        return "This is your own post: you can withdraw it."
    if not found.is_published:
        return f"There is nothing to report any more: this post is {found.get_status_display()}."
    return "" if can_flag(member, found) else "You cannot write here at the moment, reports neither."
