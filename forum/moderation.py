"""The acts of a moderator, and the checks that decide whether a new post is held. Nobody else changes a status."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from forum.models import ModerationEntry, Post
from forum.permissions import can_moderate

if TYPE_CHECKING:
    from accounts.models import User

Act = ModerationEntry.Act


class NotPossible(Exception):
    """The act does not fit what the post is by now. The message says what happened, for the person who tried."""


# --- What is held ---


def of_a_newcomer(author: User) -> str:
    needed = settings.APPROVALS_BEFORE_TRUST
    standing = Post.objects.by(author).published()[:needed].count()
    return "A new member's first posts wait for a moderator." if standing < needed else ""


# Asked in this order; the first that answers with a sentence holds the post for that reason.
CHECKS: list[Callable[[User], str]] = [of_a_newcomer]


def reason_to_hold(author: User) -> str:
    """Why a new post of this author waits for a moderator, or "" where it does not."""
    if can_moderate(author):
        return ""
    return next((reason for check in CHECKS if (reason := check(author))), "")


# --- The acts ---


@transaction.atomic
def admit(post: Post) -> None:
    """Publish or hold a post that was just written, in the transaction and under the thread's lock of its writing."""
    assert post.author is not None  # What is imported was public before and is never held.
    if reason := reason_to_hold(post.author):
        post.status, post.status_reason = Post.Status.PENDING, reason
        post.save(update_fields=["status", "status_reason"])
        record(post, Act.HOLD, by=None, reason=reason)
    else:
        publish(post)


@transaction.atomic
def approve(post: Post, *, by: User, seen: int) -> Post:
    """Publish a held post. `seen` is the number of the revision that the moderator read.

    Raises `NotPossible` where it is not held any more, or says something else by now.
    """
    post = to_decide(post, by, seen)
    if not post.is_pending:
        raise NotPossible(f"This post is not waiting any more: it is {post.get_status_display()}.")
    publish(post)
    record(post, Act.APPROVE, by=by)
    return post


@transaction.atomic
def remove(post: Post, *, by: User, seen: int, reason: str) -> Post:
    """Take a held or published post away for a reason that everybody may read. It keeps its place and its answers."""
    reason = reason.strip()
    if not reason:
        raise NotPossible("Give the reason: it is shown in the place of the words.")
    post = to_decide(post, by, seen)
    if not post.stands:
        raise NotPossible(f"This post is gone already: it is {post.get_status_display()}.")
    take_away(post, Post.Status.REMOVED, reason=reason)
    record(post, Act.REMOVE, by=by, reason=reason)
    return post


def to_decide(post: Post, by: User, seen: int) -> Post:
    """The post as it is now, locked, if this moderator may decide on it and has read what it says."""
    if not can_moderate(by):
        raise PermissionDenied("Only moderators can do this.")
    post = Post.objects.locked(post.pk)
    if post.revision != seen:
        raise NotPossible("Its author has changed this post since you opened the page. Read it again.")
    return post


def publish(post: Post) -> None:
    """Make the post public and count it."""
    now = timezone.now()
    post.status, post.status_reason, post.published_at = Post.Status.PUBLISHED, "", now
    post.save(update_fields=["status", "status_reason", "published_at"])
    post.thread.last_post_at = now
    post.thread.save(update_fields=["last_post_at"])
    count(post, +1)


def take_away(post: Post, status: Post.Status, *, reason: str = "") -> None:
    was_published = post.is_published
    post.status, post.status_reason = status, reason
    post.save(update_fields=["status", "status_reason"])
    if was_published:
        post.thread.last_post_at = post.thread.latest_talk()
        post.thread.save(update_fields=["last_post_at"])
        count(post, -1)


def count(post: Post, change: int) -> None:
    """Count a published post at its place and, where it is an answer, in its branch. Its thread is locked."""
    post.thread.count(post.anchor, change)
    if post.root_id and post.parent_id:
        Post.objects.filter(pk=post.root_id).update(answer_count=F("answer_count") + change)


def record(post: Post, act: ModerationEntry.Act, *, by: User | None, reason: str = "") -> None:
    ModerationEntry.objects.create(post=post, act=act, by=by, reason=reason)
