"""What an act on a discussion or on the place of a post changed, for those who were told of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import F

from essays.models import Passage
from forum.models import Category, ModerationEntry, Post, PostRevision, Thread
from forum.permissions import can_read

if TYPE_CHECKING:
    from accounts.models import User

Act = ModerationEntry.Act


@dataclass(frozen=True, slots=True)
class Known:
    """All that entries name and this reader may read, read at once."""

    reader: User
    titles: dict[int, str]  # By the id of the version.
    categories: dict[int, str]
    openings: dict[int, tuple[Post, str]]  # The first posts of what was merged, and what that was called.
    threads: dict[int, Thread]
    passages: dict[int, str]


def known_of(entries: Sequence[ModerationEntry], reader: User) -> Known:
    """Five queries at most, whatever the number of entries; none for acts that change nothing of this."""
    done = [done_by(entry) for entry in entries]
    renamed = [state for act, *states in done if act == Act.RENAME for state in states]
    moved = [state for act, *states in done if act == Act.MOVE for state in states]
    merged = wanted("opening", [state for act, *states in done if act == Act.MERGE for state in states])
    titles = PostRevision.objects.filter(pk__in=wanted("titled", renamed))
    return Known(
        reader=reader,
        titles=dict(titles.values_list("pk", "title")),
        categories={one.pk: str(one) for one in Category.objects.filter(pk__in=wanted("category", renamed))},
        openings=openings_of(merged),
        threads=Thread.objects.select_related("essay").in_bulk(wanted("thread", moved)),
        passages={one.pk: one.label for one in Passage.objects.filter(pk__in=wanted("anchor", moved))},
    )


def done_by(entry: ModerationEntry) -> tuple[str, dict[str, Any], dict[str, Any]]:
    """The act, and what it changed from and to; of one that is taken back, the same the other way round."""
    if entry.undoes:
        return entry.undoes.act, entry.undoes.after, entry.undoes.before
    return entry.act, entry.before, entry.after


def wanted(key: str, states: Iterable[dict[str, Any]]) -> set[int]:
    return {state[key] for state in states if state.get(key)}


def openings_of(pks: set[int]) -> dict[int, tuple[Post, str]]:
    versions = PostRevision.objects.filter(post__in=pks, number__lte=F("post__revision")).exclude(title="")
    found = versions.select_related("post").defer("source", "post__source", "post__html").order_by("number")
    return {version.post_id: (version.post, version.title) for version in found}


def of(entry: ModerationEntry, known: Known) -> list[str]:
    """What it changed, a line for each."""
    act, was, became = done_by(entry)
    if act == Act.RENAME:
        return named_anew(was, became, known)
    if act == Act.MOVE:
        return [f"From {place(was, known)} to {place(became, known)}."]
    if act == Act.MERGE and (title := title_of_merged(was.get("opening") or became.get("opening"), known)):
        return [f"It was called “{title}”." if not entry.undoes else f"It is called “{title}” again."]
    return []


def named_anew(was: dict[str, Any], became: dict[str, Any], known: Known) -> list[str]:
    lines = []
    if "titled" in was:
        old, new = (known.titles.get(state["titled"]) or "" for state in (was, became))
        if old and new:  # Words that were erased are gone from here too.
            lines.append(f"From “{old}” to “{new}”.")
    if "category" in was:
        old, new = (known.categories.get(state["category"], "a category that is gone") for state in (was, became))
        lines.append(f"From {old} to {new}.")
    return lines


def title_of_merged(opening: int | None, known: Known) -> str:
    if opening not in known.openings:
        return ""
    post, title = known.openings[opening]
    return title if can_read(known.reader, post) else ""


def place(state: dict[str, Any], known: Known) -> str:
    thread = known.threads.get(state["thread"])
    if thread is None:
        return "a discussion that is gone"
    label = known.passages.get(state["anchor"] or 0, "the whole text" if thread.essay else "")
    title = f"“{thread.title if thread.opener_id == known.reader.pk and thread.title else thread.public_title}”"
    return f"{title}, {label}" if label else title
