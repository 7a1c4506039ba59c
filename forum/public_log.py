"""The part of the log of moderation that everybody reads: what was done, why, when and where, and to nobody by name.

Left out are notes, words, authors and members, all that would say that something is held which was never public, and
that what is public by now was held first, as every newcomer's post is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Q, QuerySet, Subquery

from forum import telling
from forum.models import ModerationEntry, Post

Act = ModerationEntry.Act
ENTRIES_PER_PAGE = 50
# What is done to a post before anybody has decided on it.
UNDECIDED = [Act.HOLD, Act.RESUBMIT, Act.WITHDRAW]


@dataclass(frozen=True, slots=True)
class Line:
    number: int
    at: datetime
    subject: str
    act: str
    reason: str
    by: str
    where: str
    url: str  # Empty where nothing public can be found.
    is_undone: bool


def page_of(act: str, before: int) -> tuple[list[Line], int | None]:
    """A page of lines, the latest first, and the number before which the next page begins (None on the last)."""
    entries = public()
    if act:
        entries = entries.filter(act=act)
    if before:
        entries = entries.filter(number__lt=before)
    found = list(entries.order_by("-number")[: ENTRIES_PER_PAGE + 1])
    shown = found[:ENTRIES_PER_PAGE]
    return [line(entry) for entry in shown], shown[-1].number if len(found) > ENTRIES_PER_PAGE else None


def public() -> QuerySet[ModerationEntry]:
    taken_back = ModerationEntry.objects.filter(undoes=OuterRef("pk"), undone_by=None)
    entries = ModerationEntry.objects.exclude(post__status=Post.Status.PENDING)
    entries = entries.exclude(Q(post__published_at=None, post__isnull=False), act__in=UNDECIDED)
    entries = entries.exclude(act=Act.HOLD, after__status=Post.Status.PENDING)
    never_public = Q(thread__essay=None, thread__is_public=False, thread__publications=0)
    entries = entries.exclude(never_public, post=None, thread__isnull=False)
    related = entries.select_related("by", "thread__essay", "undoes", "post__anchor", "post__thread__essay")
    hidden = ["note", "post__source", "post__html", "by__password", "by__email"]
    return related.defer(*hidden).annotate(taken_back_by=Subquery(taken_back.values("pk")[:1]))


def line(entry: ModerationEntry) -> Line:
    subject, where, url = about(entry)
    return Line(
        number=entry.number,
        at=entry.created_at,
        subject=subject,
        act=what(entry),
        # Only what the table calls it: what the system says of a post may quote it, or say who is on hold.
        reason=entry.reason if entry.code else "",
        by=telling.by(entry),
        where=where,
        url=url,
        # Annotated, which the types do not know. Not whether there is one: PostgreSQL would read all entries for that.
        is_undone=getattr(entry, "taken_back_by") is not None,  # noqa: B009
    )


def what(entry: ModerationEntry) -> str:
    """What was done; of an act that took another back, which."""
    done = entry.get_act_display()
    return f"{done} ({entry.undoes.get_act_display()})" if entry.undoes else done


def about(entry: ModerationEntry) -> tuple[str, str, str]:
    """What the act was on, where that stands, and the address of it."""
    if entry.post:
        return "A post on", telling.where(entry.post), entry.post.get_absolute_url() if entry.post.published_at else ""
    if entry.thread:
        return "The thread", entry.thread.public_title, entry.thread.get_absolute_url()
    return "A member", "", ""
