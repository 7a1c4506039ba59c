"""Checks on who writes, where, how much and how often."""

from __future__ import annotations

from django.conf import settings

from forum.models import Post, Thread, standing_of
from forum.moderation.checks.attempt import Attempt, Effect, Finding


def holds_all(attempt: Attempt) -> Finding | None:
    if attempt.post.thread.talk != Thread.Talk.HELD:
        return None
    return Finding("holds_all", Effect.HOLD, "Every reply here waits for a moderator.")


def on_hold(attempt: Attempt) -> Finding | None:
    if not standing_of(attempt.author).is_on_hold:
        return None
    return Finding("on_hold", Effect.HOLD, "This member is on hold: every post waits for a moderator.")


def of_a_newcomer(attempt: Attempt) -> Finding | None:
    needed = settings.APPROVALS_BEFORE_TRUST
    standing = Post.objects.by(attempt.author).published()[:needed].count()
    if standing >= needed:
        return None
    return Finding("newcomer", Effect.HOLD, "A new member's first posts wait for a moderator.")
