"""From what was typed to what an engine looks for: names become the marks of those who are there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils import timezone

from essays.models import Essay
from forum.models import SearchDocument
from forum.search import engine
from forum.search.documents import names
from forum.search.language import Condition, Query
from forum.search.wanted import LOW_BITS, Alternatives, Wanted, first_id, mark_of

Kind = SearchDocument.Kind
WITHIN = {
    "essay": Kind.PARAGRAPH,
    "essays": Kind.PARAGRAPH,
    "note": Kind.NOTE,
    "notes": Kind.NOTE,
    "post": Kind.POST,
    "posts": Kind.POST,
    "title": Kind.TITLE,
    "titles": Kind.TITLE,
}
DATES = ("%Y-%m-%d", "%Y-%m", "%Y")
MEMBERS_OF_A_NAME = 20  # Display names are not unique.


class Unknown(Exception):
    """What a condition names is not there; the message says so to whoever asks."""


def resolve(query: Query, *, is_ranked: bool) -> tuple[Wanted | None, list[str]]:
    """What to look for, None where nothing can be found; and what to say of names that nobody and nothing has."""
    wanted = Wanted(query.all_of, query.none_of, is_ranked=is_ranked)
    said: list[str] = []
    finds_nothing = False
    for condition in query.conditions:
        try:
            wanted = with_condition(wanted, condition)
        except Unknown as why:
            said.append(str(why))
            finds_nothing = finds_nothing or not condition.is_not
    return None if finds_nothing else wanted, said


def with_condition(wanted: Wanted, condition: Condition) -> Wanted:
    if condition.name in BOUNDS:
        return bounded(wanted, condition)
    alternatives = MARKS[condition.name](condition.value)
    if condition.is_not:
        return replace(wanted, not_marks=(*wanted.not_marks, alternatives))
    return replace(wanted, marks=(*wanted.marks, alternatives))


def of_author(name: str) -> Alternatives:
    """The marks of everybody of that name: members, and whoever wrote what was imported."""
    members = get_user_model().objects.filter(Q(username__iexact=name) | Q(display_name__iexact=name))
    ids = members.order_by("pk").values_list("pk", flat=True)[:MEMBERS_OF_A_NAME]
    found: list[tuple[str, ...]] = [(f"a{pk}",) for pk in ids]
    if others := names(name):
        found.append(tuple(others))
    if not found or not engine.find(Wanted(marks=(tuple(found),), is_ranked=False), 1):
        raise Unknown(f"There is no author “{name}” who has published anything here.")
    return tuple(found)


def of_kind(value: str) -> Alternatives:
    if value.lower() not in WITHIN:
        raise Unknown(f"There is nothing called “{value}” to look in: in: takes essays, notes, posts or titles.")
    return ((mark_of(WITHIN[value.lower()]),),)


def of_essay(slug: str) -> Alternatives:
    pk = Essay.objects.filter(slug__iexact=slug).values_list("pk", flat=True).first()
    if pk is None:
        raise Unknown(f"There is no essay “{slug}”: essay: takes what its address calls it.")
    return ((f"e{pk}",),)


def bounded(wanted: Wanted, condition: Condition) -> Wanted:
    """Beginning with that day, month or year, or ending before it. Turned round, each is the other."""
    at = date_id(condition)
    if (condition.name == "after") != condition.is_not:
        return replace(wanted, first=max(at, wanted.first))
    # What has no date was not before any.
    return replace(wanted, before=min(at, wanted.before), first=max(FIRST_DATED, wanted.first))


def date_id(condition: Condition) -> int:
    for form in DATES:
        try:
            return first_id(timezone.make_aware(datetime.strptime(condition.value, form)))  # noqa: DTZ007
        except (ValueError, OverflowError):
            continue
    raise Unknown(f"“{condition.value}” is no date: {condition.name}: takes 2024, 2024-01 or 2024-01-31.")


FIRST_DATED = 1 << LOW_BITS
BOUNDS = ("after", "before")
MARKS: dict[str, Callable[[str], Alternatives]] = {"author": of_author, "in": of_kind, "essay": of_essay}
