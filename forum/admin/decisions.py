"""What a moderator fills in to decide on one thing: which act, why, and what else the act needs."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from essays.models import Passage
from forum.admin.naming import Naming, ThreadField
from forum.forms import NO_TITLE, NO_WORDS, WordsField
from forum.models import NOTE_MAX_LENGTH, ModerationEntry, Post, Reason
from forum.moderation import Seen

Act = ModerationEntry.Act
NO_REASON = "Choose a reason: it is kept in the log, and told to whom it concerns."
SILENCES = {"1": "1 day", "7": "7 days", "30": "30 days", "": "until the date below"}


class Why(forms.Form):
    """The reason and the note, which every act has."""

    reason = forms.ModelChoiceField(
        Reason.objects.none(), required=False, empty_label="No reason", help_text="Everybody can read it."
    )
    note = forms.CharField(
        required=False,
        max_length=NOTE_MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For the moderators, and for the person who is told. Nobody is told of a lock, a pin, or "
        "that replies are held.",
    )

    def __init__(self, data: Any = None, **initial: Any) -> None:
        super().__init__(data, initial=initial, label_suffix="")
        self.fields["reason"].queryset = Reason.objects.for_acts()  # type: ignore[attr-defined]

    @property
    def why(self) -> dict[str, Any]:
        return {"reason": self.cleaned_data["reason"], "note": self.cleaned_data["note"]}


class NumberOrNone(forms.IntegerField):
    """A number that the page put there; 0 where it is missing or none."""

    def clean(self, value: Any) -> int:
        try:
            return super().clean(value) or 0
        except forms.ValidationError:
            return 0


class Decision(Why):
    """Any act is understood, also one that is not offered any more: it is refused with what happened meanwhile."""

    acts: ClassVar[dict[str, str]]
    need_a_reason: ClassVar[frozenset[str]]

    act = forms.ChoiceField(
        label="Decision", widget=forms.RadioSelect, error_messages={"required": "Choose what to do."}
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    field_order = ("act",)

    def __init__(self, data: Any = None, *, offered: Collection[str], **initial: Any) -> None:
        super().__init__(data, **initial)
        act: Any = self.fields["act"]
        act.choices = list(self.acts.items())
        act.widget.choices = [(value, label) for value, label in act.choices if value in offered]
        self.offered = set(offered)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("act") in self.need_a_reason and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", NO_REASON)
        return cleaned

    def show_again(self, **values: Any) -> None:
        """Keep what was typed, but what belongs to the state of things that is on the screen now."""
        self.data = {**dict(self.data.items()), **values}


class PostDecision(Naming, Decision):
    acts: ClassVar = {
        Act.APPROVE: "Approve",
        Act.KEEP: "Keep it",
        Act.RETURN: "Return it to its author",
        Act.REMOVE: "Remove",
        Act.RESTORE: "Restore",
        Act.LOCK: "Lock its branch",
        Act.UNLOCK: "Unlock its branch",
        Act.PIN: "Pin it at the top of its place",
        Act.UNPIN: "Pin it no longer",
        Act.MOVE: "Move it with its answers",
        Act.SPLIT: "Open a discussion with it and its answers",
        Act.ERASE: "Erase its words for ever",
    }
    need_a_reason: ClassVar = frozenset({Act.RETURN, Act.REMOVE, Act.LOCK, Act.ERASE})

    entry = NumberOrNone(widget=forms.HiddenInput, min_value=0, required=False)
    source = WordsField(required=False, label="Its words")
    thread = ThreadField(label="To thread")
    ref = forms.CharField(
        required=False,
        max_length=40,
        label="To passage",
        help_text="As its address ends: p26 for a paragraph, n7 for a note. Empty: the whole text.",
    )
    confirm = forms.CharField(
        required=False, max_length=20, label="Number of the post", help_text="Typed, since nobody can undo this."
    )

    def __init__(self, data: Any = None, *, post: Post, entry: int, offered: Collection[str]) -> None:
        self.post, self.unsaved = post, ""
        place = {"thread": post.thread_id, "ref": post.anchor.ref if post.anchor else ""}
        words = {"title": post.heading, "source": post.source}
        super().__init__(data, offered=offered, seen=post.revision, entry=entry, **words, **place)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        act = cleaned.get("act")
        if act == Act.APPROVE:
            self.clean_words(cleaned)
        elif act == Act.MOVE:
            self.clean_place(cleaned)
        elif act == Act.SPLIT:
            self.clean_name(cleaned)
        elif act == Act.ERASE and cleaned.get("confirm", "").strip() != str(self.post.pk):
            self.add_error("confirm", f"Type {self.post.pk}, the number of this post, to erase its words.")
        return cleaned

    def clean_words(self, cleaned: dict[str, Any]) -> None:
        if "source" in self.data and not cleaned.get("source") and "source" not in self.errors:
            self.add_error("source", NO_WORDS)
        if self.post.is_opening and "title" in self.data and not cleaned.get("title") and "title" not in self.errors:
            self.add_error("title", NO_TITLE)

    def clean_place(self, cleaned: dict[str, Any]) -> None:
        thread, ref = cleaned.get("thread"), cleaned.get("ref", "").strip().lstrip("#").lower()
        if thread is None and "thread" not in self.errors:
            self.add_error("thread", "Say to which thread it is moved.")
        passages = Passage.objects.filter(essay=thread.essay_id) if thread else Passage.objects.none()
        cleaned["anchor"] = passages.filter(ref=ref).first() if ref else None
        if thread and ref and cleaned["anchor"] is None:
            known = list(passages.order_by("pk").values_list("ref", flat=True)[:3])
            such = f"Its passages are called {', '.join(known)} and so on." if known else "It has no passages."
            self.add_error("ref", f"“{thread}” has no passage “{ref}”. {such}")

    @property
    def saw(self) -> Seen:
        return Seen(self.cleaned_data["seen"], self.cleaned_data["entry"])

    def keep_edit(self) -> None:
        """Show what the moderator made of words that are others by now."""
        title = self.cleaned_data.get("title", "") if self.post.is_opening else ""
        edit, seen = self.cleaned_data.get("source", ""), self.cleaned_data["seen"]
        if not self.post.revisions.filter(number=seen, title=title, source=edit).exists():
            self.unsaved = f"{title}\n\n{edit}".strip()

    @property
    def besides(self) -> dict[str, Any]:
        """What the act needs besides the reason."""
        if self.cleaned_data["act"] == Act.APPROVE:
            title = self.cleaned_data["title"] if self.post.is_opening else ""
            return {"source": self.cleaned_data["source"] or None, "title": title or None}
        if self.cleaned_data["act"] == Act.MOVE:
            return {"thread": self.cleaned_data["thread"], "anchor": self.cleaned_data["anchor"]}
        if self.cleaned_data["act"] == Act.SPLIT:
            return self.name
        return {}


class MemberDecision(Decision):
    acts: ClassVar = {
        Act.WARN: "Warn",
        Act.PUT_ON_HOLD: "Put on hold: every post waits for a moderator",
        Act.SILENCE: "Silence for a time",
        Act.BAN: "Ban",
        Act.LIFT: "Put in good standing again",
        Act.REMOVE_ALL: "Remove all posts",
    }
    need_a_reason: ClassVar = frozenset(acts) - {Act.LIFT}

    days = forms.ChoiceField(required=False, choices=list(SILENCES.items()), initial="7", label="Silence for")
    until = forms.DateTimeField(
        required=False,
        label="Silence until",
        help_text="In UTC. It counts before the number of days.",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    latest = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("act") == Act.SILENCE and "until" not in self.errors:
            self.clean_end(cleaned)
        return cleaned

    def clean_end(self, cleaned: dict[str, Any]) -> None:
        """A date that was typed is meant; the number of days is chosen before anybody looks at it."""
        until, days = cleaned.get("until"), cleaned.get("days")
        if not until and days:
            cleaned["until"] = timezone.now() + timedelta(days=int(days))
        elif not until and "days" not in self.errors:
            self.add_error("until", "Say when the silence ends.")

    @property
    def besides(self) -> dict[str, Any]:
        if self.cleaned_data["act"] == Act.SILENCE:
            return {"until": self.cleaned_data["until"]}
        if self.cleaned_data["act"] == Act.REMOVE_ALL:
            return {"latest": self.cleaned_data["latest"] or 0}
        return {}


class ThreadDecision(Naming, Decision):
    acts: ClassVar = {
        Act.LOCK: "Lock it: nobody can reply",
        Act.UNLOCK: "Unlock it",
        Act.HOLD_ALL: "Hold every reply for a moderator",
        Act.HOLD_NONE: "Hold replies no longer",
        Act.PIN: "Pin it at the top of the discussions",
        Act.UNPIN: "Pin it no longer",
        Act.RENAME: "Rename it, or sort it anew",
        Act.MERGE: "Merge it into another thread, with all its posts",
    }
    need_a_reason: ClassVar = frozenset({Act.LOCK, Act.HOLD_ALL})
    # For a new name. Else a thread's state is its own check: see `closing.FROM`.
    seen = NumberOrNone(widget=forms.HiddenInput, min_value=0, required=False)
    entry = NumberOrNone(widget=forms.HiddenInput, min_value=0, required=False)
    into = ThreadField(label="Into thread")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("act") == Act.RENAME:
            self.clean_name(cleaned)
        elif cleaned.get("act") == Act.MERGE and not cleaned.get("into") and "into" not in self.errors:
            self.add_error("into", "Say into which thread it is merged.")
        return cleaned

    @property
    def besides(self) -> dict[str, Any]:
        if self.cleaned_data["act"] == Act.RENAME:
            return self.name | {"seen": Seen(self.cleaned_data["seen"], self.cleaned_data["entry"])}
        return {"into": self.cleaned_data["into"]} if self.cleaned_data["act"] == Act.MERGE else {}


class EntryDecision(Decision):
    acts: ClassVar = {
        Act.UNDO: "Undo it",
        Act.GRANT: "Grant the appeal: undo it, since it was wrong",
        Act.DENY: "Deny the appeal: let it stand",
    }
    need_a_reason: ClassVar = frozenset()
    seen = None  # type: ignore[assignment]  # An entry never changes; what it changed is looked at by `undo`.
