"""From the parser's tree to HTML: which element is kept, and every character escaped once."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from html import escape
from html.entities import html5
from urllib.parse import quote, urlsplit
from xml.etree.ElementTree import Element

from markdown.util import ETX, STX, AtomicString

from essays.markup.bounds import MAX_DEPTH, MAX_ELEMENTS, MAX_PEOPLE, MarkupError
from essays.markup.emphasis import Run, emphasised
from essays.markup.source import can_be_seen, clean

REL = "nofollow ugc noopener"
CONTAINERS = frozenset("blockquote ol ul table thead tbody tr".split())
BLOCKS = CONTAINERS | frozenset("p li td th pre hr fence h1 h2 h3 h4 h5 h6".split())
KEPT = CONTAINERS | frozenset("p li td th".split())
LINK_WEIGHT = 3  # elements: its attributes cost the gate as much again and again
MAX_NESTING = 5 * MAX_DEPTH  # A list in a quotation in a list, with emphasis in it.

ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
ESCAPED = re.compile(rf"{STX}([0-9]+){ETX}")
SAFE_LINK = re.compile(r"https?://[^\s/?#@]\S*|mailto:[^\s@]+@[^\s@]+", re.IGNORECASE)
# What a URL may not hold in print (RFC 3986), bar the percent sign, which is left alone where it is already used.
NEVER_IN_A_URL = frozenset(' "<>\\^`{|}')


class Writer:
    """Writes one document, which goes on from the footnote calls that were `seen` before it.

    `people` are the addresses of those who can be named, by the name as it is typed.
    """

    def __init__(self, seen: Counter[str] | None = None, people: Mapping[str, str] | None = None) -> None:
        self.seen = Counter(seen or {})
        self.people = people or {}
        self.named: set[str] = set()
        self.calls: list[str] = []
        self.shows = False  # whether there is anything to be seen
        self.elements = 0
        self.open_tags: list[str] = []
        self.out: list[str] = []

    def document(self, root: Element) -> str:
        self.content(root)
        html = "".join(self.out).strip()
        if STX in html:  # The parser marks a place with it; here one was never filled.
            raise MarkupError("It cannot be read as Markdown. Make it simpler.")
        return html

    def content(self, element: Element) -> None:
        """Write what is inside: marks are paired within the words between two blocks, never across a block."""
        words: list[str | Element] = [element.text or ""]
        for child in element:
            if child.tag in BLOCKS:
                self.words(words, ends_line=True)
                self.element(child)
                words = []
            else:
                words.append(child)
            words.append(child.tail or "")
        self.words(words)

    def words(self, words: list[str | Element], *, ends_line: bool = False) -> None:
        if all(isinstance(word, str) and not word.strip() for word in words):
            return
        if isinstance(words[0], str):
            words[0] = words[0].lstrip()
        if isinstance(words[-1], str):
            words[-1] = words[-1].rstrip()
        for piece in emphasised(words):
            if isinstance(piece, Run):
                self.run(piece)
            elif isinstance(piece, str):
                self.text(resolve_lines(piece))
            else:
                self.element(piece)
        if ends_line:
            self.out.append("\n")

    def run(self, run: Run) -> None:
        for tag in run.closed:
            self.close(tag)
        self.text([run.char * run.left])
        for tag in reversed(run.opened):
            self.open(tag)

    def text(self, lines: list[str]) -> None:
        self.shows = self.shows or any(map(can_be_seen, lines))
        self.elements += len(lines) - 1
        self.out.append("<br>\n".join(escape(line, quote=False) for line in lines))

    def open(self, tag: str, attributes: str = "") -> None:
        self.elements += 1
        self.open_tags.append(tag)
        if self.elements > MAX_ELEMENTS:
            raise MarkupError(f"It makes more than {MAX_ELEMENTS} elements.")
        if len(self.open_tags) > MAX_NESTING:
            raise MarkupError("It is nested too deeply.")
        self.out.append(f"<{tag}{attributes}>")

    def close(self, tag: str) -> None:
        self.open_tags.pop()
        self.out.append(f"</{tag}>")

    def element(self, element: Element) -> None:
        WRITERS.get(element.tag, Writer.content)(self, element)

    def kept(self, element: Element) -> None:
        start = element.get("start", "1") if element.tag == "ol" else "1"
        self.open(element.tag, f' start="{int(start)}"' if start != "1" else "")
        if element.tag in CONTAINERS:
            self.out.append("\n")
        self.content(element)
        self.close(element.tag)
        self.out.append("\n")

    def heading(self, element: Element) -> None:
        self.open("p")
        self.open("strong")
        self.content(element)
        self.close("strong")
        self.close("p")
        self.out.append("\n")

    def rule(self, element: Element) -> None:
        self.open("hr")
        self.open_tags.pop()
        self.out.append("\n")
        self.shows = True

    def code(self, element: Element) -> None:
        """Write code, whose text the parser has escaped already."""
        self.open("code")
        self.out.append(element.text or "")
        self.close("code")
        self.shows = self.shows or can_be_seen(element.text or "")

    def code_block(self, element: Element) -> None:
        self.open("pre")
        self.code(element[0] if len(element) else element)
        self.close("pre")
        self.out.append("\n")

    def link(self, element: Element) -> None:
        href = "" if "a" in self.open_tags else link_target(element.get("href", ""))
        if href:
            self.elements += LINK_WEIGHT - 1
            self.open("a", f' href="{escape(href)}" rel="{REL}"')
        if isinstance(element.text, AtomicString):
            self.text([element.text])
        elif any(part.strip() for part in element.itertext()):
            self.content(element)
        else:  # A link without words cannot be seen or spoken.
            self.text([href])
        if href:
            self.close("a")

    def name(self, element: Element) -> None:
        """Write a link to a person. Who names a crowd names nobody after the first of them."""
        words, href = f"@{element.text}", self.people[element.text or ""]
        if "a" in self.open_tags or len(self.named | {href}) > MAX_PEOPLE:
            return self.text([words])
        self.named.add(href)
        self.elements += LINK_WEIGHT - 1
        self.open("a", f' class="name" href="{escape(href)}"')
        self.text([words])
        return self.close("a")

    def call(self, element: Element) -> None:
        if "a" in self.open_tags:
            raise MarkupError(f"The footnote call [^{element.text}] is inside a link. Put it after the link.")
        label = element.text or ""
        self.seen[label] += 1
        name = f"c{label}" if self.seen[label] == 1 else f"c{label}-{self.seen[label]}"
        self.calls.append(name)
        self.open("sup", ' class="call"')
        self.open("a", f' id="{name}" href="#n{label}" role="doc-noteref"')
        self.text([label])
        self.close("a")
        self.close("sup")


WRITERS: dict[str, Callable[[Writer, Element], None]] = {
    **dict.fromkeys(KEPT, Writer.kept),
    **dict.fromkeys(["h1", "h2", "h3", "h4", "h5", "h6"], Writer.heading),
    **dict.fromkeys(["pre", "fence"], Writer.code_block),
    "hr": Writer.rule,
    "code": Writer.code,
    "a": Writer.link,
    "call": Writer.call,
    "name": Writer.name,
}


def resolve_lines(text: str) -> list[str]:
    """Return the lines, without what only marked their ends: blanks, and the backslash of a typed break."""
    first, *others = text.split("\n")
    lines = [first, *(line.lstrip(" ") for line in others)]
    return [*(resolve(line.rstrip(" ").removesuffix("\\")) for line in lines[:-1]), resolve(lines[-1])]


def resolve(text: str) -> str:
    """Return the characters that are meant: entities first, so that an escaped ampersand starts none."""
    return ESCAPED.sub(lambda code: chr(int(code[1])), ENTITY.sub(character, text))


def character(entity: re.Match[str]) -> str:
    name = entity[0][1:]
    if not name.startswith("#"):
        return html5.get(name, entity[0])
    code = int(name[2:-1], 16) if name[1] in "xX" else int(name[1:-1])
    meant = clean(chr(code)) if code <= 0x10FFFF else ""
    return meant or entity[0]


def link_target(href: str) -> str:
    """Return the address as it may stand in a page, or "" where it is none that a post may lead to."""
    href = "".join(
        char if char.isprintable() and char not in NEVER_IN_A_URL else quote(char) for char in resolve(href).strip()
    )
    try:
        urlsplit(href)
    except ValueError:
        return ""
    return href if SAFE_LINK.fullmatch(href) else ""
