"""What waits for a moderator: things enter the queue and leave it with the entry that decided on them."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from forum.models import Appeal, Flag, ModerationEntry, Post, QueueItem, Reason

Kind = QueueItem.Kind
COUNTED = 100  # things; more are called "99+" beside the link


def add(post: Post, kind: QueueItem.Kind, why: str, findings: list[dict[str, Any]] | None = None) -> QueueItem:
    """Let the post wait, or say anew why it does: what is held is more urgent than what is only reported."""
    item = QueueItem.objects.open().filter(post=post).exclude(kind=Kind.APPEAL).first()
    item = item or QueueItem(post=post, kind=kind, thread=post.thread)
    if item.kind == Kind.FLAGGED:
        item.kind = kind
    item.why = why
    if findings is not None:  # What was found before is still true of the words that it was found in.
        item.findings, item.revision = findings, post.revision
    item.save()
    return item


def add_appeal(appeal: Appeal) -> QueueItem:
    decision = appeal.decision
    why = f"Against: {decision.get_act_display()}"
    return QueueItem.objects.create(
        kind=Kind.APPEAL, appeal=appeal, post=decision.post, thread=decision.thread, why=why
    )


def settle(post: Post, entry: ModerationEntry, flags: Flag.State) -> None:
    """Whatever waited on this post is decided by this entry: its reports are upheld or declined."""
    waiting = QueueItem.objects.open().filter(post=post).exclude(kind=Kind.APPEAL)
    waiting.update(decided_at=timezone.now(), decided_by=entry)
    post.flags.open().update(state=flags, decided_by=entry)


def settle_appeal(appeal: Appeal, entry: ModerationEntry) -> None:
    QueueItem.objects.open().filter(appeal=appeal).update(decided_at=timezone.now(), decided_by=entry)


def answer(entry: ModerationEntry, **decisions: Any) -> None:
    """What somebody appealed against was taken back without the appeal: so it is granted."""
    for appeal in Appeal.objects.filter(**decisions, state=Appeal.State.OPEN).select_for_update(of=("self",)):
        Appeal.objects.filter(pk=appeal.pk).update(state=Appeal.State.GRANTED)
        settle_appeal(appeal, entry)


def reopen(entry: ModerationEntry) -> None:
    """What the entry decided waits again, for as long as it has waited; unless the post waits anew already."""
    if entry.post and QueueItem.objects.open().filter(post=entry.post).exclude(kind=Kind.APPEAL).exists():
        return
    Flag.objects.filter(decided_by=entry).update(state=Flag.State.OPEN, decided_by=None)
    Appeal.objects.filter(queue_item__decided_by=entry).update(state=Appeal.State.OPEN)
    QueueItem.objects.filter(decided_by=entry).update(decided_at=None, decided_by=None)


def pass_on(decision: ModerationEntry, entry: ModerationEntry) -> None:
    """Another moderator found a decision wrong: the post waits again, or stands and was reported wrongly."""
    if decision.post and decision.post.waits:
        reopen(decision)
    else:
        Flag.objects.filter(decided_by=decision).update(state=Flag.State.DECLINED, decided_by=entry)


def drop(post: Post) -> None:
    """The last report was taken back. What a check has marked waits all the same."""
    reported = QueueItem.objects.open().filter(post=post, kind=Kind.FLAGGED)
    reported.filter(findings=[]).delete()
    for marked in reported:
        marked.why = marked.findings[0]["sentence"]
        marked.save(update_fields=["why"])


def waiting() -> int:
    """How many things wait, counted up to 100."""
    return QueueItem.objects.open()[:COUNTED].count()


def reasons_named(reasons: list[Reason]) -> str:
    return "Reported: " + ", ".join(dict.fromkeys(reason.label for reason in reasons))
