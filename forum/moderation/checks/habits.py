"""Checks on who writes, where, how much and how often."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings

from forum.models import Post, Thread, standing_of
from forum.moderation.checks.attempt import Attempt, Effect, Finding

TEN_MINUTES = timedelta(minutes=10)
FIRST_POSTS = "A new member's first posts wait for a moderator."
NEWCOMER = Finding("newcomer", Effect.HOLD, FIRST_POSTS, told=FIRST_POSTS)


def holds_all(attempt: Attempt) -> Finding | None:
    if attempt.post.thread.talk != Thread.Talk.HELD:
        return None
    why = "Every reply here waits for a moderator."
    return Finding("holds_all", Effect.HOLD, why, told=why)


def on_hold(attempt: Attempt) -> Finding | None:
    if not standing_of(attempt.author).is_on_hold:
        return None
    why = "This member is on hold: every post waits for a moderator."
    return Finding("on_hold", Effect.HOLD, why, told="You are on hold: every post of yours waits for a moderator.")


def of_a_newcomer(attempt: Attempt) -> Finding | None:
    """An edit is not held for it: the post was approved, or waits anyway."""
    needed = settings.APPROVALS_BEFORE_TRUST
    if attempt.is_edit or Post.objects.by(attempt.author).published()[:needed].count() >= needed:
        return None
    return NEWCOMER


def too_fast(attempt: Attempt) -> Finding | None:
    """An edit is no further post. This post is among those that are counted."""
    most, now = settings.POSTS_PER_TEN_MINUTES, attempt.post.written_at
    if not most or attempt.is_edit or now is None:
        return None
    latest = Post.objects.by(attempt.author).order_by("-pk").values_list("written_at", flat=True)[: most + 1]
    if sum(at is not None and at > now - TEN_MINUTES for at in latest) <= most:
        return None
    return Finding("too_fast", Effect.HOLD, f"More than {most} posts of this member within ten minutes.")
