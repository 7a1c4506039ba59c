"""The list of all discussions: what is asked of it, in which order it comes, and where a page of it begins."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q, TextChoices, Value
from django.utils.http import urlencode

from essays.models import Essay, Passage
from forum.models import Category, Post, Thread, ThreadQuerySet
from forum.models.threads import LATEST

if TYPE_CHECKING:
    from accounts.models import User

THREADS_PER_PAGE = 30
OWN_WAITING = 10  # discussions of one's own that are shown before the others
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
PINNED = "p"  # Before the key of one that is pinned.


class Sort(TextChoices):
    TALK = "talk", "Latest talk"
    NEWEST = "newest", "Newest"
    REPLIES = "replies", "Most replies"


# What they are sorted by, after the pin and before the number.
KEYS: dict[Sort, Any] = {Sort.TALK: LATEST, Sort.NEWEST: F("id"), Sort.REPLIES: F("post_count")}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an address asks of the list."""

    sort: Sort = Sort.TALK
    category: str = ""  # Its slug.
    essay: str = ""  # Its slug.
    passage: str = ""  # The ref of one in that essay.
    post: int = 0  # What is continued.
    author: str = ""  # A username.
    unanswered: bool = False
    before: str = ""  # The key before which the page ends: that of the last one before it.

    @property
    def is_narrowed(self) -> bool:
        return bool(self.category or self.essay or self.post or self.author or self.unanswered)

    @property
    def passage_label(self) -> str:
        return Passage(ref=self.passage).label

    @property
    def query(self) -> str:
        """What the address says of it, without where the page begins."""
        sort = "" if self.sort is Sort.TALK else self.sort.value
        about = {"category": self.category, "essay": self.essay, "passage": self.passage, "post": str(self.post or "")}
        asked = {"sort": sort, **about, "author": self.author, "unanswered": "1" if self.unanswered else ""}
        return urlencode({name: value for name, value in asked.items() if value})


@dataclass(frozen=True, slots=True)
class Listing:
    threads: list[Thread]
    next_query: str  # What the address of the next page asks for; empty on the last one.


def page_of(wanted: Wanted) -> Listing:
    """One query. Raises `ValueError` where `wanted.before` is no key in this order."""
    related = found_by(wanted).select_related("essay", "category", "opener", "about_essay", "about_passage")
    threads = list(related.defer("opener__password", "opener__email"))
    if len(threads) <= THREADS_PER_PAGE:
        return Listing(threads, "")
    ends = urlencode({"before": key_of(threads[THREADS_PER_PAGE - 1], wanted.sort)})
    return Listing(threads[:THREADS_PER_PAGE], f"{wanted.query}&{ends}" if wanted.query else ends)


def found_by(wanted: Wanted) -> ThreadQuerySet:
    """The threads of a page, and one more where there is another page."""
    found = narrowed(Thread.objects.listed(), wanted).annotate(key=KEYS[wanted.sort])
    if wanted.before:
        found = found.filter(behind(wanted.before, wanted.sort))
    return found.order_by("-is_pinned", "-key", "-pk")[: THREADS_PER_PAGE + 1]


def own_waiting(member: User) -> list[Thread]:
    """What the member has opened and nobody else finds yet, each with how its first post stands. One query."""
    stands = {"posts__is_opening": True, "posts__status__in": [Post.Status.PENDING, Post.Status.RETURNED]}
    own = Thread.objects.filter(opener=member, is_public=False, publications=0, merged_into=None, **stands)
    related = own.select_related("category", "opener", "about_essay", "about_passage")
    shown = related.defer("opener__password", "opener__email").annotate(stands=F("posts__status"))
    return list(shown.order_by("-pk")[:OWN_WAITING])


def narrowed(threads: ThreadQuerySet, wanted: Wanted) -> ThreadQuerySet:
    if wanted.category:
        threads = threads.filter(category__slug=wanted.category)
    if wanted.essay:
        threads = threads.filter(Q(essay__slug=wanted.essay) | Q(about_essay__slug=wanted.essay))
    if wanted.passage:
        threads = threads.filter(about_passage__ref=wanted.passage)
    if wanted.post:
        threads = threads.filter(about_post=wanted.post)
    if wanted.author:  # Who opened what cannot be read any more, nobody is told.
        threads = threads.filter(opener__username__iexact=wanted.author, is_public=True)
    return threads.filter(essay=None, is_public=True, post_count=1) if wanted.unanswered else threads


def choices() -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The categories and the essays that the list can be narrowed to, by slug and name. One query for both."""
    categories = Category.objects.order_by().values_list(Value(0), "position", "name", "slug")
    essays = Essay.objects.filter(thread__isnull=False).order_by().values_list(Value(1), Value(0), "title", "slug")
    found = sorted(categories.union(essays, all=True))
    return [row[:1:-1] for row in found if not row[0]], [row[:1:-1] for row in found if row[0]]


# --- Where a page begins ---


def key_of(thread: Thread, sort: Sort) -> str:
    key = getattr(thread, "key")  # noqa: B009  # Annotated, which the types do not know.
    number = (key - EPOCH) // MICROSECOND if sort is Sort.TALK else key
    return f"{PINNED if thread.is_pinned else ''}{number}.{thread.pk}"


def behind(before: str, sort: Sort) -> Q:
    """What comes after the thread with this key, wherever that thread is by now."""
    read = re.fullmatch(rf"({PINNED}?)(-?[0-9]{{1,18}})\.([0-9]{{1,18}})", before, re.ASCII)
    if read is None:
        raise ValueError(before)
    is_pinned, key, pk = bool(read[1]), value_of(int(read[2]), sort), int(read[3])
    # Said as "in", and the key twice: so an index leads to the place.
    after = Q(is_pinned__in=[is_pinned]) & Q(key__lte=key) & (Q(key__lt=key) | Q(pk__lt=pk))
    return after | Q(is_pinned=False) if is_pinned else after


def value_of(number: int, sort: Sort) -> int | datetime:
    if sort is not Sort.TALK:
        return number
    try:
        return EPOCH + number * MICROSECOND
    except OverflowError as error:
        raise ValueError(number) from error
