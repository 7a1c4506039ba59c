"""Members report posts. Who was right before counts for more; enough reports hide a post until a moderator looks."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from forum import notifications
from forum.models import Flag, ModerationEntry, Post, QueueItem, Reason
from forum.moderation import queue, status
from forum.moderation.log import locked_head, record
from forum.moderation.refusal import NotPossible
from forum.moderation.status import state_of
from forum.permissions import can_flag

if TYPE_CHECKING:
    from accounts.models import User

State = Flag.State
ENOUGH = "Several readers reported it."


@transaction.atomic
def flag(post: Post, *, by: User, seen: int, reason: Reason, note: str = "") -> Flag:
    """Report a post, as it reads in the revision `seen`. Raises `NotPossible` where it cannot be reported again."""
    post = Post.objects.locked(post.pk)
    if not can_flag(by, post):
        raise PermissionDenied("You cannot report this post.")
    locked_head()  # Else two reports at once, in two threads, would not count each other.
    if post.revision != seen:
        raise NotPossible("This post was changed since you opened the page. Read it again.")
    if why := why_not_again(post, by, reason):
        raise NotPossible(why)
    given, _ = Flag.objects.update_or_create(
        post=post,
        by=by,
        revision=post.revision,
        reason=reason,
        defaults={"note": note.strip(), "weight": weight_of(by), "state": State.OPEN, "created_at": timezone.now()},
    )
    consider(post)
    return given


def why_not_again(post: Post, by: User, reason: Reason) -> str:
    """Why this member cannot report this version of the post for this reason, "" where they can."""
    before = Flag.objects.filter(post=post, by=by, revision=post.revision)
    if before.filter(state=State.OPEN).exists():
        return "You have reported this post already. A moderator will look at it."
    if before.filter(state__in=[State.UPHELD, State.DECLINED], reason=reason).exists():
        return "A moderator has decided on your report. Report it again when it is changed, or for another reason."
    if Flag.objects.filter(by=by, created_at__gt=timezone.now() - timedelta(days=1)).count() >= settings.FLAGS_PER_DAY:
        return f"You have reported {settings.FLAGS_PER_DAY} posts within a day. Try again tomorrow."
    return ""


def weight_of(member: User) -> float:
    """How much a report of this member counts."""
    decided = Flag.objects.filter(by=member).aggregate(
        right=Count("pk", filter=Q(state=State.UPHELD)), wrong=Count("pk", filter=Q(state=State.DECLINED))
    )
    return weight(int(decided["right"]), int(decided["wrong"]))


def weight(right: int, wrong: int) -> float:
    """1 at first, towards 2 for who is mostly right, 0 for mostly wrong.

    The mean of Laplace's rule of succession, (right + 1) / (decided + 2), doubled.
    """
    return 2 * (right + 1) / (right + wrong + 2)


def consider(post: Post) -> None:
    """Put the post into the queue, and hide it where its reports weigh enough. Its thread is locked."""
    flags = list(post.flags.open().select_related("reason").order_by("pk"))
    queue.add(post, QueueItem.Kind.FLAGGED, queue.reasons_named([given.reason for given in flags]))
    total = sum(given.weight for given in flags)
    if settings.FLAG_WEIGHT_TO_HOLD and total >= settings.FLAG_WEIGHT_TO_HOLD:
        hide(post, ENOUGH)


def hide(post: Post, why: str, findings: list[dict[str, object]] | None = None, *, told: str = "") -> ModerationEntry:
    """Take a published post from all pages until a moderator has looked at it. Its author reads `told`, or else why."""
    before = state_of(post)
    told = told or why
    status.take_away(post, Post.Status.HIDDEN, reason=told)
    entry = record(ModerationEntry.Act.HOLD, by=None, post=post, why=told, before=before, after=state_of(post))
    queue.add(post, QueueItem.Kind.HELD, why, findings)
    notifications.tell(entry)
    return entry


@transaction.atomic
def withdraw(given: Flag, *, by: User) -> None:
    """Take one's report back. What it has hidden stays so until a moderator has looked."""
    post = Post.objects.locked(given.post_id)
    given = Flag.objects.select_for_update().get(pk=given.pk)
    if given.by_id != by.pk:
        raise PermissionDenied("Only who reported a post can take that back.")
    if given.state != State.OPEN:
        raise NotPossible(f"Your report cannot be taken back: it was {given.get_state_display()}.")
    given.state = State.WITHDRAWN
    given.save(update_fields=["state"])
    left = list(post.flags.open().select_related("reason").order_by("pk"))
    if not left:
        queue.drop(post)
    elif post.is_published:
        queue.add(post, QueueItem.Kind.FLAGGED, queue.reasons_named([other.reason for other in left]))
