"""What may be typed, and what is said where it cannot be taken."""

from uuid import UUID, uuid4

from django import forms

from essays.markup import MAX_SOURCE, can_be_seen
from essays.models import Block
from forum import quoting
from forum.models import QUOTE_CONTEXT, QUOTE_MAX_LENGTH

NO_WORDS = "Write something first."
TOO_LONG = (
    f"This is %(show_value)s characters long; at most {MAX_SOURCE:,} can be posted. Shorten it or post it in two parts."
)

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


class ReplyForm(forms.Form):
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
    form = forms.Field(widget=forms.HiddenInput, required=False, initial=uuid4)

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
        self.gives_back = bool(self.initial.get("source"))  # What was typed before.
        if quoted:
            self.initial = {**self.initial, "source": quoting.before(quoted, self.initial.get("source", ""))}
        if block is None or not block.words:
            for name in ("quote", "prefix", "suffix"):
                del self.fields[name]

    def clean_form(self) -> UUID:
        """The name of this form, or a new one where what came is none: no words are refused for it."""
        try:
            return UUID(str(self.cleaned_data["form"]))
        except ValueError:
            return uuid4()

    def clean_quote(self) -> str:
        quote = str(self.cleaned_data["quote"])
        if self.block and quote not in self.block.words:
            raise forms.ValidationError("These words are not in the text. Copy them from it exactly.")
        return quote


class EditForm(forms.Form):
    source = WordsField(label="Your words")
