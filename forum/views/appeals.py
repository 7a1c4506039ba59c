"""Asking for another look at a decision on oneself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_protect

from forum import drafts, moderation, telling
from forum.forms import AppealForm
from forum.models import ModerationEntry
from forum.moderation import NotPossible
from forum.permissions import can_appeal
from forum.views.errors import gives_words_back
from forum.views.methods import is_sent
from forum.views.sending import is_ready, sign_in_to_send

if TYPE_CHECKING:
    from accounts.models import User

TOO_LATE = "You cannot appeal against this: it was taken back, or you have appealed already."


@is_sent
@gives_words_back
def appeal(request: HttpRequest, number: int) -> HttpResponse:
    if request.user.is_authenticated:
        return own(request, number, request.user)
    form = AppealForm(request.POST)
    if is_ready(request, form):
        return sign_in_to_send(request, form, back_to=request.path)
    return redirect_to_login(request.path)


@csrf_protect
def own(request: HttpRequest, number: int, member: User) -> HttpResponse:
    entry = decision(number, member)
    if not can_appeal(member, entry):
        raise PermissionDenied(TOO_LATE)
    if request.method != "POST":
        return page(request, entry, AppealForm(initial=drafts.kept(request, request.path)))
    form = AppealForm(request.POST)
    if not form.is_valid():
        return page(request, entry, form)
    try:
        moderation.appeal(entry, by=member, words=form.cleaned_data["source"])
    except NotPossible as why:
        form.add_error(None, str(why))
        return page(request, entry, form)
    drafts.forget(request)
    messages.success(request, "Your appeal is sent. You are told here what comes of it.")
    return redirect("notices")


def decision(number: int, member: User) -> ModerationEntry:
    """A decision on this member: there is no other at this address."""
    entries = ModerationEntry.objects.select_related("by", "post__thread__essay", "post__anchor", "member", "thread")
    entry = get_object_or_404(entries, number=number)
    if entry.person_id != member.pk:
        raise Http404("There is no decision on you at this address.")
    return entry


def page(request: HttpRequest, entry: ModerationEntry, form: AppealForm) -> HttpResponse:
    assert request.user.is_authenticated
    context = {"told": telling.of(entry, request.user), "entry": entry, "form": form, "next": request.path}
    return render(request, "forum/appeal.html", context, status=422 if form.errors else 200)
