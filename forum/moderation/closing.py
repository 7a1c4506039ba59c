"""What a moderator decides on a thread or a branch as a whole: lock it, hold all its replies, pin it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction

from forum.models import ModerationEntry, Post, Reason, Thread
from forum.moderation.log import Decision, Seen, record
from forum.moderation.posts import to_decide
from forum.moderation.refusal import NotPossible
from forum.permissions import can_moderate

if TYPE_CHECKING:
    from accounts.models import User

Act = ModerationEntry.Act
Talk = Thread.Talk
TALK = {Act.LOCK: Talk.LOCKED, Act.UNLOCK: Talk.OPEN, Act.HOLD_ALL: Talk.HELD, Act.HOLD_NONE: Talk.OPEN}
# From what state each leads somewhere: a thread is not unlocked that only holds its replies.
FROM = {
    Act.LOCK: {Talk.OPEN, Talk.HELD},
    Act.UNLOCK: {Talk.LOCKED},
    Act.HOLD_ALL: {Talk.OPEN, Talk.LOCKED},
    Act.HOLD_NONE: {Talk.HELD},
}
PINS_PER_PLACE = 3


@transaction.atomic
def lock_thread(thread: Thread, *, by: User, reason: Reason, note: str = "") -> Thread:
    """Let nobody reply anywhere in it."""
    return change_talk(thread, Act.LOCK, Decision(by, reason, note))


@transaction.atomic
def unlock_thread(thread: Thread, *, by: User, reason: Reason | None = None, note: str = "") -> Thread:
    return change_talk(thread, Act.UNLOCK, Decision(by, reason, note))


@transaction.atomic
def hold_all(thread: Thread, *, by: User, reason: Reason, note: str = "") -> Thread:
    """Let every reply wait for a moderator, whoever wrote it."""
    return change_talk(thread, Act.HOLD_ALL, Decision(by, reason, note))


@transaction.atomic
def hold_none(thread: Thread, *, by: User, reason: Reason | None = None, note: str = "") -> Thread:
    return change_talk(thread, Act.HOLD_NONE, Decision(by, reason, note))


@transaction.atomic
def pin_thread(thread: Thread, *, by: User, reason: Reason | None = None, note: str = "") -> Thread:
    """Show it first among the discussions."""
    return change_pin(thread, Act.PIN, Decision(by, reason, note))


@transaction.atomic
def unpin_thread(thread: Thread, *, by: User, reason: Reason | None = None, note: str = "") -> Thread:
    return change_pin(thread, Act.UNPIN, Decision(by, reason, note))


@transaction.atomic
def lock_branch(post: Post, *, by: User, seen: int | Seen, reason: Reason, note: str = "") -> Post:
    """Let nobody reply in the branch of this top-level post."""
    return mark(top(post, by, seen), Act.LOCK, "is_locked", Decision(by, reason, note))


@transaction.atomic
def unlock_branch(post: Post, *, by: User, seen: int | Seen, reason: Reason | None = None, note: str = "") -> Post:
    return mark(top(post, by, seen), Act.UNLOCK, "is_locked", Decision(by, reason, note))


@transaction.atomic
def pin(post: Post, *, by: User, seen: int | Seen, reason: Reason | None = None, note: str = "") -> Post:
    """Show this top-level post and its answers first at its place."""
    post = top(post, by, seen)
    if not post.is_published:
        raise NotPossible(f"Only what is published can be pinned: this post is {post.get_status_display()}.")
    see_that_there_is_room(post)
    return mark(post, Act.PIN, "is_pinned", Decision(by, reason, note))


@transaction.atomic
def unpin(post: Post, *, by: User, seen: int | Seen, reason: Reason | None = None, note: str = "") -> Post:
    return mark(top(post, by, seen), Act.UNPIN, "is_pinned", Decision(by, reason, note))


def see_that_there_is_room(post: Post) -> None:
    """Raise `NotPossible` where as many posts as a page should begin with are pinned at the post's place."""
    pinned = Post.objects.at(post.thread, post.anchor).filter(position=0, is_pinned=True)
    if pinned.count() >= PINS_PER_PLACE:
        raise NotPossible(f"{PINS_PER_PLACE} posts are pinned here already. Take one of them down first.")


def top(post: Post, by: User, seen: int | Seen) -> Post:
    post = to_decide(post, by, seen)
    if post.parent_id:
        raise NotPossible("This post answers another. Choose the post at the top of its branch.")
    if post.is_opening:
        raise NotPossible("It opens a discussion, and stands first in it. Lock or pin the discussion instead.")
    return post


def mark(post: Post, act: ModerationEntry.Act, field: str, decision: Decision) -> Post:
    wanted = act in {Act.LOCK, Act.PIN}
    if getattr(post, field) == wanted:
        raise NotPossible(f"Nothing to do: this is {act.label} already.")
    setattr(post, field, wanted)
    post.save(update_fields=[field])
    post.thread.move_on()
    record(act, post=post, before={field: not wanted}, after={field: wanted}, **decision.said)
    return post


def locked(thread: Thread, by: User) -> Thread:
    if not can_moderate(by):
        raise PermissionDenied("Only moderators can do this.")
    thread = Thread.objects.locked(thread.pk)
    if thread.merged_into:
        raise NotPossible(f"This was merged into “{thread.where_it_went}”. Decide on that.")
    return thread


def change_talk(thread: Thread, act: ModerationEntry.Act, decision: Decision) -> Thread:
    thread = locked(thread, decision.by)
    if thread.talk not in FROM[act]:
        raise NotPossible(f"Nothing to do: the talk is {thread.get_talk_display()}.")
    before, thread.talk = thread.talk, TALK[act]
    thread.save(update_fields=["talk"])
    thread.move_on()
    record(act, thread=thread, before={"talk": before}, after={"talk": thread.talk}, **decision.said)
    return thread


def change_pin(thread: Thread, act: ModerationEntry.Act, decision: Decision) -> Thread:
    thread, wanted = locked(thread, decision.by), act == Act.PIN
    if thread.is_pinned == wanted:
        raise NotPossible(f"Nothing to do: the thread is {act.label} already.")
    thread.is_pinned = wanted
    thread.save(update_fields=["is_pinned"])
    thread.move_on()
    record(act, thread=thread, before={"is_pinned": not wanted}, after={"is_pinned": wanted}, **decision.said)
    return thread
