"""One post: its own page, its history, and what its author does with it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_protect

from forum import changes, discussion, drafts, mentions, meta, places, posting
from forum.forms import EditForm
from forum.models import EDIT_WINDOW, ModerationEntry, Post
from forum.moderation import NotPossible
from forum.permissions import can_edit, can_read, can_withdraw, is_author, title_for
from forum.views.errors import gives_words_back
from forum.views.methods import is_read, is_sent
from forum.views.notices import seen
from forum.views.paging import folded, number
from forum.views.sending import is_preview, is_ready, keep_meanwhile, sign_in_to_send
from forum.views.unread import noted

if TYPE_CHECKING:
    from accounts.models import User


@is_read
def post(request: HttpRequest, pk: int) -> HttpResponse:
    found, after = visible_post(request, pk), number(request, "after")
    place, branch = places.of_post(found), discussion.branch_of(found, request.user, after)
    title = title_for(request.user, place.thread)
    rows = [*branch.ancestors, *branch.rows]
    seen(request, rows)
    context = {
        "post": found,
        "place": place,
        "branch": branch,
        "unread": noted(request, place.thread, rows, place.key),
        "folded": folded(request),
        "title": title,
        "meta": meta.of_post(found, place, branch, after, title),
        "next": request.get_full_path(),
    }
    return render(request, "forum/post.html", context)


@is_read
def history(request: HttpRequest, pk: int) -> HttpResponse:
    found = visible_post(request, pk)
    if not can_read(request.user, found):
        raise PermissionDenied("What was written here cannot be read any more.")
    context = {"post": found, "changes": changes.of(found, request.user), "next": request.get_full_path()}
    return render(request, "forum/history.html", context)


@is_sent
@gives_words_back
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    if request.user.is_authenticated:
        return edit_own(request, pk, request.user)
    if request.method != "POST":
        return redirect_to_login(request.path)
    form = EditForm(request.POST, has_title="title" in request.POST)
    if is_ready(request, form):
        return sign_in_to_send(request, form, back_to=request.path)
    keep_meanwhile(request, form)
    return edit_page(request, pk, form)


@csrf_protect
def edit_own(request: HttpRequest, pk: int, author: User) -> HttpResponse:
    found = visible_post(request, pk)
    if not is_author(author, found):
        raise PermissionDenied("Only its author can edit a post.")
    if request.method == "POST":
        return save_edit(request, found, author)
    if not can_edit(author, found):
        raise PermissionDenied("This post cannot be edited any more.")
    begun = drafts.begun(request, request.path)
    words = {**said_by(found), "seen": found.revision, **begun.words}
    form = EditForm(initial=words, has_title=found.is_opening)
    form.open_with(begun)
    return edit_page(request, pk, form, found)


def save_edit(request: HttpRequest, found: Post, author: User) -> HttpResponse:
    form = EditForm(request.POST, has_title=found.is_opening)
    form.draft = request.POST.get("draft", "")
    if not is_ready(request, form):
        return edit_page(request, found.pk, form, found)
    if found.is_returned and said_by(found).items() <= ({"title": found.heading} | form.cleaned_data).items():
        form.add_error(None, "These are the words that were returned to you. Change them, then send them again.")
        return edit_page(request, found.pk, form, found)
    try:
        posting.edit(found, by=author, **form.cleaned_data)
    except NotPossible as why:
        form.add_error(None, str(why))
        now = visible_post(request, found.pk) if isinstance(why, posting.ChangedMeanwhile) else None
        return edit_page(request, found.pk, form, now or found, is_other=bool(now))
    drafts.forget(request)
    return redirect(discussion.url_in_place(found, places.of_post(found).url, author))


def said_by(post: Post) -> dict[str, str]:
    return {"title": post.heading, "source": post.source}


def edit_page(
    request: HttpRequest, pk: int, form: EditForm, own: Post | None = None, *, is_other: bool = False
) -> HttpResponse:
    """The form with what was typed. Without its author it knows the post by its number only.

    With `is_other` the post says by now what its author has not seen: it is shown beside, and seen with this page.
    """
    preview = mentions.rendered(form.cleaned_data["source"], own) if form.is_valid() and is_preview(request) else ""
    minutes = EDIT_WINDOW // timedelta(minutes=1)
    context: dict[str, object] = {"pk": pk, "form": form, "preview": preview, "minutes": minutes, "next": request.path}
    context |= {"own": own, "is_other": is_other}
    if own and is_other:
        form.data = {**dict(form.data.items()), "seen": str(own.revision)}
    if own and own.is_returned:
        entries = own.moderation_entries.filter(act=ModerationEntry.Act.RETURN)
        context["returned"] = {"why": own.status_reason, "note": entries.values_list("note", flat=True).first()}
    return render(request, "forum/edit.html", context, status=422 if form.errors else 200)


@is_sent
@csrf_protect
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect_to_login(request.path)
    found = visible_post(request, pk)
    if not is_author(request.user, found):
        raise PermissionDenied("Only its author can withdraw a post.")
    if request.method != "POST":
        if not can_withdraw(request.user, found):
            raise PermissionDenied(f"This post is gone already: it is {found.get_status_display()}.")
        return render(request, "forum/withdraw.html", {"post": found})
    try:
        posting.withdraw(found, by=request.user)
    except NotPossible as why:
        messages.info(request, str(why), extra_tags=discussion.html_id(found))
    return redirect(discussion.url_in_place(found, places.of_post(found).url, request.user))


def visible_post(request: HttpRequest, pk: int) -> Post:
    return get_object_or_404(Post.objects.visible_to(request.user).with_place(), pk=pk)
