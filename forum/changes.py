"""What was changed in a post, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser

from forum.models import Post, PostRevision
from forum.permissions import can_moderate, is_author

if TYPE_CHECKING:
    from accounts.models import User

REVISIONS_SHOWN = 20
# What a page compares at most, in pairs of units: difflib is cubic at worst, and anybody can ask for a page. A million
# takes under a fifth of a second; twenty edits of a paragraph each in a long post come to a tenth of that.
PAIRS_COMPARED = 1_000_000
LITTLE_IN_COMMON = 0.5  # of both texts
LINE = re.compile(r"[^\n]*\n|[^\n]+")
WORD_OR_GAP = re.compile(r"\s+|\S+")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of both versions ("kept"), of the later one ("added") or of the earlier one only ("dropped")."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    number: int
    at: datetime
    is_anothers: bool  # A moderator's, not its author's.
    title: list[Piece]  # Of a first post; empty where it stayed as it was.
    pieces: list[Piece]


@dataclass(slots=True)
class Budget:
    """How many pairs of units may still be compared."""

    pairs: int = PAIRS_COMPARED

    def allows(self, pairs: int) -> bool:
        if pairs > self.pairs:
            return False
        self.pairs -= pairs
        return True


def of(post: Post, reader: User | AnonymousUser) -> list[Change]:
    """The post's versions that this reader may know, latest first, each compared with the one before it."""
    versions = [*known_to(reader, post)][::-1]
    budget = Budget()
    return [
        Change(
            now.number,
            now.created_at,
            now.by_id not in {None, post.author_id},
            difference(before.title, now.title, budget) if now.title != before.title else [],
            difference(before.source, now.source, budget),
        )
        for now, before in zip(versions, [*versions[1:], *versions[-1:]], strict=True)
    ]


def known_to(reader: User | AnonymousUser, post: Post) -> list[PostRevision]:
    """The latest revisions, in order. What a post said while it was held is for its author and the moderators."""
    revisions = post.revisions.order_by("-number")
    if not is_author(reader, post) and not can_moderate(reader):
        revisions = revisions.filter(was_public=True)
    return list(revisions[:REVISIONS_SHOWN])[::-1]


def difference(before: str, after: str, budget: Budget | None = None) -> list[Piece]:
    """Return the pieces that, kept and added joined, give `after`; kept and dropped joined, `before`.

    Lines are compared first, then the words of those that changed. What the budget does not allow to be compared
    is dropped and added whole.
    """
    return list(compare(before, after, budget or Budget(), LINE, WORD_OR_GAP))


def compare(before: str, after: str, budget: Budget, unit: re.Pattern[str], *finer: re.Pattern[str]) -> Iterator[Piece]:
    old, new = unit.findall(before), unit.findall(after)
    head = same(old, new)
    tail = same(old[head:][::-1], new[head:][::-1])
    old_middle, new_middle = old[head : len(old) - tail], new[head : len(new) - tail]
    if head:
        yield Piece("kept", "".join(old[:head]))
    for kind, dropped, added in opcodes(old_middle, new_middle, budget):
        if kind == "equal":
            yield Piece("kept", added)
        elif kind == "replace" and finer:
            yield from compare(dropped, added, budget, *finer)
        else:
            yield from (Piece(side, text) for side, text in (("dropped", dropped), ("added", added)) if text)
    if tail:
        yield Piece("kept", "".join(old[len(old) - tail :]))


def opcodes(old: list[str], new: list[str], budget: Budget) -> Iterator[tuple[str, str, str]]:
    """What became of the units: (what was done, to which text, giving which text).

    Texts that have little in common are replaced whole: single words kept here and there would only confuse.
    """
    matcher = SequenceMatcher(str.isspace, old, new) if budget.allows(len(old) * len(new)) else None
    if matcher is None or matcher.ratio() < LITTLE_IN_COMMON:
        yield "replace", "".join(old), "".join(new)
        return
    for kind, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        yield kind, "".join(old[old_from:old_to]), "".join(new[new_from:new_to])


def same(old: list[str], new: list[str]) -> int:
    """How many units both begin with."""
    return next((count for count, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
