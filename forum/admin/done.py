"""What was done to one thing, and what of it this moderator can take back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from forum import moderation
from forum.models import ModerationEntry

if TYPE_CHECKING:
    from accounts.models import User

SHOWN = 50  # entries, the latest


@dataclass(frozen=True, slots=True)
class Row:
    entry: ModerationEntry
    can_be_undone: bool
    was_undone: bool


def rows_of(entries: QuerySet[ModerationEntry], reader: User, member: User | None = None) -> list[Row]:
    """The latest of these entries; all on one `member`, or on none."""
    taken_back = ModerationEntry.objects.filter(undoes=OuterRef("pk"), undone_by=None)
    latest = entries.select_related("by", "post").annotate(was_undone=Exists(taken_back)).order_by("-number")[:SHOWN]
    return [row_of(entry, reader, member, was_undone=entry.was_undone) for entry in latest]


def row_of(entry: ModerationEntry, reader: User, member: User | None, *, was_undone: bool) -> Row:
    if member:
        entry.member = member  # One object, whose permissions are read once.
    return Row(entry, not was_undone and can_still_undo(reader, entry), was_undone)


def latest_to_undo(entries: QuerySet[ModerationEntry], by: User) -> str:
    """The number of the row of what this moderator did last; "" where they cannot take it back."""
    latest = entries.select_related("post").filter(by=by).order_by("-number").first()
    return str(latest.pk) if latest and can_still_undo(by, latest) else ""


def can_still_undo(reader: User, entry: ModerationEntry) -> bool:
    """What became of a post's words is not taken back once they are erased."""
    is_gone = entry.post is not None and entry.post.is_erased
    is_of_words = "status" in entry.after or entry.act == ModerationEntry.Act.KEEP
    return not (is_gone and is_of_words) and moderation.can_undo(reader, entry)


def last_entry(post: str) -> Coalesce:
    """The number of the last entry on a post, 0 for none. `post` is the field that names the post."""
    entries = ModerationEntry.objects.filter(post=OuterRef(post)).order_by("-number")
    return Coalesce(Subquery(entries.values("number")[:1]), 0)
