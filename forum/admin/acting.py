"""What a moderator decides in the queue: one act, on one thing or on all that are ticked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import QueryDict

from forum import moderation
from forum.admin.decisions import NO_REASON
from forum.models import NOTE_MAX_LENGTH, ModerationEntry, Post, QueueItem, Reason
from forum.moderation import NotPossible, Seen

if TYPE_CHECKING:
    from accounts.models import User

Act = ModerationEntry.Act
DIGITS = 18  # of a number that a row may have
OF_POSTS = {Act.APPROVE: "Approve", Act.RETURN: "Return", Act.REMOVE: "Remove"}
OF_APPEALS = {Act.GRANT: "Grant", Act.DENY: "Deny"}


class Acting(forms.Form):
    """Sent by the row of one thing and by the bar above the list alike."""

    need_a_reason: ClassVar = frozenset({Act.RETURN, Act.REMOVE})

    act = forms.ChoiceField(
        choices=list((OF_POSTS | OF_APPEALS).items()), error_messages={"required": "Choose what to do."}
    )
    reason = forms.ModelChoiceField(Reason.objects.none(), required=False)
    note = forms.CharField(required=False, max_length=NOTE_MAX_LENGTH)

    data: QueryDict

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        self.fields["reason"].queryset = Reason.objects.for_acts()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.ticked:
            self.add_error(None, "Tick what you decide on.")
        if cleaned.get("act") in self.need_a_reason and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", NO_REASON)
        return cleaned

    @property
    def ticked(self) -> list[int]:
        return [int(pk) for pk in self.data.getlist("items") if is_number(pk)]

    @property
    def row(self) -> int | None:
        """The one thing whose row was sent."""
        row = self.data.get("row", "")
        return int(row) if is_number(row) else None

    def seen(self, item: QueueItem) -> Seen:
        """What was on the screen; 0, which no revision has and no entry, where that was not said."""
        return Seen(*(self.number(f"{part}-{item.pk}") for part in ("seen", "entry")))

    def number(self, name: str) -> int:
        sent = self.data.get(name, "")
        return int(sent) if is_number(sent) else 0

    @property
    def faults(self) -> list[str]:
        return [str(fault) for of_field in self.errors.values() for fault in of_field]


@dataclass(slots=True)
class Outcome:
    done: list[tuple[str, ModerationEntry]] = field(default_factory=list)  # What it was done to.
    refused: list[str] = field(default_factory=list)  # Why not, with what it was to be done to.


def act_on_all(form: Acting, by: User) -> Outcome:
    """Do it to each, in a transaction of its own. One that is refused leaves the others as they are decided."""
    outcome = Outcome()
    for item in items(form.ticked):
        on = str(item.appeal or item.post)
        try:
            outcome.done.append((on, act_on(item, form, by)))
        except (NotPossible, PermissionDenied) as why:
            outcome.refused.append(f"{on}: {why}")
    return outcome


def items(pks: Iterable[int]) -> Iterator[QueueItem]:
    found = QueueItem.objects.select_related("post__author", "appeal__by", "appeal__decision").in_bulk(list(pks))
    return (found[pk] for pk in dict.fromkeys(pks) if pk in found)


def act_on(item: QueueItem, form: Acting, by: User) -> ModerationEntry:
    act, why = form.cleaned_data["act"], {"reason": form.cleaned_data["reason"], "note": form.cleaned_data["note"]}
    if item.appeal:
        decide = {Act.GRANT: moderation.grant, Act.DENY: moderation.deny}.get(act)
        if decide is None:
            raise NotPossible("An appeal is granted or denied.")
        return decide(item.appeal, by=by, **why)
    if item.post is None or act not in OF_POSTS:
        raise NotPossible("This is no appeal.")
    return latest(act_of(item, item.post, act)(item.post, by=by, seen=form.seen(item), **why))


def act_of(item: QueueItem, post: Post, act: str) -> Any:
    """What approving means depends on what waits: who approves of a post that was reported leaves it standing."""
    if act == Act.APPROVE:
        return moderation.keep if is_kept(item, post) else moderation.approve
    return {Act.RETURN: moderation.return_to_author, Act.REMOVE: moderation.remove}[Act(act)]


def is_kept(item: QueueItem, post: Post) -> bool:
    return item.kind == QueueItem.Kind.FLAGGED and post.is_published


def latest(post: Post) -> ModerationEntry:
    return post.moderation_entries.order_by("-number")[0]


def undo_all(pks: str, by: User) -> Outcome:
    """Take back those entries, the latest first, each in a transaction of its own."""
    outcome = Outcome()
    entries = ModerationEntry.objects.select_related("post__author", "member", "thread")
    for entry in entries.filter(pk__in=[pk for pk in pks.split(",") if is_number(pk)]).order_by("-number"):
        on = called(entry.post or entry.member or entry.thread)
        try:
            outcome.done.append((on, moderation.undo(entry, by=by)))
        except (NotPossible, PermissionDenied) as why:
            outcome.refused.append(f"{on}: {why}")
    return outcome


def called(thing: Model | None) -> str:
    return str(thing)


def is_number(text: str) -> bool:
    """Whether it is one that a row may have."""
    return text.isascii() and text.isdigit() and len(text) <= DIGITS
