"""The library, the reading page, one passage in its context."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from essays import sections, surroundings
from essays.citing import citations
from forum import discussion, following, marks, meta, personal, places, talk_map
from forum.linked_data import absolute
from forum.models import Post
from forum.ordering import Order
from forum.places import Place
from forum.views.members import is_shared
from forum.views.methods import is_read, is_stored
from forum.views.notices import seen
from forum.views.paging import choice, folded, number
from forum.views.parts import asked, comes_in_parts
from forum.views.reply import form_for
from forum.views.unread import noted, on_blocks, on_threads

# A post says when it was published a little before others can see it, perhaps by another machine's clock.
OVERLAP = timedelta(seconds=10)


@is_read
@is_stored(marks.of_library)
@is_shared(personal.of_library)
def library(request: HttpRequest) -> HttpResponse:
    threads = places.threads().filter(essay__isnull=False)
    context: dict[str, Any] = {"meta": meta.of_library(), "section": "essays", "next": request.path}
    context["threads"] = on_threads(request, threads)
    return render(request, "forum/library.html", context)


@is_read
@is_stored(marks.of_essay)
@is_shared(personal.of_essay)
@comes_in_parts
def essay(request: HttpRequest, slug: str) -> HttpResponse:
    place = places.of_essay(slug, with_elsewhere=True)
    context = talk_at(request, place)
    if asked(request):
        return render(request, "forum/_talk.html", context)
    context["text"] = sections.arrange(on_blocks(discussion.blocks_with_counts(place.thread), context["unread"]))
    context["map"] = talk_map.stretches(context["text"].sections)
    context["meta"] = meta.of_essay(place, context["text"], context["talk"])
    return render(request, "forum/reading.html", context)


@is_read
@is_stored(marks.of_passage)
@is_shared(personal.of_passage)
@comes_in_parts
def passage(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    place = places.of_passage(slug, ref, with_elsewhere=True)
    assert place.passage
    assert place.block
    assert place.edition
    context = talk_at(request, place)
    if asked(request):
        return render(request, "forum/_panel.html", context)
    context["around"] = surroundings.of(place.block)
    context["citations"] = citations(place.passage, place.edition, absolute(place.url))
    context["meta"] = meta.of_passage(place, context["talk"])
    return render(request, "forum/passage.html", context)


def talk_at(request: HttpRequest, place: Place) -> dict[str, Any]:
    """What a page shows of the talk at a place, and the form for more of it."""
    since = timezone.now() - OVERLAP  # Before the posts are read: none may come between.
    posts = Post.objects.at(place.thread, place.passage)
    after, sort = number(request, "after"), choice(request, "sort", Order.OLDEST)
    talk = discussion.page_of(posts, request.user, after, sort)
    seen(request, talk.rows)
    return {
        "place": place,
        "essay": place.essay,
        "since": since,
        "talk": talk,
        "unread": noted(request, place.thread, talk.rows, place.key),
        "folded": folded(request),
        "form": form_for(request, place),
        "follow": following.at(request.user, place.thread, place.passage),
        "section": "essays",
        "next": request.get_full_path(),
    }
