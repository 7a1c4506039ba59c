"""The list of all discussions."""

from __future__ import annotations

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from essays.models import REF_PATTERN
from forum import listing, marks, meta, personal
from forum.listing import Sort, Wanted
from forum.models import Thread
from forum.views.members import is_shared
from forum.views.methods import is_read, is_stored
from forum.views.paging import choice, number
from forum.views.unread import on_threads

IS_REF = re.compile(REF_PATTERN).fullmatch


@is_read
@is_stored(marks.of_discussions)
@is_shared(personal.of_discussions)
def discussions(request: HttpRequest) -> HttpResponse:
    since = timezone.now()  # Before anything is read: what comes later stays new.
    categories, essays = listing.choices()
    wanted = wanted_by(request, {slug for slug, _ in categories}, {slug for slug, _ in essays})
    try:
        found = listing.page_of(wanted)
    except ValueError:
        raise Http404("This address names no page.") from None
    threads = on_threads(request, found.threads)
    context = {
        "found": found,
        "threads": threads,
        "waiting": waiting(request, wanted),
        "has_unread": any(getattr(thread, "unread", "") for thread in threads),
        "since": since,
        "wanted": wanted,
        "sorts": Sort,
        "categories": categories,
        "essays": essays,
        "meta": meta.of_discussions(wanted),
        "section": "discussions",
        "next": request.get_full_path(),
    }
    return render(request, "forum/discussions.html", context)


def waiting(request: HttpRequest, wanted: Wanted) -> list[Thread]:
    """The member's own that wait, where the list of all begins."""
    if not request.user.is_authenticated or wanted.is_narrowed or wanted.before:
        return []
    return listing.own_waiting(request.user)


def wanted_by(request: HttpRequest, categories: set[str], essays: set[str]) -> Wanted:
    asked = request.GET
    category, essay = asked.get("category", ""), asked.get("essay", "")
    if category not in {"", *categories} or essay not in {"", *essays} or asked.get("unanswered", "1") != "1":
        raise Http404("There is nothing to narrow the list to.")
    passage = asked.get("passage", "") if essay else ""
    if passage and not IS_REF(passage):
        raise Http404("There is no such passage.")
    author = asked.get("author", "").strip().removeprefix("@").replace("\0", "")
    return Wanted(
        sort=choice(request, "sort", Sort.TALK),
        category=category,
        essay=essay,
        passage=passage,
        post=number(request, "post"),
        author=author,
        unanswered="unanswered" in asked,
        before=asked.get("before", ""),
    )
