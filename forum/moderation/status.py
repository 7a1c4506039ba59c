"""The one place where a post's status changes, with all that is counted by it. The caller holds the thread's lock."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils import timezone

from forum import notifications, search
from forum.models import Post

Status = Post.Status
UNWRITTEN = {"status": "", "status_reason": "", "published_at": None}  # What a post is before it is held.


def state_of(post: Post) -> dict[str, Any]:
    """What an entry keeps of a post's status."""
    published_at = post.published_at and post.published_at.isoformat()
    return {"status": post.status, "status_reason": post.status_reason, "published_at": published_at}


def publish(post: Post) -> None:
    """Make the post public and count it. Who was public before keeps the date."""
    put(post, Status.PUBLISHED, published_at=post.published_at or timezone.now())


def take_away(post: Post, status: Post.Status, *, reason: str = "") -> None:
    """Take the words from all pages; where they were public, their place stays."""
    put(post, status, reason=reason, published_at=post.published_at)


def put(post: Post, status: str, *, reason: str = "", published_at: datetime | None) -> None:
    was_published, is_new = post.is_published, post.publication is None
    post.status, post.status_reason, post.published_at = status, reason, published_at
    if post.is_published and is_new:
        (post.publication,) = post.thread.take_publications(1)
    post.save(update_fields=["status", "status_reason", "published_at", "publication"])
    if post.is_published:
        post.revisions.filter(number=post.revision).update(was_public=True)
    if post.is_published != was_published:
        freshen(post)
        count(post, +1 if post.is_published else -1)
        search.follow(post)
        if post.is_opening:
            post.thread.is_public = post.is_published
            post.thread.save(update_fields=["is_public"])
            search.follow_thread(post.thread)
        if post.is_published:
            tell = notifications.published if is_new else notifications.named
            tell(post)
    elif published_at:
        post.thread.move_on()  # What stands in its place says something else.


def freshen(post: Post) -> None:
    """Keep when the latest talk of its thread was. What is new is the latest; else all of it is asked."""
    thread, at = post.thread, post.published_at
    is_latest = at and post.is_published and post.author_id and at >= (thread.last_post_at or at)
    thread.last_post_at = at if is_latest else thread.latest_talk()
    thread.save(update_fields=["last_post_at"])


def count(post: Post, change: int) -> None:
    """Count a published post at its place and, where it is an answer, in its branch."""
    post.thread.count(post.anchor, change)
    if post.root_id and post.parent_id:
        Post.objects.filter(pk=post.root_id).update(answer_count=F("answer_count") + change)
