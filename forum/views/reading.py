"""The library, the reading page, one passage in its context."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from essays import sections, surroundings
from forum import discussion, places
from forum.models import Post
from forum.views.methods import is_read
from forum.views.paging import number
from forum.views.reply import form_for


@is_read
def library(request: HttpRequest) -> HttpResponse:
    threads = places.threads().filter(essay__isnull=False)
    return render(request, "forum/library.html", {"threads": threads, "section": "essays", "next": request.path})


@is_read
def essay(request: HttpRequest, slug: str) -> HttpResponse:
    place = places.of_essay(slug)
    text = sections.arrange(discussion.blocks_with_counts(place.thread))
    context = {
        "place": place,
        "essay": place.essay,
        "text": text,
        "talk": discussion.page_of(Post.objects.at(place.thread, None), request.user, number(request, "after")),
        "form": form_for(request, place),
        "section": "essays",
        "next": request.get_full_path(),
    }
    return render(request, "forum/reading.html", context)


@is_read
def passage(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    place = places.of_passage(slug, ref)
    assert place.block
    context = {
        "place": place,
        "essay": place.essay,
        "around": surroundings.of(place.block),
        "talk": discussion.page_of(
            Post.objects.at(place.thread, place.passage), request.user, number(request, "after")
        ),
        "form": form_for(request, place),
        "section": "essays",
        "next": request.get_full_path(),
    }
    return render(request, "forum/passage.html", context)
