"""One thread, whatever its posts are about; one member's posts."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from forum import discussion, following, marks, mentions, meta, personal, places
from forum.models import Post, Thread
from forum.ordering import Order
from forum.permissions import title_for
from forum.places import Place
from forum.views.members import is_shared
from forum.views.methods import is_read, is_stored
from forum.views.notices import seen
from forum.views.paging import choice, folded, merged_address, number, proper_address
from forum.views.parts import asked, comes_in_parts
from forum.views.reading import talk_at
from forum.views.unread import noted

POSTS_PER_MEMBER_PAGE = 30


@is_read
@is_stored(marks.of_thread)
@is_shared(personal.of_thread)
@comes_in_parts
def thread(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    place = places.of_thread(pk, request.user)
    if place.thread.pk != int(pk):
        return merged_address(place.thread.get_absolute_url())
    if slug != place.thread.slug:
        return proper_address(request, place.thread.get_absolute_url())
    return of_essay(request, place.thread) if place.essay else of_members(request, place)


def of_essay(request: HttpRequest, found: Thread) -> HttpResponse:
    """All posts, whatever they are about."""
    after = number(request, "after")
    sort = choice(request, "sort", Order.OLDEST)
    talk = discussion.page_of(Post.objects.filter(thread=found), request.user, after, sort)
    seen(request, talk.rows)
    context = {
        "thread": found,
        "unread": noted(request, found, talk.rows),
        "follow": following.at(request.user, found),
        "talk": talk,
        "folded": folded(request),
        "meta": meta.of_thread(found, talk),
        "section": "discussions",
        "next": request.get_full_path(),
    }
    return render(request, "forum/thread.html", context)


def of_members(request: HttpRequest, place: Place) -> HttpResponse:
    context = talk_at(request, place) | {"thread": place.thread, "section": "discussions"}
    if asked(request):
        return render(request, "forum/_talk.html", context)
    context["title"] = title_for(request.user, place.thread)
    context["meta"] = meta.of_thread(place.thread, context["talk"], context["title"])
    return render(request, "forum/discussion.html", context)


@is_read
def member(request: HttpRequest, username: str) -> HttpResponse:
    found = get_user_model().objects.filter(username__iexact=username).first() or mentions.once_called(username)
    if found is None:
        raise Http404("Nobody has this name.")
    if found.username != username:
        return proper_address(request, reverse("member", args=[found.username]))
    posts, before = discussion.posts_by(found, number(request, "before"), POSTS_PER_MEMBER_PAGE)
    context = {
        "member": found,
        "posts": posts,
        "before": before,
        "meta": meta.of_member(found, number(request, "before")),
        "next": request.get_full_path(),
    }
    return render(request, "forum/member.html", context)
