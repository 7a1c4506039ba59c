"""How a moderator names a discussion: one that is there, and one that is to be called something."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from forum.forms import NO_TITLE, TitleField
from forum.models import Category, Thread

NO_THREAD = "There is no thread with this number or address."
NO_CATEGORY = "Choose a category."
BY_NUMBER = re.compile(r"(?:^|/discussions/)#?(\d{1,18})(?![^-/?#])")
BY_ESSAY = re.compile(r"/essays/([-\w]+)/")


class ThreadField(forms.CharField):
    """A thread by its number or its address, as it is copied from a browser."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=500, help_text="Its number, or its address.", **kwargs)

    def clean(self, value: Any) -> Any:
        named = super().clean(value)
        if named and (found := thread_named(named)) is None:
            raise forms.ValidationError(NO_THREAD)
        return found if named else None


def thread_named(text: str) -> Thread | None:
    if number := BY_NUMBER.search(text):
        return Thread.objects.filter(pk=number[1]).first()
    essay = BY_ESSAY.search(text)
    return Thread.objects.filter(essay__slug=essay[1]).first() if essay else None


class Naming(forms.Form):
    """What a discussion is called, and what it is sorted under."""

    title = TitleField(required=False, label="Title")
    category = forms.ModelChoiceField(Category.objects.all(), required=False, empty_label="Choose one")

    def clean_name(self, cleaned: dict[str, Any]) -> None:
        if not cleaned.get("title") and "title" not in self.errors:
            self.add_error("title", NO_TITLE)
        if not cleaned.get("category") and "category" not in self.errors:
            self.add_error("category", NO_CATEGORY)

    @property
    def name(self) -> dict[str, Any]:
        return {"title": self.cleaned_data["title"], "category": self.cleaned_data["category"]}
