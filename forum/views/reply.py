"""Replying to the whole of a text, to a passage, in a discussion, to a post."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_protect

from essays.models import Block
from forum import discussion, drafts, mentions, places, posting, quoting
from forum.forms import ReplyForm
from forum.models import Post
from forum.moderation import NotPossible, Refused
from forum.permissions import can_read, is_open
from forum.places import Place
from forum.views.errors import gives_words_back, not_posted
from forum.views.methods import is_sent
from forum.views.paging import merged_address
from forum.views.parts import asked, comes_in_parts, is_alone, key_of, leading_to, to_form
from forum.views.sending import is_preview, is_ready, keep_meanwhile, sign_in_to_send

if TYPE_CHECKING:
    from accounts.models import User


@is_sent
@comes_in_parts
@gives_words_back
def to_essay(request: HttpRequest, slug: str) -> HttpResponse:
    return reply(request, places.of_essay(slug))


@is_sent
@comes_in_parts
@gives_words_back
def to_passage(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    return reply(request, places.of_passage(slug, ref))


@is_sent
@comes_in_parts
@gives_words_back
def to_thread(request: HttpRequest, pk: int, slug: str) -> HttpResponse:  # noqa: ARG001  # Only the number counts.
    place = places.of_thread(pk, request.user)
    if place.thread.pk != int(pk) and request.method != "POST":  # What was written meanwhile is posted where it goes.
        return merged_address(place.reply_url)
    return reply(request, place)


@is_sent
@comes_in_parts
@gives_words_back
def to_post(request: HttpRequest, pk: int) -> HttpResponse:
    return reply(request, places.under_post(pk, request.user))


def reply(request: HttpRequest, place: Place) -> HttpResponse:
    """Show the form; check and preview what anybody typed; post what a member sends.

    Pages for readers without an account carry no token, since they are the same for everybody. What such a
    reader sends changes nothing but their own session, so only what a member sends is checked for a token.
    """
    if request.method != "POST":
        if why := why_closed(place):
            raise PermissionDenied(why)
        return page(request, place, form_for(request, place))
    if request.user.is_authenticated:
        return send(request, place, request.user)
    form = sent_form(request, place)
    if is_ready(request, form) and not why_closed(place):
        return leading_to(request, sign_in_to_send(request, form, back_to=place.form_url))
    keep_meanwhile(request, form)
    return page(request, place, form)


@csrf_protect
def send(request: HttpRequest, place: Place, author: User) -> HttpResponse:
    form = sent_form(request, place)
    if not is_ready(request, form):
        return page(request, place, form)
    try:
        post = posting.reply(
            place.thread, author=author, anchor=place.passage, parent=place.parent, **form.cleaned_data
        )
    except Refused as why:
        form.add_error("source", str(why))
        return page(request, place, form)
    except NotPossible as why:
        return not_posted(request, str(why), status=422)
    drafts.forget(request)
    url = discussion.url_in_place(post, place.url, author)
    return posted(request, place, post, url) if asked(request) else redirect(url)


def posted(request: HttpRequest, place: Place, post: Post, url: str) -> HttpResponse:
    """The post alone, for the page that it was sent from, with how many its passage has by now."""
    post.thread.refresh_from_db(fields=["post_count", "whole_count"])
    context = {
        "post": post,
        "place": place,
        "form": ReplyForm(),
        "rows": discussion.rows(
            discussion.for_display(Post.objects.filter(pk=post.pk), request.user),
            request.user,
            [post.parent_id] if post.parent_id else [],
        ),
        "replies": discussion.reply_count(place.thread, place.passage),
    }
    response = render(request, "forum/_posted.html", context, status=201)
    response["Location"] = url
    return response


def page(request: HttpRequest, place: Place, form: ReplyForm) -> HttpResponse:
    """The form on a page of its own, with what it answers, a preview where one is asked for, and what is wrong."""
    if why := why_closed(place):
        return not_posted(request, why, status=422)
    preview = mentions.rendered(form.cleaned_data["source"]) if form.is_valid() and is_preview(request) else ""
    context = {"place": place, "form": form, "preview": preview, "next": place.form_url}
    context["section"] = "essays" if place.essay else "discussions"
    context["is_alone"] = is_alone(request, place)
    if not asked(request):
        return render(request, "forum/reply.html", context, status=422 if form.errors else 200)
    if form.errors:
        return to_form(render(request, "forum/_form.html", context, status=422), form)
    return render(request, "forum/_preview.html" if preview else "forum/_form.html", context)


def form_for(request: HttpRequest, place: Place) -> ReplyForm:
    """A form for a reply at this place, with what was typed into it before signing in."""
    begun, quoted = drafts.begun(request, place.reply_url), quoted_post(request, place)
    form = ReplyForm(block=quotable(place), initial=begun.words, key=key_of(request, place), quoted=quoted)
    form.open_with(begun)
    return form


def sent_form(request: HttpRequest, place: Place) -> ReplyForm:
    form = ReplyForm(request.POST, block=quotable(place), key=key_of(request, place))
    form.draft = request.POST.get("draft", "")
    return form


def quotable(place: Place) -> Block | None:
    """The text whose words a reply may quote. An answer to a post quotes the post, in Markdown."""
    return None if place.parent else place.block


def quoted_post(request: HttpRequest, place: Place) -> str:
    """The post that is answered as a quotation in Markdown, where that is asked for and its words may be read.

    What answers a discussion as a whole quotes its first post.
    """
    if "quote" not in request.GET:
        return ""
    post = place.parent or place.thread.posts.filter(is_opening=True).select_related("author").first()
    if post is None or not can_read(request.user, post):
        return ""
    return quoting.as_markdown(post.source, post.author_name, f"{settings.SITE_URL}{post.get_absolute_url()}")


def why_closed(place: Place) -> str:
    """Why nothing can be said here, "" where it can: what is held, gone or locked is not answered."""
    if why := posting.why_closed(place.thread):
        return why
    if place.parent is None or is_open(place.parent):
        return ""
    if place.parent.is_published:
        return "This branch is locked: nobody can reply here any more."
    return f"This post cannot be answered: it is {place.parent.get_status_display()}."
