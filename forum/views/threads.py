"""All threads; one thread, whatever its posts are about; one member's posts."""

from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from forum import discussion, meta, places
from forum.models import Post
from forum.ordering import Order
from forum.views.methods import is_read
from forum.views.paging import choice, folded, number, proper_address

POSTS_PER_MEMBER_PAGE = 30


@is_read
def discussions(request: HttpRequest) -> HttpResponse:
    context = {
        "threads": places.threads(),
        "meta": meta.of_discussions(),
        "section": "discussions",
        "next": request.path,
    }
    return render(request, "forum/discussions.html", context)


@is_read
def thread(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    found = get_object_or_404(places.threads(), pk=pk)
    if slug != found.slug:
        return proper_address(request, found.get_absolute_url())
    after = number(request, "after")
    sort = choice(request, "sort", Order.OLDEST)
    talk = discussion.page_of(Post.objects.filter(thread=found), request.user, after, sort)
    context = {
        "thread": found,
        "talk": talk,
        "folded": folded(request),
        "meta": meta.of_thread(found, talk),
        "section": "discussions",
        "next": request.get_full_path(),
    }
    return render(request, "forum/thread.html", context)


@is_read
def member(request: HttpRequest, username: str) -> HttpResponse:
    found = get_object_or_404(get_user_model(), username__iexact=username)
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
