"""What an entry of the log changed, in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import localtime

from essays.models import Edition, Passage
from forum.models import Category, ModerationEntry, Post, PostRevision, Standing, Thread

NOTHING = "none"
UNSAID = {"pinned", "numbered_after", "at"}  # Only kept to bring a merged discussion back as it was.


@dataclass(frozen=True, slots=True)
class Changed:
    what: str
    before: str
    after: str


def changed_by(entry: ModerationEntry) -> list[Changed]:
    """What was other before, in the order of `ASPECTS`, and what has no place there after it."""
    keys = [key for key in {**entry.before, **entry.after} if entry.before.get(key) != entry.after.get(key)]
    keys = [key for key in keys if key not in UNSAID]
    # PostgreSQL keeps the keys of an object in an order of its own.
    places = {key: place for place, key in enumerate(ASPECTS)}
    keys.sort(key=lambda key: (places.get(key, len(places)), key))
    return [Changed(called(key), said(key, entry.before.get(key)), said(key, entry.after.get(key))) for key in keys]


def called(key: str) -> str:
    return ASPECTS[key][0] if key in ASPECTS else key.replace("_", " ")


def said(key: str, value: Any) -> str:
    if value is None or value in ("", []):
        return NOTHING
    return ASPECTS[key][1](value) if key in ASPECTS else str(value)


def moment(value: str) -> str:
    at = parse_datetime(value)
    return date_format(localtime(at), "DATETIME_FORMAT") if at else value


def yes_or_no(value: bool) -> str:
    return "yes" if value else "no"


def label_of(choices: Any) -> Callable[[str], str]:
    return lambda value: str(dict(choices.choices).get(value, value))


def thread_called(pk: int) -> str:
    return str(Thread.objects.filter(pk=pk).first() or f"thread {pk}")


def passage_called(pk: int) -> str:
    passage = Passage.objects.filter(pk=pk).first()
    return passage.label if passage else f"passage {pk}"


def category_called(pk: int) -> str:
    return str(Category.objects.filter(pk=pk).first() or f"category {pk}")


def title_of(version: int) -> str:
    """Of that version of a first post, while it is not erased."""
    return PostRevision.objects.filter(pk=version).values_list("title", flat=True).first() or "erased"


def edition_called(pk: int) -> str:
    number = Edition.objects.filter(pk=pk).values_list("number", flat=True).first()
    return f"edition {number}"


ASPECTS: dict[str, tuple[str, Callable[[Any], str]]] = {
    "status": ("state", label_of(Post.Status)),
    "status_reason": ("reason shown", str),
    "published_at": ("first published", moment),
    "revision": ("version", str),
    "opens": ("opens", thread_called),
    "merged_into": ("merged into", thread_called),
    "opening": ("first post", lambda pk: f"post {pk}"),
    "branches": ("branches", lambda pks: str(len(pks))),
    "titled": ("title", title_of),
    "category": ("category", category_called),
    "thread": ("thread", thread_called),
    "anchor": ("passage", passage_called),
    "parent": ("answers", lambda pk: f"post {pk}"),
    "edition": ("edition", edition_called),
    "was_pinned": ("pinned", yes_or_no),
    "is_locked": ("locked", yes_or_no),
    "is_pinned": ("pinned", yes_or_no),
    "talk": ("talk", label_of(Thread.Talk)),
    "state": ("standing", label_of(Standing.State)),
    "until": ("until", moment),
    "standing_reason": ("reason", str),
    "removed": ("posts removed", lambda entries: str(len(entries))),
}
