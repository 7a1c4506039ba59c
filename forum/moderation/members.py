"""What a moderator decides on a member. Each act names the last entry on them that was read."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from forum import notifications
from forum.models import ModerationEntry, Post, Reason, Standing, Thread
from forum.moderation import queue
from forum.moderation.log import Decision, locked_head, record
from forum.moderation.posts import take_away
from forum.moderation.refusal import NotPossible
from forum.permissions import can_discipline

if TYPE_CHECKING:
    from accounts.models import User

Act = ModerationEntry.Act
State = Standing.State
REMOVED_AT_ONCE = 500  # posts; whoever wrote more is dealt with more than once, and others can post in between


@transaction.atomic
def warn(member: User, *, by: User, seen: int, reason: Reason, note: str = "") -> ModerationEntry:
    """Tell a member that something was not right. Nothing else changes."""
    to_decide(member, by, seen)
    return told(record(Act.WARN, by=by, member=member, why=reason, note=note))


@transaction.atomic
def put_on_hold(member: User, *, by: User, seen: int, reason: Reason, note: str = "") -> ModerationEntry:
    """Let every post of the member wait for a moderator from now on."""
    return change(member, seen, Act.PUT_ON_HOLD, State.ON_HOLD, Decision(by, reason, note))


@transaction.atomic
def silence(member: User, *, by: User, seen: int, until: datetime, reason: Reason, note: str = "") -> ModerationEntry:
    """Let the member read and not write until then."""
    if until <= timezone.now():
        raise NotPossible("The silence would be over already: choose a later day.")
    return change(member, seen, Act.SILENCE, State.SILENCED, Decision(by, reason, note), until=until)


@transaction.atomic
def ban(member: User, *, by: User, seen: int, reason: Reason, note: str = "") -> ModerationEntry:
    """Let the member read and never write again. They can still sign in, to read why and to appeal."""
    return change(member, seen, Act.BAN, State.BANNED, Decision(by, reason, note))


@transaction.atomic
def lift(member: User, *, by: User, seen: int, reason: Reason | None = None, note: str = "") -> ModerationEntry:
    """Put the member in good standing again."""
    entry = change(member, seen, Act.LIFT, State.GOOD, Decision(by, reason, note))
    queue.answer(entry, decision__member=member, decision__act__in=[Act.PUT_ON_HOLD, Act.SILENCE, Act.BAN])
    return entry


def remove_all(member: User, *, by: User, seen: int, latest: int, reason: Reason, note: str = "") -> ModerationEntry:
    """Remove all posts of the member, 500 at most, up to the one with the id `latest`, the last on the screen."""
    threads = Post.objects.by(member).standing().filter(pk__lte=latest).values_list("thread", flat=True)
    return remove_posts(member, seen, latest, sorted(set(threads)), Decision(by, reason, note), reason)


@transaction.atomic
def remove_posts(  # noqa: PLR0917  # What `remove_all` was given, and the threads that it found.
    member: User, seen: int, latest: int, threads: list[int], decision: Decision, reason: Reason
) -> ModerationEntry:
    locked = {pk: Thread.objects.locked(pk) for pk in threads}
    to_decide(member, decision.by, seen)
    standing = Post.objects.by(member).standing().filter(pk__lte=latest, thread__in=threads)
    locking = standing.select_for_update(of=("self",)).select_related("anchor", "author")
    posts = list(locking.order_by("pk")[:REMOVED_AT_ONCE])
    if not posts:
        raise NotPossible("This member has no post that could be removed.")
    removed = []
    for post in posts:
        post.thread = locked[post.thread_id]
        removed.append(take_away(post, reason, decision).pk)
    before: dict[str, list[int]] = {"removed": []}
    # Told once, not once for each post.
    return told(record(Act.REMOVE_ALL, member=member, before=before, after={"removed": removed}, **decision.said))


def to_decide(member: User, by: User, seen: int) -> None:
    """See that this moderator may decide on the member and knows what was decided before. Locks the log."""
    if not can_discipline(by, member):
        raise PermissionDenied("You cannot decide on this member.")
    locked_head()
    if latest := ModerationEntry.objects.filter(member=member, number__gt=seen).first():
        who = latest.by.get_full_name() if latest.by else "the system"
        raise NotPossible(
            f"Somebody was faster: {who} decided on this member at {latest.created_at:%H:%M}: "
            f"{latest.get_act_display()} ({latest.reason or 'no reason given'})."
        )


def last_entry(member: User) -> int:
    """The number of the latest entry on the member; 0 where there is none."""
    return ModerationEntry.objects.filter(member=member).values_list("number", flat=True).first() or 0


def change(
    member: User,
    seen: int,
    act: ModerationEntry.Act,
    state: str,
    decision: Decision,
    *,
    until: datetime | None = None,
) -> ModerationEntry:
    to_decide(member, decision.by, seen)
    standing = locked_standing(member)
    if standing.state == state and standing.until == until:
        raise NotPossible(f"Nothing to do: this member is {standing.get_state_display()}.")
    before = standing_as_stored(standing)
    put(standing, state, until, decision.reason.label if decision.reason and state != State.GOOD else "")
    after = standing_as_stored(standing)
    return told(record(act, member=member, before=before, after=after, **decision.said))


def locked_standing(member: User) -> Standing:
    Standing.objects.get_or_create(member=member)
    return Standing.objects.select_for_update().get(member=member)


def put(standing: Standing, state: str, until: datetime | None, reason: str) -> None:
    standing.state, standing.until, standing.reason = state, until, reason
    standing.save(update_fields=["state", "until", "reason"])


def standing_as_stored(standing: Standing) -> dict[str, Any]:
    until = standing.until and standing.until.isoformat()
    return {"state": standing.state, "until": until, "standing_reason": standing.reason}


def told(entry: ModerationEntry) -> ModerationEntry:
    notifications.tell(entry)
    return entry
