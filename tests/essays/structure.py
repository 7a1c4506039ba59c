"""A look at rendered words as a tree, never as text: as it is written, and as a browser's parser understands it."""

import re
from collections.abc import Mapping
from functools import cache
from html.parser import HTMLParser
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from bleach._vendor import html5lib

from essays.markup import render_post

TAGS = frozenset("p br em strong del ul ol li blockquote pre code table thead tbody tr th td a hr".split())
EMPTY = frozenset(["br", "hr"])
REL = "nofollow ugc noopener"
SCHEMES = frozenset(["http", "https", "mailto"])

rendered = cache(render_post)  # The corpus is looked at in several ways, and some of it is slow.


class Structure(HTMLParser):
    """Reads HTML as it is written: each thing that is not allowed, or not closed in order, is a fault."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.faults.extend(element_faults(tag, dict(attrs)))
        if len(attrs) != len(dict(attrs)):
            self.faults.append(f"an attribute twice on {tag}")
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> out of order")

    def handle_comment(self, data: str) -> None:
        self.faults.append("a comment")

    def handle_decl(self, decl: str) -> None:
        self.faults.append("a declaration")

    def handle_pi(self, data: str) -> None:
        self.faults.append("a processing instruction")

    def unknown_decl(self, data: str) -> None:
        self.faults.append("a declaration")


def faults(html: str) -> list[str]:
    """Return what is wrong with rendered words: as they are written, and as a browser's parser understands them."""
    written = Structure()
    written.feed(html)
    written.close()
    understood = html5lib.parseFragment(  # type: ignore[no-untyped-call]
        html, treebuilder="etree", namespaceHTMLElements=False
    )
    return [
        *written.faults,
        *(f"{tag} is never closed" for tag in written.open),
        *(fault for node in understood.iter() if node is not understood for fault in node_faults(node)),
        *(f"character {ord(char):x}" for char in set(html) if not char.isprintable() and is_unseen(char)),
    ]


def node_faults(node: Element) -> list[str]:
    return element_faults(node.tag, node.attrib) if isinstance(node.tag, str) else ["a comment"]


def is_unseen(char: str) -> bool:
    return (ord(char) < 0x20 and char not in "\n\t") or 0x7F <= ord(char) < 0xA0 or 0xD800 <= ord(char) < 0xE000


def element_faults(tag: str, attributes: Mapping[str, str | None]) -> list[str]:
    if tag not in TAGS:
        return [f"<{tag}>"]
    if tag == "a":
        return link_faults(attributes)
    if tag == "ol" and set(attributes) == {"start"}:
        return [] if (attributes["start"] or "").isdecimal() else ["a start that is no number"]
    return [f"{name} on <{tag}>" for name in attributes]


def link_faults(attributes: Mapping[str, str | None]) -> list[str]:
    if set(attributes) == {"class", "href"} and attributes["class"] == "name":
        is_person = re.fullmatch(r"/members/[A-Za-z0-9_-]{1,30}/", attributes["href"] or "")
        return [] if is_person else ["a name that is no person's"]
    if set(attributes) != {"href", "rel"}:
        return [f"a link with {sorted(attributes)}"]
    wrong = [] if attributes["rel"] == REL else ["another rel"]
    scheme = urlsplit(attributes["href"] or "").scheme
    return wrong if scheme in SCHEMES else [*wrong, f"a link to {scheme!r}"]
