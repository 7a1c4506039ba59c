"""Somebody says that a decision on them was wrong: once for each decision, to another moderator where there is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction

from forum import notifications
from forum.models import Appeal, ModerationEntry, Reason
from forum.moderation import queue, undoing
from forum.moderation.log import Decision, record
from forum.moderation.refusal import NotPossible
from forum.permissions import can_appeal, can_decide_appeal

if TYPE_CHECKING:
    from accounts.models import User

Act = ModerationEntry.Act
State = Appeal.State


@transaction.atomic
def appeal(decision: ModerationEntry, *, by: User, words: str) -> Appeal:
    """Ask for another look at a decision on oneself or one's post."""
    undoing.lock(decision)
    if not can_appeal(by, decision):
        raise PermissionDenied("You cannot appeal against this.")
    made = Appeal.objects.create(decision=decision, by=by, words=words.strip())
    queue.add_appeal(made)
    return made


@transaction.atomic
def grant(made: Appeal, *, by: User, reason: Reason | None = None, note: str = "") -> ModerationEntry:
    """Take the decision back. Raises `NotPossible` where something else was done to the same thing since."""
    made = to_decide(made, by)
    undoing.revert(made.decision, by)
    return close(made, State.GRANTED, Act.GRANT, Decision(by, reason, note))


@transaction.atomic
def deny(made: Appeal, *, by: User, reason: Reason | None = None, note: str = "") -> ModerationEntry:
    """Let the decision stand."""
    return close(to_decide(made, by), State.DENIED, Act.DENY, Decision(by, reason, note))


def to_decide(made: Appeal, by: User) -> Appeal:
    """The appeal as it is now, with what it is about locked, if this moderator may decide on it."""
    made = Appeal.objects.select_related("decision__post", "decision__member", "decision__thread", "by").get(pk=made.pk)
    if not can_decide_appeal(by, made):
        raise PermissionDenied("Another moderator decides on this appeal: you made the decision, or the appeal.")
    undoing.lock(made.decision)
    made.refresh_from_db(fields=["state"])
    if made.state != State.OPEN:
        raise NotPossible(f"Somebody was faster: this appeal is {made.get_state_display()}.")
    return made


def close(made: Appeal, state: Appeal.State, act: ModerationEntry.Act, answer: Decision) -> ModerationEntry:
    decision, changed = made.decision, state == State.GRANTED
    made.state = state
    made.save(update_fields=["state"])
    entry = record(
        act,
        post=decision.post,
        member=decision.member,
        thread=decision.thread,
        before=decision.after if changed else {},
        after=decision.before if changed else {},
        undoes=decision if changed else None,
        **answer.said,
    )
    queue.settle_appeal(made, entry)
    if changed:
        queue.pass_on(decision, entry)
    notifications.tell(entry)
    return entry
