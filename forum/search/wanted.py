"""What an engine looks for: terms and marks, and nothing that anybody typed. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

from forum.search.language import Phrase

# An id is a date and a number: the seconds since 1800 above, what it is the id of below.
EPOCH = datetime(1800, 1, 1, tzinfo=UTC)
LOW_BITS = 29
KINDS = ("post", "title", "paragraph", "note")
LAST_ID = 2**63 - 1
LAST_SECOND = LAST_ID >> LOW_BITS  # In the year 2344.

# A document has all the marks of a set: these sets are alternatives.
Alternatives = tuple[tuple[str, ...], ...]
EVERYTHING = "all"  # The mark that every document has.


def mark_of(kind: str) -> str:
    """Begins as no other mark does: those of names begin with an n, of texts with an e, of members with an a."""
    return f"k{kind}"


@dataclass(frozen=True, slots=True)
class Wanted:
    all_of: tuple[Phrase, ...] = ()
    none_of: tuple[Phrase, ...] = ()
    one_of: tuple[str, ...] = ()
    begins: str = ""  # One word begins with this term.
    marks: tuple[Alternatives, ...] = ()
    not_marks: tuple[Alternatives, ...] = ()
    first: int = 0
    before: int = LAST_ID
    is_ranked: bool = field(default=True)


def id_of(kind: str, pk: int, at: datetime | None) -> int:
    """What is newer has a higher id. What has no date comes last."""
    return (seconds(at) << LOW_BITS) + (pk * len(KINDS) + KINDS.index(kind)) % (1 << LOW_BITS)


def first_id(at: datetime) -> int:
    """The lowest id of that time."""
    return seconds(at) << LOW_BITS


def seconds(at: datetime | None) -> int:
    return min(max(1, int((at - EPOCH).total_seconds())), LAST_SECOND) if at else 0
