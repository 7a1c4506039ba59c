"""One post: its own page, its history, and what its author does with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.views import redirect_to_login
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from essays.markup import render_post
from forum import changes, discussion, drafts, places, posting
from forum.forms import EditForm
from forum.models import Post
from forum.moderation import NotPossible
from forum.permissions import can_edit, can_read, can_withdraw, is_author
from forum.views.paging import number
from forum.views.sending import is_preview, sign_in_to_send

if TYPE_CHECKING:
    from accounts.models import User


def post(request: HttpRequest, pk: int) -> HttpResponse:
    found = visible_post(request, pk)
    context = {
        "post": found,
        "place": places.of_post(found),
        "branch": discussion.branch_of(found, request.user, number(request, "after")),
        "next": request.get_full_path(),
    }
    return render(request, "forum/post.html", context)


def history(request: HttpRequest, pk: int) -> HttpResponse:
    found = visible_post(request, pk)
    if not can_read(request.user, found):
        raise PermissionDenied("What was written here can not be read any more.")
    context = {"post": found, "changes": changes.of(found, request.user), "next": request.get_full_path()}
    return render(request, "forum/history.html", context)


@csrf_exempt
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    if request.user.is_authenticated:
        return edit_own(request, pk, request.user)
    form = EditForm(request.POST or None)
    if form.is_valid():
        return sign_in_to_send(request, form, back_to=request.path)
    return redirect_to_login(request.path)


@csrf_protect
def edit_own(request: HttpRequest, pk: int, author: User) -> HttpResponse:
    found = visible_post(request, pk)
    if not is_author(author, found):
        raise PermissionDenied("Only its author can edit a post.")
    if request.method == "POST":
        return save_edit(request, found, author)
    if not can_edit(author, found):
        raise PermissionDenied("This post can not be edited any more.")
    return edit_page(request, found, EditForm(initial={"source": found.source, **drafts.kept(request, request.path)}))


def save_edit(request: HttpRequest, found: Post, author: User) -> HttpResponse:
    form = EditForm(request.POST)
    if not form.is_valid() or is_preview(request):
        return edit_page(request, found, form)
    try:
        posting.edit(found, by=author, source=form.cleaned_data["source"])
    except NotPossible as why:
        form.add_error(None, str(why))
        return edit_page(request, found, form)
    drafts.forget(request)
    return redirect(discussion.url_in_place(found, places.of_post(found).url, author))


def edit_page(request: HttpRequest, found: Post, form: EditForm) -> HttpResponse:
    preview = render_post(form.cleaned_data["source"]) if form.is_valid() and is_preview(request) else ""
    context = {"post": found, "form": form, "preview": preview}
    return render(request, "forum/edit.html", context, status=422 if form.errors else 200)


def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect_to_login(request.path)
    found = visible_post(request, pk)
    if not is_author(request.user, found):
        raise PermissionDenied("Only its author can withdraw a post.")
    if request.method != "POST":
        return render(request, "forum/withdraw.html", {"post": found})
    try:
        posting.withdraw(found, by=request.user)
    except NotPossible as why:
        messages.info(request, str(why))
    return redirect(discussion.url_in_place(found, places.of_post(found).url, request.user))


def visible_post(request: HttpRequest, pk: int) -> Post:
    related = Post.objects.select_related("author", "anchor", "thread__essay__current_edition")
    return get_object_or_404(related.visible_to(request.user), pk=pk)
        if not can_withdraw(request.user, found):
            raise PermissionDenied(f"This post is gone already: it is {found.get_status_display()}.")
