"""What becomes of a post that was just written or changed: published, held, refused."""

from __future__ import annotations

from forum import notifications
from forum.models import Flag, ModerationEntry, Post, QueueItem, lock_member
from forum.moderation import queue, status
from forum.moderation.checks import Attempt, Effect, Finding, examine
from forum.moderation.checks.attempt import Sending
from forum.moderation.flags import hide
from forum.moderation.log import record
from forum.moderation.refusal import Refused
from forum.moderation.status import state_of
from forum.permissions import can_moderate

Act = ModerationEntry.Act
Status = Post.Status
OF_SENDING = frozenset({"newcomer", "too_fast", "trapped", "too_soon", "like_spam_elsewhere"})


def admit(post: Post, sending: Sending | None = None) -> None:
    """Publish or hold a post that was just written, in the transaction and under the thread's lock of its writing.

    Raises `Refused` where a rule does not let these words through.
    """
    findings = found(post, sending, is_edit=False)
    if held := of_effect(findings, Effect.HOLD):
        hold(post, held[0], findings)
        return
    status.publish(post)
    mark(post, findings)


def readmit(post: Post) -> None:
    """Look again at a post whose author has changed it. What waited still waits; what was returned waits again."""
    findings = found(post, None, is_edit=True)
    held = of_effect(findings, Effect.HOLD)
    if post.is_returned:
        resubmit(post, findings)
    elif post.is_pending:
        wait_on(post, findings)
    elif held:
        hide(post, held[0].sentence, as_stored(findings), told=held[0].told)
    else:
        mark(post, findings)


def found(post: Post, sending: Sending | None, *, is_edit: bool) -> list[Finding]:
    assert post.author is not None  # What is imported was public before and is never held.
    if can_moderate(post.author):
        return []
    if not is_edit:
        lock_member(post.author)  # What they write elsewhere at this moment counts for the checks, too.
    findings = examine(Attempt(post, post.author, sending or Sending(), is_edit))
    if refused := of_effect(findings, Effect.REFUSE):
        raise Refused(refused[0].sentence)
    return findings


def of_effect(findings: list[Finding], effect: Effect) -> list[Finding]:
    return [finding for finding in findings if finding.effect is effect]


def as_stored(findings: list[Finding]) -> list[dict[str, object]]:
    return [finding.as_stored() for finding in findings]


def wait_on(post: Post, findings: list[Finding]) -> None:
    """What was found of how it was first sent is still true. What it said then is examined anew."""
    item = QueueItem.objects.open().exclude(kind=QueueItem.Kind.APPEAL).get(post=post)
    of_sending = [finding for finding in item.findings if finding["check"] in OF_SENDING]
    queue.add(post, QueueItem.Kind.HELD, item.why, [*of_sending, *as_stored(findings)])


def hold(post: Post, first: Finding, findings: list[Finding]) -> None:
    """Its author is told what the first finding tells them; the moderators read what was found."""
    post.status, post.status_reason = Status.PENDING, first.told
    post.save(update_fields=["status", "status_reason"])
    queue.add(post, QueueItem.Kind.HELD, first.sentence, as_stored(findings))
    entry = record(Act.HOLD, by=None, post=post, why=first.told, before=status.UNWRITTEN, after=state_of(post))
    notifications.tell(entry)


def resubmit(post: Post, findings: list[Finding]) -> None:
    """Its author has changed what was returned: it waits again, in its place where it had been public."""
    before, why = state_of(post), "Its author has changed it after it was returned."
    status.put(post, Status.HIDDEN if post.published_at else Status.PENDING, reason=why, published_at=post.published_at)
    queue.add(post, QueueItem.Kind.HELD, why, as_stored(findings))
    record(Act.RESUBMIT, by=post.author, post=post, why=why, before=before, after=state_of(post))


def mark(post: Post, findings: list[Finding]) -> None:
    """Tell the moderators of a post that was published all the same."""
    if findings:
        queue.add(post, QueueItem.Kind.FLAGGED, findings[0].sentence, as_stored(findings))


def withdraw(post: Post) -> None:
    """Take a post away at its author's wish, and from the queue. The caller has asked whether they may."""
    before = state_of(post)
    status.take_away(post, Status.WITHDRAWN)
    # Nobody found whether they were right: what somebody takes back themselves must not make reports weigh more.
    post.flags.open().update(state=Flag.State.WITHDRAWN)
    entry = record(Act.WITHDRAW, by=post.author, post=post, before=before, after=state_of(post))
    queue.settle(post, entry, Flag.State.DECLINED)
