"""What is typed to open a discussion, and what it is to be about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.models import AnonymousUser

from essays.models import Essay, Passage
from forum.forms import UNKNOWN, Drafted, SendingFields, TitleField, WordsField, stamp
from forum.models import Category, Post
from forum.posting import About

if TYPE_CHECKING:
    from accounts.models import User

    Reader = User | AnonymousUser

ABOUT = ("essay", "passage", "post")  # What addresses and forms call it.
ABOUT_GONE = "What this was to be about is not there any more. You can open the discussion without it."
NO_CATEGORY = {"required": "Choose a category.", "invalid_choice": "Choose one of these categories."}


class OpeningForm(SendingFields, Drafted):
    title = TitleField()
    category = forms.ModelChoiceField(
        queryset=Category.objects.all(), empty_label="Choose one", error_messages=NO_CATEGORY
    )
    source = WordsField(label="First post")
    essay = forms.SlugField(required=False, allow_unicode=True, widget=forms.HiddenInput)
    passage = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    post = forms.IntegerField(required=False, min_value=1, max_value=10**18, widget=forms.HiddenInput)
    is_about = forms.BooleanField(required=False, initial=True)

    def __init__(self, *args: object, reader: Reader, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        if self.initial.get("source"):  # What was typed before.
            self.initial = {**self.initial, "opened": stamp(UNKNOWN)}
        self.about = about(self.data if self.is_bound else self.initial, reader)

    def clean(self) -> dict[str, Any]:
        """What it is not to be about any more, is not kept."""
        cleaned = super().clean()
        if not cleaned["is_about"]:
            cleaned.update(dict.fromkeys(ABOUT))
        elif self.about is None and any(cleaned.get(name) for name in ABOUT):
            self.add_error(None, ABOUT_GONE)
        return cleaned

    @property
    def said(self) -> dict[str, Any]:
        """What a discussion is opened with."""
        said = {name: self.cleaned_data[name] for name in ("title", "category", "source", "form", "sending")}
        return {**said, "about": self.about if self.cleaned_data["is_about"] else None}


def about(named: Any, reader: Reader) -> About:
    """What an address or a form names, as far as this reader may know of it; None where it names nothing."""
    # PostgreSQL takes no NUL in what is looked for.
    pk, slug, ref = (str(named.get(name) or "").replace("\0", "") for name in ("post", "essay", "passage"))
    if pk:
        return post_about(pk, reader)
    if slug and ref:
        return Passage.objects.select_related("essay").filter(essay__slug=slug, ref=ref).exclude(blocks=None).first()
    return Essay.objects.filter(slug=slug, thread__isnull=False).first() if slug else None


def post_about(pk: str, reader: Reader) -> Post | None:
    if not (pk.isascii() and pk.isdigit() and len(pk) < 19):
        return None
    return Post.objects.visible_to(reader).published().with_place().filter(pk=pk).first()
