"""What may be typed, and what is said where it cannot be taken."""

from __future__ import annotations

import time
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.signing import BadSignature, Signer

from essays.markup import MAX_SOURCE, can_be_seen
from essays.models import Block
from forum import quoting
from forum.drafts import Begun
from forum.models import (
    APPEAL_MAX_LENGTH,
    FLAG_NOTE_MAX_LENGTH,
    QUOTE_CONTEXT,
    QUOTE_MAX_LENGTH,
    TITLE_MAX_LENGTH,
    Reason,
)
from forum.moderation import Sending

NO_WORDS = "Write something first."
TOO_LONG = (
    f"This is %(show_value)s characters long; at most {MAX_SOURCE:,} can be posted. Shorten it or post it in two parts."
)

TITLE_TYPED = 150  # characters
JOINERS = "\u200c\u200d"  # Not printable by themselves, and yet parts of words in some scripts.
NO_TITLE = "Give it a title."
TITLE_TOO_LONG = f"This title is %(show_value)s characters long; at most {TITLE_TYPED} are possible. Shorten it."

QUOTE_TOO_LONG = (
    f"These words are %(show_value)s characters long; at most {QUOTE_MAX_LENGTH} can be quoted. Quote fewer of them."
)


class WordsField(forms.CharField):
    """Markdown by a member, as it was typed, with line ends of one kind."""

    widget = forms.Textarea(attrs={"rows": 8, "spellcheck": "true"})

    def __init__(self, **kwargs: object) -> None:
        super().__init__(
            max_length=MAX_SOURCE,
            help_text=f"Markdown works here. At most {MAX_SOURCE:,} characters.",
            strip=False,
            error_messages={"required": NO_WORDS, "max_length": TOO_LONG},
            **kwargs,  # type: ignore[arg-type]
        )

    def to_python(self, value: object) -> str:
        words = str(value or "").replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
        return words if can_be_seen(words) else ""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, object]:
        # No maxlength: it would cut off what is pasted without a word.
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs


class TitleField(forms.CharField):
    """What a discussion is called, in one line."""

    widget = forms.TextInput(attrs={"dir": "auto"})

    def __init__(self, **kwargs: Any) -> None:
        said = {
            "label": "Title",
            "help_text": f"What it is about, in one line of at most {TITLE_TYPED} characters.",
            "error_messages": {"required": NO_TITLE, "max_length": TITLE_TOO_LONG},
        }
        super().__init__(max_length=TITLE_TYPED, **said | kwargs)

    def to_python(self, value: object) -> str:
        kept = (char for char in str(value or "") if char.isprintable() or char.isspace() or char in JOINERS)
        line = " ".join("".join(kept).split())
        return line if can_be_seen(line) else ""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, object]:
        # No maxlength: it would cut off what is pasted without a word.
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs


class QuoteField(forms.CharField):
    """Words of the text, as it has them."""

    widget = forms.Textarea(attrs={"rows": 2})

    def to_python(self, value: object) -> str:
        return quoting.fold(str(value or "")).strip()


class SurroundingsField(forms.CharField):
    """What stands beside a quote. It only tells where the quote is: nothing that comes in it is refused."""

    widget = forms.HiddenInput

    def __init__(self, nearest: slice) -> None:
        super().__init__(required=False, strip=False)
        self.nearest = nearest

    def to_python(self, value: object) -> str:
        return quoting.fold(str(value or ""))[self.nearest]


UNKNOWN = "unknown"


def signer() -> Signer:
    return Signer(salt="forum.forms.opened")


def stamp(opened: str = "") -> str:
    """When a form was opened, in seconds, signed; now where nothing is said."""
    return signer().sign(opened or f"{time.time():.1f}")


class OpenedField(forms.Field):
    """When the form was opened. Its value is how many seconds ago that was.

    None where nobody knows: its words were typed before. 0 where the form was not made here.
    """

    widget = forms.HiddenInput

    def clean(self, value: object) -> float | None:
        try:
            opened = signer().unsign(str(value or ""))
        except BadSignature:
            return 0.0
        return None if opened == UNKNOWN else time.time() - float(opened)


class SeenField(forms.IntegerField):
    """The revision of the post that the words were made of; None where it is missing or no number."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> int | None:
        try:
            seen: int | None = super().clean(value)
        except forms.ValidationError:
            return None
        return seen


class Drafted(forms.Form):
    """A form whose words are kept on a member's account while they are written."""

    draft = ""  # The version of these words there: see `forum.drafts`.
    saved_at: datetime | None = None  # When they were saved there, where the form opens with them.
    gives_back = False  # It opens with what was sent before signing in.

    def open_with(self, begun: Begun) -> None:
        self.draft, self.saved_at, self.gives_back = begun.version, begun.saved_at, begun.was_sent


