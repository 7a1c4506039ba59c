"""The log of moderation: each entry carries the hash of the one before it, so that none can be lost or changed unseen.

Whoever adds to it holds the lock of its end until the transaction is over. Locks are taken in one order everywhere, so
that no two people wait for each other: threads by number, posts, the end of the log, then all that follows from an act.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from forum.models import LogHead, ModerationEntry, Post, Reason, Thread

if TYPE_CHECKING:
    from accounts.models import User

# All that an entry says. What is not here could be changed without breaking the chain.
HASHED = ("number", "act", "post_id", "thread_id", "member_id", "by_id", "code", "reason", "note", "seen")
HASHED_DATA = ("before", "after", "undoes_id", "previous_hash")
READ_AT_ONCE = 2000  # entries


@dataclass(frozen=True, slots=True)
class Decision:
    """Who decides, and what is said of it."""

    by: User
    reason: Reason | None = None
    note: str = ""

    @property
    def said(self) -> dict[str, Any]:
        """What an entry says of it."""
        return {"by": self.by, "why": self.reason or "", "note": self.note}


@dataclass(frozen=True, slots=True)
class Seen:
    """What a moderator had on the screen: the post's revision, and the number of the last entry on it, 0 for none."""

    revision: int
    entry: int


def locked_head() -> LogHead:
    """The end of the log, locked until the transaction ends."""
    LogHead.objects.get_or_create(pk=1)
    return LogHead.objects.select_for_update().get(pk=1)


def record(
    act: ModerationEntry.Act,
    *,
    by: User | None,
    post: Post | None = None,
    thread: Thread | None = None,
    member: User | None = None,
    why: Reason | str = "",
    note: str = "",
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    undoes: ModerationEntry | None = None,
) -> ModerationEntry:
    """Add an entry. `why` is a reason of the table or a sentence of the system's; `before`, `after` say what changed.

    An entry on a post names its thread, too.
    """
    about: dict[str, Any] = {"post": post, "thread": thread, "member": member, "undoes": undoes}
    entry = unnumbered(act, by=by, why=why, note=note, before=before, after=after, **about)
    chain([entry])
    entry.save()
    return entry


def record_all(entries: Sequence[ModerationEntry]) -> None:
    """Add these entries, which are not numbered yet, in this order."""
    chain(entries)
    ModerationEntry.objects.bulk_create(entries, batch_size=READ_AT_ONCE)


def unnumbered(
    act: ModerationEntry.Act,
    *,
    by: User | None,
    post: Post | None = None,
    thread: Thread | None = None,
    member: User | None = None,
    why: Reason | str = "",
    note: str = "",
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    undoes: ModerationEntry | None = None,
    at: datetime | None = None,
) -> ModerationEntry:
    """An entry that has no place in the log yet: see `record`."""
    return ModerationEntry(
        act=act,
        by=by,
        post=post,
        thread=post.thread if post else thread,
        member=member,
        code=why.code if isinstance(why, Reason) else "",
        reason=why.label if isinstance(why, Reason) else why,
        note=note.strip(),
        seen=post.revision if post else None,
        before=before or {},
        after=after or {},
        undoes=undoes,
        created_at=at or timezone.now(),
    )


def chain(entries: Sequence[ModerationEntry]) -> None:
    """Give new entries their numbers and hashes, behind the end of the log. The caller saves them at once."""
    head = locked_head()
    for entry in entries:
        entry.number, entry.previous_hash = head.number + 1, head.hash
        entry.hash = hash_of(entry)
        head.number, head.hash = entry.number, entry.hash
    head.save(update_fields=["number", "hash"])


def hash_of(entry: ModerationEntry) -> str:
    """SHA-256, in hexadecimal digits, of what the entry says and of the hash before it."""
    says = {field: getattr(entry, field) for field in (*HASHED, *HASHED_DATA)}
    says["created_at"] = entry.created_at.astimezone(UTC).isoformat()
    return hashlib.sha256(json.dumps(says, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Proof:
    """What came of looking through the log: how many entries are whole, and what is wrong with the next one."""

    entries: int
    broken: str = ""


def verify() -> Proof:
    """Follow the chain from its beginning to the first entry that does not fit."""
    head = LogHead.objects.filter(pk=1).first() or LogHead()
    number, last = 0, ""
    for entry in entries():
        if wrong := fault(entry, number + 1, last):
            return Proof(number, f"Entry {number + 1}: {wrong}")
        number, last = entry.number, entry.hash
    if (number, last) != (head.number, head.hash):
        return Proof(number, f"Entry {number + 1}: it is missing; the log went on to entry {head.number}.")
    return Proof(number)


def fault(entry: ModerationEntry, expected: int, previous_hash: str) -> str:
    """What is wrong with an entry that follows the one with this hash; "" where nothing is."""
    if entry.number != expected:
        return f"it is missing; entry {entry.number} follows."
    if entry.previous_hash != previous_hash:
        return "it does not follow from the one before it."
    if entry.hash != hash_of(entry):
        return "it says something else than when it was written."
    return ""


def entries() -> Iterator[ModerationEntry]:
    """All entries in the order of writing, some at a time."""
    last = 0
    while batch := list(ModerationEntry.objects.filter(number__gt=last).order_by("number")[:READ_AT_ONCE]):
        yield from batch
        last = batch[-1].number
