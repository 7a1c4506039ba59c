"""How much was posted at a place since a page was made: asked by pages that are open for a while."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_datetime

from forum import places
from forum.models import Post
from forum.ordering import Order
from forum.places import Place
from forum.views.methods import is_read
from forum.views.paging import choice


@is_read
def of_essay(request: HttpRequest, slug: str) -> HttpResponse:
    return news(request, places.of_essay(slug))


@is_read
def of_passage(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    return news(request, places.of_passage(slug, ref))


def news(request: HttpRequest, place: Place) -> HttpResponse:
    """Offer the posts of others that were published since; say nothing (204) where there are none."""
    posts = Post.objects.at(place.thread, place.passage).published().filter(published_at__gt=since(request))
    if request.user.is_authenticated:
        posts = posts.exclude(author=request.user)
    if not (count := posts.count()):
        return HttpResponse(status=204)
    return render(
        request, "forum/_news.html", {"place": place, "count": count, "order": choice(request, "sort", Order.OLDEST)}
    )


def since(request: HttpRequest) -> object:
    try:
        moment = parse_datetime(request.GET.get("since", ""))
    except ValueError:
        moment = None
    if not (moment and moment.tzinfo):
        raise Http404("This address names no moment.")
    return moment
