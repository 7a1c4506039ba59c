"""The acts of a moderator, and the checks that decide whether a new post is held. Nobody else changes a status."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
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
def approve(post: Post, *, by: User) -> Post:
    """Publish a held post. Raises `NotPossible` where it is not held any more."""
    post = Post.objects.locked(post.pk)
    if not post.is_pending:
        raise NotPossible(f"This post is not waiting any more: it is {post.get_status_display()}.")
    publish(post)
    record(post, Act.APPROVE, by=by)
    return post


@transaction.atomic
def remove(post: Post, *, by: User, reason: str) -> Post:
    """Take a held or published post away for a reason that everybody may read. It keeps its place and its answers."""
    reason = reason.strip()
    if not reason:
        raise NotPossible("Give the reason: it is shown in the place of the words.")
    post = Post.objects.locked(post.pk)
    if not post.stands:
        raise NotPossible(f"This post is gone already: it is {post.get_status_display()}.")
    take_away(post, Post.Status.REMOVED, reason=reason)
    record(post, Act.REMOVE, by=by, reason=reason)
    return post


@transaction.atomic
def withdraw(post: Post, *, by: User) -> Post:
    """Take a post away for its author."""
    post = Post.objects.locked(post.pk)
    if not post.stands:
        raise NotPossible(f"This post is gone already: it is {post.get_status_display()}.")
    take_away(post, Post.Status.WITHDRAWN)
    record(post, Act.WITHDRAW, by=by)
    return post


def publish(post: Post) -> None:
    """Make the post public and count it."""
    now = timezone.now()
    post.status, post.status_reason, post.published_at = Post.Status.PUBLISHED, "", now
    post.save(update_fields=["status", "status_reason", "published_at"])
    post.thread.last_post_at = now
    post.thread.save(update_fields=["last_post_at"])
    post.thread.count(post.anchor, +1)


def take_away(post: Post, status: Post.Status, *, reason: str = "") -> None:
    was_published = post.is_published
    post.status, post.status_reason = status, reason
    post.save(update_fields=["status", "status_reason"])
    if was_published:
        post.thread.count(post.anchor, -1)


def record(post: Post, act: ModerationEntry.Act, *, by: User | None, reason: str = "") -> None:
    ModerationEntry.objects.create(post=post, act=act, by=by, reason=reason)
