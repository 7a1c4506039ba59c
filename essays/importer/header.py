"""What the front matter of an essay may say, and what it must."""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_unicode_slug

from essays.importer.faults import Faults
from essays.importer.frontmatter import Value, Values, check_length
from essays.models import Essay

# The fields of an essay that are taken as they are; a byline is printed, so it is a block of the edition.
FIELDS = ("title", "author", "slug", "language", "source", "source_url", "permission", "rights", "presented")
KEYS = (*FIELDS, "byline")

# RFC 5646 in outline: a language, then a script, region or variant.
LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
web_address = URLValidator(schemes=["http", "https"])


@dataclass(frozen=True)
class Header:
    slug: str
    title: str
    author: str = ""
    language: str = "en"
    source: str = ""
    source_url: str = ""
    permission: str = ""
    rights: str = ""
    presented: str = ""


def header(values: Values, default_slug: str, faults: Faults) -> Header:
    """Return the essay's particulars; what is wrong with them is added to `faults`."""
    if "title" not in values or not values["title"].text:
        line = values["title"].line if "title" in values else 1
        faults.add(line, "the essay has no title; add `title: …` to the front matter")
    fields = {key: value for key, value in values.items() if key in FIELDS and value.text}
    slug = fields.setdefault("slug", Value(1, default_slug))
    for key, value in fields.items():
        check_length(value, key, Essay, key, faults)
    _check_slug(slug, faults)
    _check_language(fields.get("language"), faults)
    _check_address(fields.get("source_url"), faults)
    return Header(**{"title": "", **{key: value.text for key, value in fields.items()}})


def _check_slug(slug: Value, faults: Faults) -> None:
    try:
        validate_unicode_slug(slug.text)
    except ValidationError:
        faults.add(
            slug.line,
            f"{slug.text!r} cannot be part of an address; add `slug: …` of letters, digits and hyphens",
        )


def _check_language(language: Value | None, faults: Faults) -> None:
    if language and not LANGUAGE_TAG.fullmatch(language.text):
        faults.add(language.line, f"{language.text!r} is not a language tag; write one such as en, de or pt-BR")


def _check_address(address: Value | None, faults: Faults) -> None:
    if not address:
        return
    try:
        web_address(address.text)
    except ValidationError:
        faults.add(address.line, f"{address.text!r} is not a web address; begin it with http:// or https://")