class SendingFields(forms.Form):
    """Names the form, and tells the checks how it was filled in."""

    form = forms.Field(widget=forms.HiddenInput, required=False, initial=uuid4)
    opened = OpenedField(required=False, initial=stamp)
    homepage = forms.Field(required=False, label="Leave this empty")  # No person sees it.

    def clean_form(self) -> UUID:
        """The name of this form, or a new one where what came is none: no words are refused for it."""
        try:
            return UUID(str(self.cleaned_data["form"]))
        except ValueError:
            return uuid4()

    def clean(self) -> dict[str, Any]:
        """How it was filled in is no part of the words."""
        cleaned = self.cleaned_data
        cleaned["sending"] = Sending(seconds=cleaned.pop("opened"), is_trapped=bool(cleaned.pop("homepage")))
        return cleaned


class ReplyForm(SendingFields, Drafted):
    source = WordsField(label="Your reply")
    quote = QuoteField(
        label="The words that you answer",
        help_text="Copy them from the text. They are shown above your reply.",
        max_length=QUOTE_MAX_LENGTH,
        required=False,
        error_messages={"max_length": QUOTE_TOO_LONG},
    )
    prefix = SurroundingsField(slice(-QUOTE_CONTEXT, None))  # type: ignore[assignment]  # Not that of a form's names.
    suffix = SurroundingsField(slice(QUOTE_CONTEXT))

    def __init__(
        self, *args: object, block: Block | None = None, key: str = "", quoted: str = "", **kwargs: object
    ) -> None:
        """`block` is what the passage says now; without one there are no words to quote.

        `key` tells its ids from those of other forms on the same page; a page's own form has none. `quoted` is
        Markdown that a new reply begins with.
        """
        kwargs["auto_id"] = f"id_{key}_%s" if key else "id_%s"
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.block = block
        self.html_id = f"page-reply-{key}" if key else "page-reply"
        if self.initial.get("source"):  # What was typed before.
            self.initial = {**self.initial, "opened": stamp(UNKNOWN)}
        if quoted:
            self.initial = {**self.initial, "source": quoting.before(quoted, self.initial.get("source", ""))}
        if block is None or not block.words:
            for name in ("quote", "prefix", "suffix"):
                del self.fields[name]

    def clean_quote(self) -> str:
        quote = str(self.cleaned_data["quote"])
        if self.block and quote not in self.block.words:
            raise forms.ValidationError("These words are not in the text. Copy them from it exactly.")
        return quote


class EditForm(Drafted):
    title = TitleField()
    source = WordsField(label="Your words")
    seen = SeenField(required=False)

    def __init__(self, *args: object, has_title: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        if not has_title:
            del self.fields["title"]


class DraftForm(forms.Form):
    """The words of any of these forms, as far as they are typed yet. They are bounded as they are there."""

    title = forms.CharField(max_length=TITLE_MAX_LENGTH, required=False)
    category = forms.CharField(max_length=20, required=False)
    essay = forms.CharField(max_length=200, required=False)
    passage = forms.CharField(max_length=20, required=False)
    post = forms.CharField(max_length=20, required=False)
    source = WordsField(required=False)
    seen = forms.CharField(max_length=20, required=False)
    quote = forms.CharField(
        max_length=QUOTE_MAX_LENGTH, required=False, strip=False, error_messages={"max_length": QUOTE_TOO_LONG}
    )
    prefix = SurroundingsField(slice(-QUOTE_CONTEXT, None))  # type: ignore[assignment]  # Not that of a form's names.
    suffix = SurroundingsField(slice(QUOTE_CONTEXT))
    form = forms.UUIDField(required=False)

    def words(self) -> dict[str, str]:
        """What was typed, by the name of its field."""
        return {name: str(value) for name, value in self.cleaned_data.items() if value}


class FlagForm(forms.Form):
    reason = forms.ModelChoiceField(
        queryset=Reason.objects.for_flags(),
        widget=forms.RadioSelect,
        label="What is wrong with it?",
        empty_label=None,
        error_messages={"required": "Choose a reason.", "invalid_choice": "Choose one of these reasons."},
    )
    note = forms.CharField(
        label="What a moderator should know (optional)",
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        max_length=FLAG_NOTE_MAX_LENGTH,
        required=False,
        help_text=f"Only moderators read this. At most {FLAG_NOTE_MAX_LENGTH} characters.",
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["note"].widget.attrs.pop("maxlength", None)  # It would cut off what is pasted without a word.

    def about(self, revision: int) -> FlagForm:
        """The form as it was filled in, on the version of the post that is shown with it now."""
        # Not `{**self.data}`: that of a request holds a list under each name.
        self.data = {name: self.data.get(name) for name in self.data} | {"seen": revision}
        return self


class AppealForm(forms.Form):
    # Named like the words of a reply, so that they come back by the same ways.
    source = forms.CharField(
        label="Why the decision was wrong",
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
        max_length=APPEAL_MAX_LENGTH,
        help_text=f"Only moderators read this. At most {APPEAL_MAX_LENGTH:,} characters.",
        error_messages={"required": NO_WORDS},
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        # No maxlength: it would cut off what is pasted without a word.
        self.fields["source"].widget.attrs.pop("maxlength", None)
