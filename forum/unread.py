"""What is new to a member: what others published in a thread after the member last saw the place where it stands.

Nothing is new before a first visit, which leaves a mark; from then on all that comes is new until it was shown.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import DatabaseError, transaction
from django.db.models import Case, F, IntegerField, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from essays.models import Passage
from forum.models import Post, ReadMark, Thread

if TYPE_CHECKING:
    from accounts.models import User

logger = logging.getLogger(__name__)

WHOLE = "whole"  # The key of the place that is no passage.
COUNTED = 1000  # posts in one thread
COUNTED_IN_LISTS = 99  # posts in each thread
REACH = 10_000  # publications; what is further behind the latest counts as read
TRIES = 5  # to write a mark that others are writing
MARKED_AT_ONCE = 500  # threads
A_MOMENT = timedelta(microseconds=1)


# --- Marks ---


@dataclass(frozen=True, slots=True)
class Mark:
    """How far somebody has read. Pure."""

    upto: int
    places: Mapping[str, int]  # Only of places that were read further.

    def of(self, key: str) -> int:
        return max(self.upto, self.places.get(key, 0))

    def joined(self, other: Mark) -> Mark:
        """What either of them says was read."""
        upto = max(self.upto, other.upto)
        further = {key: max(self.of(key), other.of(key)) for key in {**self.places, **other.places}}
        return Mark(upto, {key: number for key, number in further.items() if number > upto})


@dataclass(frozen=True, slots=True)
class New:
    pk: int
    number: int  # Its publication.
    key: str  # Of the place.


@dataclass(frozen=True, slots=True)
class Unread:
    """What is new in a thread to one member, in the order of publication, up to `COUNTED`."""

    thread: Thread
    row: ReadMark | None  # None: it is their first visit.
    posts: list[New]
    latest: int  # The number up to which `posts` tells all.
    is_all: bool = True

    @property
    def by_place(self) -> dict[str, list[New]]:
        """Those at each place, the place with the first unread post first."""
        found: dict[str, list[New]] = {}
        for post in self.posts:
            found.setdefault(post.key, []).append(post)
        return found

    def at(self, key: str | None) -> list[New]:
        """Those at one place, or at all of them."""
        return [post for post in self.posts if key in {None, post.key}]

    def after(self, shown: Collection[int], key: str | None) -> Mark:
        """The mark after a page has shown these posts of the place, or of all places where `key` is None.

        A place is read up to the first post that was not shown, the thread up to the first such post anywhere.
        """
        left = [post for post in self.posts if post.pk not in shown or key not in {None, post.key}]
        firsts = {post.key: post.number for post in reversed(left)}
        # A place of which nothing was shown needs no mark: the thread's moves past it in time.
        read = {
            place: firsts.get(place, self.latest + 1) - 1
            for place, new in self.by_place.items()
            if firsts.get(place) != new[0].number
        }
        return Mark(left[0].number - 1 if left else self.latest, read)


def mark_of(row: ReadMark | None) -> Mark:
    return Mark(row.upto, row.places) if row else Mark(0, {})


# --- What is new in one thread ---


def unread_in(thread: Thread, member: User) -> Unread:
    """One query where nothing was published since, else two. `thread` was read before."""
    row = ReadMark.objects.filter(member=member, thread=thread).first()
    if row is None or row.upto >= thread.publications:
        return Unread(thread, row, [], thread.publications)
    posts = new_to(member, row, thread)
    found = posts.order_by("publication").values_list("pk", "publication", "anchor__ref")[: COUNTED + 1]
    numbered = [New(pk, number or 0, ref or WHOLE) for pk, number, ref in found]
    if len(numbered) > COUNTED:
        return Unread(thread, row, numbered[:COUNTED], numbered[COUNTED - 1].number, is_all=False)
    # Whoever sees a number sees all below it: they are given under the thread's lock.
    return Unread(thread, row, numbered, max([thread.publications, *(post.number for post in numbered)]))


def new_to(member: User, row: ReadMark, thread: Thread) -> QuerySet[Post]:
    # An index leads to what is above a number, though to nothing that depends on the place.
    posts = Post.objects.published().filter(thread=thread, publication__gt=floor(row, thread)).exclude(author=member)
    # Annotated: in a filter it would leave out all that is on no passage.
    return posts.annotate(limit=limit(row, thread)).filter(publication__gt=F("limit"))


def floor(row: ReadMark, thread: Thread) -> int:
    """The number up to which no post of the thread is new, wherever it stands."""
    return max(row.upto, thread.publications - REACH)


def limit(row: ReadMark, thread: Thread) -> Case:
    """The number above which a post of the thread is new, which depends on its place."""
    lowest = floor(row, thread)
    further = [(place, number) for place, number in mark_of(row).places.items() if number > lowest]
    whens = [When(**at(place), then=Value(number)) for place, number in further]
    return Case(*whens, default=Value(lowest), output_field=IntegerField())


def at(place: str) -> dict[str, str | None]:
    return {"anchor": None} if place == WHOLE else {"anchor__ref": place}


def label_of(key: str, thread: Thread) -> str:
    """What the place is called in a sentence."""
    if key != WHOLE:
        return Passage(ref=key).label
    return "the whole text" if thread.essay_id else "the discussion"


# --- Seeing it ---


def see(unread: Unread, member: User, shown: Collection[int], key: str | None) -> None:
    """Note what a page has shown. One statement where that says something new, none where it does not.

    A page is not to fail for it: what could not be noted stays new.
    """
    try:
        if unread.row is None:
            row = ReadMark(member=member, thread=unread.thread, upto=unread.latest)
            ReadMark.objects.bulk_create([row], ignore_conflicts=True)  # Another tab may be as fast.
        else:
            move(unread.row, unread.after(shown, key))
    except DatabaseError:
        logger.warning("What a member has read could not be noted.", exc_info=True)


def move(row: ReadMark | None, seen: Mark) -> None:
    """Add what was seen to the mark, never back, and losing nothing of what another tab adds meanwhile.

    Only who knows the latest `read_at` writes; whoever comes second looks again and joins both. So a page waits for no
    lock, and mostly writes with one statement.
    """
    for _ in range(TRIES):
        if row is None:  # Its member or its thread is gone.
            return
        joined = mark_of(row).joined(seen)
        if joined == mark_of(row):
            return
        unchanged = ReadMark.objects.filter(pk=row.pk, read_at=row.read_at)
        later = max(timezone.now(), row.read_at + A_MOMENT)  # Whatever the clock of another machine says.
        if unchanged.update(upto=joined.upto, places=joined.places, read_at=later):
            return
        row = ReadMark.objects.filter(pk=row.pk).first()


def read_all(thread: Thread, member: User, upto: int) -> None:
    """Mark as read what was published in the thread up to this number, and nothing that has come since."""
    seen = Mark(min(upto, thread.publications), {})
    ReadMark.objects.bulk_create([ReadMark(member=member, thread=thread, upto=seen.upto)], ignore_conflicts=True)
    move(ReadMark.objects.filter(member=member, thread=thread).first(), seen)


@transaction.atomic
def read_everything(member: User, before: datetime) -> None:
    """Mark as read what was published before this moment in all threads that the member has visited.

    Where a post that was published later has a lower number than one that was moved there since, only up to it.
    """
    later = Post.objects.filter(thread=OuterRef("thread"), publication__gt=OuterRef("upto"), published_at__gt=before)
    first = Subquery(later.order_by("publication").values("publication")[:1], output_field=IntegerField())
    behind = ReadMark.objects.filter(member=member).select_for_update(of=("self",)).order_by("pk")
    latest = Coalesce(first - 1, F("thread__publications"), output_field=IntegerField())
    rows = list(behind.annotate(latest=latest).filter(upto__lt=F("latest")))
    now = timezone.now()
    for row in rows:
        joined = mark_of(row).joined(Mark(getattr(row, "latest"), {}))  # noqa: B009  # Annotated.
        row.upto, row.places, row.read_at = joined.upto, dict(joined.places), max(now, row.read_at + A_MOMENT)
    ReadMark.objects.bulk_update(rows, ["upto", "places", "read_at"], batch_size=MARKED_AT_ONCE)


# --- Lists of threads ---


class Capped(Subquery):
    """How many rows a limited query has."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS capped)"
    output_field = IntegerField()


def count_in(threads: Iterable[Thread], member: User) -> dict[int, str]:
    """How many posts are new to the member in these threads, by the thread's id. Two queries for all of them."""
    known = {thread.pk: thread for thread in threads}
    rows = ReadMark.objects.filter(member=member, thread__in=known)
    behind = {row.thread_id: row for row in rows if row.upto < known[row.thread_id].publications}
    if not behind:
        return {}
    # A subquery for each, with its own numbers in it: PostgreSQL weighs what it can see, and takes the index.
    counts = [When(pk=pk, then=Capped(ids_of_new(member, row, known[pk]))) for pk, row in behind.items()]
    found = Thread.objects.filter(pk__in=behind).order_by().values_list("pk", Case(*counts))
    return {pk: str(count) if count <= COUNTED_IN_LISTS else f"{COUNTED_IN_LISTS}+" for pk, count in found if count}


def ids_of_new(member: User, row: ReadMark, thread: Thread) -> QuerySet[Post, int]:
    return new_to(member, row, thread).order_by().values_list("pk", flat=True)[: COUNTED_IN_LISTS + 1]
