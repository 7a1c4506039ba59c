"""Calling a member's discussion something else, and sorting it under another category."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from forum import notifications, search
from forum.models import Category, ModerationEntry, PostRevision, Reason, Thread
from forum.moderation import openings
from forum.moderation.closing import locked
from forum.moderation.log import Seen, record
from forum.moderation.posts import rewrite
from forum.moderation.refusal import NotPossible
from forum.permissions import can_decide

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User

Act = ModerationEntry.Act


@transaction.atomic
def rename(
    thread: Thread,
    *,
    by: User,
    title: str,
    category: Category,
    seen: Seen | None = None,
    reason: Reason | None = None,
    note: str = "",
) -> Thread:
    """Give it this title and this category. The title is part of the words of its first post, and of their history.

    `seen` is what was on the screen, if anything was: see `as_seen`.
    """
    thread = to_rename(thread, by, seen)
    before = as_it_is(thread)
    if title.strip() != thread.title:
        retitle(thread, title.strip(), by)
    if category != thread.category:
        Thread.objects.filter(pk=thread.pk).update(category=category)
        thread.category = category
        thread.move_on()
    changed = {key: value for key, value in as_it_is(thread).items() if before[key] != value}
    if not changed:
        raise NotPossible("Nothing to do: that is its title and its category already.")
    was = {key: before[key] for key in changed}
    entry = record(Act.RENAME, by=by, thread=thread, why=reason or "", note=note, before=was, after=changed)
    notifications.tell_all(entry, [thread.opener_id] if thread.opener_id else [])
    return thread


def as_seen(thread: Thread) -> Seen:
    """The revision of the first post, which the title belongs to, and the number of the last entry on the thread."""
    opening = openings.of(thread)
    return Seen(opening.revision if opening else 0, last_entry(thread).values_list("number", flat=True).first() or 0)


def to_rename(thread: Thread, by: User, seen: Seen | None) -> Thread:
    thread = locked(thread, by)
    if thread.essay_id:
        raise NotPossible("This is an essay's talk: it is called as the essay is.")
    opening = openings.of(thread)
    if opening and not can_decide(by, opening):
        raise PermissionDenied("Another moderator decides on your own discussion.")
    if seen and opening and opening.revision != seen.revision:
        called = "" if opening.is_withdrawn else f": it is called “{thread.title}” now"
        raise NotPossible(f"This discussion was changed since you opened the page{called}. Look at it again.")
    if seen and (entry := last_entry(thread).filter(number__gt=seen.entry).first()):
        who = entry.by.get_full_name() if entry.by else "the system"
        raise NotPossible(f"Somebody was faster: {entry.get_act_display()} by {who} at {entry.created_at:%H:%M}.")
    return thread


def last_entry(thread: Thread) -> QuerySet[ModerationEntry]:
    return ModerationEntry.objects.filter(thread=thread, post=None).select_related("by").order_by("-number")


def as_it_is(thread: Thread) -> dict[str, Any]:
    """What an entry keeps of it. Not the title, which would outlive its being erased: the version that has it."""
    opening = openings.of(thread)
    version = opening.revisions.get(number=opening.revision) if opening else None
    return {"titled": version and version.pk, "category": thread.category_id}


def retitle(thread: Thread, title: str, by: User) -> None:
    opening = openings.of(thread)
    if opening is None or opening.is_erased:
        raise NotPossible("The words of its first post were erased, and its title with them.")
    if not title:
        raise NotPossible("Say what the discussion is called.")
    openings.keep_title(thread, opening)
    thread.title = opening.thread.title = title
    thread.save(update_fields=["title"])
    rewrite(opening, by, opening.source, opening.html)
    opening.revisions.filter(number=opening.revision).update(was_public=opening.is_published)
    thread.move_on()
    search.follow_thread(thread)


# --- Taking it back ---


def titled(entry: ModerationEntry) -> dict[str, Any]:
    assert entry.thread
    return {"titled": as_it_is(entry.thread)["titled"]}


def sorted_under(entry: ModerationEntry) -> dict[str, Any]:
    assert entry.thread
    return {"category": entry.thread.category_id}


def bring_title_back(entry: ModerationEntry, by: User) -> None:
    assert entry.thread
    version = PostRevision.objects.get(pk=entry.before["titled"])
    retitle(entry.thread, version.title, by)


def bring_category_back(entry: ModerationEntry, _by: User) -> None:
    assert entry.thread
    category = Category.objects.filter(pk=entry.before["category"]).first()
    if category is None:
        raise NotPossible("The category that it had is gone. Choose another one instead.")
    Thread.objects.filter(pk=entry.thread.pk).update(category=category)
    entry.thread.move_on()
