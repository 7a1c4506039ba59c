"""Atom (RFC 4287) with its threads (RFC 4685), written from plain values. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from django.conf import settings

TYPE = "application/atom+xml"
SPACES = {"xmlns": "http://www.w3.org/2005/Atom", "xmlns:thr": "http://purl.org/syndication/thread/1.0"}
# A reader refuses the whole feed where one of these stands in it: XML 1.0 has no way to write them.
NEVER_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Answered:
    """What an entry answers: the id it has in feeds, and the page it has here."""

    id: str
    url: str


@dataclass(frozen=True, slots=True)
class Entry:
    pk: int
    id: str
    title: str
    url: str
    author: str
    author_url: str  # Empty where it was imported.
    published: datetime
    updated: datetime
    category: str
    category_slug: str
    quote: str  # The words that it answers.
    answers: Answered | None


@dataclass(frozen=True, slots=True)
class Feed:
    title: str
    url: str  # Its page.
    own_url: str
    updated: datetime
    entries: tuple[Entry, ...]


def document(feed: Feed, words: dict[int, str]) -> bytes:
    """The feed as XML. `words` holds the HTML of each entry by its `pk`; an entry without is left out."""
    root = Element("feed", SPACES, **{"xml:lang": settings.LANGUAGE_CODE})
    add(root, "id", feed.own_url)
    add(root, "title", feed.title)
    add(root, "updated", feed.updated.isoformat())
    add(root, "link", rel="self", type=TYPE, href=feed.own_url)
    add(root, "link", rel="alternate", type="text/html", href=feed.url)
    for entry in feed.entries:
        if entry.pk in words:
            add_entry(add(root, "entry"), entry, words[entry.pk])
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))


def add_entry(parent: Element, entry: Entry, html: str) -> None:
    add(parent, "id", entry.id)
    add(parent, "title", entry.title)
    author = add(parent, "author")
    add(author, "name", entry.author)
    if entry.author_url:
        add(author, "uri", entry.author_url)
    add(parent, "published", entry.published.isoformat())
    add(parent, "updated", entry.updated.isoformat())
    add(parent, "link", rel="alternate", type="text/html", href=entry.url)
    add(parent, "category", term=entry.category_slug, label=entry.category)
    if entry.answers:
        add(parent, "thr:in-reply-to", ref=entry.answers.id, href=entry.answers.url, type="text/html")
    add(parent, "content", html, type="html")


def add(parent: Element, tag: str, text: str = "", **attributes: str) -> Element:
    made = SubElement(parent, tag, {name: clean(value) for name, value in attributes.items()})
    made.text = clean(text) or None
    return made


def clean(text: str) -> str:
    return NEVER_IN_XML.sub("", text)
