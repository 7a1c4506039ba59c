"""How much was posted at a place since a page was made: asked by pages that are open for a while."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from forum import places
from forum.models import Post
from forum.ordering import Order
from forum.places import Place
from forum.views.methods import is_read
from forum.views.paging import choice, moment, named

KNOWN_AT_MOST = 100  # posts that a page says it shows
NAMED_AT_MOST = 50  # posts that an offer names, the latest: more than a page shows


@is_read
def of_essay(request: HttpRequest, slug: str) -> HttpResponse:
    return news(request, places.of_essay(slug))


@is_read
def of_passage(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    return news(request, places.of_passage(slug, ref))


@is_read
def of_thread(request: HttpRequest, pk: int, slug: str) -> HttpResponse:  # noqa: ARG001  # Only the number counts.
    return news(request, places.of_thread(pk, request.user))


def news(request: HttpRequest, place: Place) -> HttpResponse:
    """Offer the posts of others that were published since; say nothing (204) where there are none.

    What the page shows already (`known`) is not offered: it may be as new as that.
    """
    since = moment(request.GET.get("since", ""))
    posts = Post.objects.at(place.thread, place.passage).published()
    posts = posts.filter(published_at__gt=since, is_opening=False)  # What opens a discussion is no reply in it.
    posts = posts.exclude(pk__in=named(request, "known", KNOWN_AT_MOST))
    if request.user.is_authenticated:
        posts = posts.exclude(author=request.user)
    order = choice(request, "sort", Order.OLDEST)
    if not (count := posts.count()):
        return HttpResponse(status=204)
    latest = posts.order_by("-published_at", "-pk")[:NAMED_AT_MOST]
    return render(
        request, "forum/_news.html", {"place": place, "count": count, "order": order, "posts": [*latest][::-1]}
    )
