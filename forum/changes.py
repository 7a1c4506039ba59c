"""What was changed in a post, word by word."""

from __future__ import annotations

import re
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
WORD_OR_GAP = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of both versions ("kept"), of the later one ("added") or of the earlier one only ("dropped")."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    number: int
    at: datetime
    pieces: list[Piece]


def of(post: Post, reader: User | AnonymousUser) -> list[Change]:
    """The post's versions that this reader may know, latest first, each compared with the one before it."""
    revisions = known_to(reader, post)
    pairs = zip([None, *revisions], revisions, strict=False)
    return [
        Change(now.number, now.created_at, difference(before.source if before else now.source, now.source))
        for before, now in pairs
    ][::-1]


def known_to(reader: User | AnonymousUser, post: Post) -> list[PostRevision]:
    """The latest revisions, in order. What a post said while it was held is for its author and the moderators."""
    latest = list(post.revisions.order_by("-number")[:REVISIONS_SHOWN])[::-1]
    if is_author(reader, post) or can_moderate(reader) or post.published_at is None:
        return latest
    held = [revision for revision in latest if revision.created_at <= post.published_at]
    return [*held[-1:], *latest[len(held) :]]


def difference(before: str, after: str) -> list[Piece]:
    """Return the pieces that, kept and added joined, give `after`; kept and dropped joined, `before`."""
    old, new = WORD_OR_GAP.findall(before), WORD_OR_GAP.findall(after)
    pieces = []
    for kind, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new).get_opcodes():
        if kind == "equal":
            pieces.append(Piece("kept", "".join(new[new_from:new_to])))
            continue
        if old_to > old_from:
            pieces.append(Piece("dropped", "".join(old[old_from:old_to])))
        if new_to > new_from:
            pieces.append(Piece("added", "".join(new[new_from:new_to])))
    return pieces
