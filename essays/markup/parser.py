"""Python-Markdown, with what members may not use taken out and what they expect put in."""

# ruff: noqa: N802 - The names of the methods are Python-Markdown's.

import re
from collections.abc import Callable, Collection
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor, HashHeaderProcessor, SetextHeaderProcessor
from markdown.extensions.sane_lists import SaneOListProcessor, SaneUListProcessor
from markdown.extensions.tables import TableProcessor
from markdown.inlinepatterns import IMAGE_LINK_RE, LINK_RE, InlineProcessor, LinkInlineProcessor
from markdown.util import AtomicString

from essays.markup.bounds import MAX_CELLS, MAX_COLUMNS, Deadline, MarkupError
from essays.markup.lines import FENCE_PLACE, Lines
from essays.markup.writer import resolve

CALL = r"\[\^([0-9]{1,6}[a-z]{0,3})\]"
# What follows the words of a link: its target, with parentheses that are closed again, and maybe a title.
TARGET = re.compile(
    r"""\(\s*+(?:<([^<>]*+)>|((?:[^\s()<>]|\((?:[^\s()]|\([^\s()]*+\))*+\))++))"""
    r"""(?:\s++(?:"[^"]*+"|'[^']*+'|\([^()]*+\)))?+\s*+\)"""
)
ADDRESS = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:\S*")
AUTOLINK = r"<((?i:https?://|mailto:)[^\s<>]+|[^\s<>@:/]+@[^\s<>@:/]+)>"
# Up to the first bracket or blank that is not the URL's own, less the punctuation of the sentence around it.
PARENTHESIS = r"\([^\s()<>\"\x02\x03]*\)"
BARE_LINK = (
    rf"(?<![^\W_])(?i:https?://)(?:(?!&(?:lt|gt|quot);)[^\s()<>\"\x02\x03]|{PARENTHESIS})*"
    rf"(?:(?!&(?:lt|gt|quot);)[^\s()<>\"\x02\x03`\[\]!?.,:;'*_~…‘’“”«»。，、；：！？）」』】》]|{PARENTHESIS})"
)
# A name as people call each other here. In an address, a word or another site's name (@name@host) it is none.
NAME = r"(?<![^\W_])(?<![^\W_]_)(?<![@/.+-])@([A-Za-z0-9](?:[A-Za-z0-9_-]{0,28}[A-Za-z0-9])?)(?![_-]*[^\W_])(?!@|\.\w)"
LIST_OR_QUOTATION = re.compile(r" {0,3}(?:>|[*+-] |[0-9]{1,9}[.)] )")
BLOCK_NAMES_OUT = ["reference"]
INLINE_NAMES_OUT = [
    "reference", "image_reference", "short_reference", "short_image_ref", "autolink", "automail", "linebreak", "html",
    "entity", "em_strong",
]  # fmt: skip
PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"


class Call(InlineProcessor):
    """A footnote call: `[^7]`."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]
        element = Element("call")
        element.text = AtomicString(m[1])
        return element, m.start(), m.end()


class Address(InlineProcessor):
    """A URL that is its own link: `<https://…>`, or bare."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]
        url = m[m.lastindex or 0]
        element = Element("a", href=url if ":" in url else f"mailto:{url}")
        element.text = AtomicString(resolve(url))
        return element, m.start(), m.end()


class Name(InlineProcessor):
    """A person's name after an @, where there is somebody of that name."""

    def __init__(self, names: Collection[str], markdown: Markdown) -> None:
        super().__init__(NAME, markdown)
        self.names = names

    def handleMatch(self, m: re.Match[str], data: str) -> Any:  # type: ignore[override]
        if m[1] not in self.names:
            return None, None, None
        element = Element("name")
        element.text = AtomicString(m[1])
        return element, m.start(), m.end()


class Link(LinkInlineProcessor):
    """A link whose target is an address. `[sic](see above)` has none, and stays as it was typed."""

    def handleMatch(self, m: re.Match[str], data: str) -> Any:  # type: ignore[override]
        text, index, closed = self.getText(data, m.end())
        # Not by the parser's own getLink(): after an odd quotation mark it swallows the rest of the paragraph.
        target = TARGET.match(data, index) if closed else None
        href = resolve(self.unescape(target[1] or target[2] or "")) if target else ""
        if target is None or not ADDRESS.fullmatch(href):
            return None, None, None
        element = Element("a", href=href)
        element.text = text
        return element, m.start(), target.end()


class Image(Link):
    """An image, shown as a link to it: a page fetches nothing from elsewhere."""

    def handleMatch(self, m: re.Match[str], data: str) -> Any:  # type: ignore[override]
        element, start, end = super().handleMatch(m, data)
        if element is not None and not (element.text or "").strip():
            element.text = AtomicString(element.get("href"))
        return element, start, end


class Heading(HashHeaderProcessor):
    """A line that begins with # and a blank; #this is a word."""

    RE = re.compile(r"(?:^|\n)(?P<level>#{1,6})(?P<header> [^\n]*)(?:\n|$)")

    def run(self, parent: Element, blocks: list[str]) -> None:
        super().run(parent, blocks)
        words = (parent[-1].text or "").rstrip("#")
        if not words or words.endswith(" "):
            parent[-1].text = words.rstrip()


class Underline(SetextHeaderProcessor):
    """A heading by the line under it. The first line of a list is none: an empty item may follow it."""

    def test(self, parent: Element, block: str) -> bool:
        return not LIST_OR_QUOTATION.match(block) and super().test(parent, block)


class OrderedList(SaneOListProcessor):
    def __init__(self, parser: BlockParser) -> None:
        super().__init__(parser)
        # At most nine digits: a browser counts no further. ASCII only: others are no number to it.
        self.RE = re.compile(r"^ {0,3}[0-9]{1,9}[.)] +(.*)")
        self.CHILD_RE = re.compile(r"^ {0,3}(([0-9]{1,9}[.)])) +(.*)")
        self.INDENT_RE = re.compile(r"^ {4,7}(([0-9]{1,9}[.)])|[*+-]) +.*")


class UnorderedList(SaneUListProcessor):
    def __init__(self, parser: BlockParser) -> None:
        super().__init__(parser)
        self.INDENT_RE = re.compile(r"^ {4,7}(([0-9]{1,9}[.)])|[*+-]) +.*")


class Table(TableProcessor):
    """A table of a size that a person makes, in which no row has words beyond the last column: those would be lost."""

    def __init__(self, parser: BlockParser) -> None:
        super().__init__(parser, {"use_align_attribute": False})

    def test(self, parent: Element, block: str) -> bool:
        head, *rows = [row.strip(" ") for row in block.split("\n")]
        if not rows or "-" not in rows[0] or any(row.count("|") > MAX_COLUMNS for row in [head, *rows]):
            return False
        if not super().test(parent, block):
            return False
        return all(len(self._split_row(row)) <= len(self.separator) for row in rows)  # type: ignore[attr-defined]

    def run(self, parent: Element, blocks: list[str]) -> None:
        if (blocks[0].count("\n") + 1) * len(self.separator) > MAX_CELLS:
            raise MarkupError(f"A table has more than {MAX_CELLS} cells.")
        super().run(parent, blocks)


class Fence(BlockProcessor):
    """Puts fenced code, which was taken out line by line, back into its place."""

    def __init__(self, parser: BlockParser, fences: list[str]) -> None:
        super().__init__(parser)
        self.fences = fences

    def test(self, parent: Element, block: str) -> bool:
        # A list or a quotation takes its own fences with it.
        return FENCE_PLACE.search(block) is not None and not LIST_OR_QUOTATION.match(block)

    def run(self, parent: Element, blocks: list[str]) -> None:
        block = blocks.pop(0)
        place = FENCE_PLACE.search(block)
        assert place is not None
        before, after = block[: place.start()].rstrip("\n"), block[place.end() :].lstrip("\n")
        if before.strip():
            self.parser.parseBlocks(parent, [before])
        SubElement(parent, "fence").text = AtomicString(self.fences[int(place[1])])
        if after.strip():
            blocks.insert(0, after)


def parse(source: str, deadline: Deadline, *, calls: bool, names: Collection[str] = ()) -> Element:
    """Read clean source as Markdown and return its tree."""
    lines = Lines(source.split("\n"))
    markdown = build(lines.fences, deadline, calls=calls, names=names)
    root = Element("div")
    markdown.parser.parseChunk(root, "\n".join(lines.out))
    return run_inline(markdown, root)


def parse_inline(source: str, deadline: Deadline) -> Element:
    """Read the words of a heading or a byline: no lists, no quotations, no paragraphs."""
    root = Element("div")
    SubElement(root, "words").text = " ".join(source.split())
    return run_inline(build([], deadline, calls=True), root)


def run_inline(markdown: Markdown, root: Element) -> Element:
    inline: Any = markdown.treeprocessors["inline"]
    return inline.run(root)  # type: ignore[no-any-return]


def build(fences: list[str], deadline: Deadline, *, calls: bool, names: Collection[str] = ()) -> Markdown:
    """Make a parser for one text: half a millisecond, and nothing for two threads to share."""
    markdown = Markdown()
    markdown.ESCAPED_CHARS = list(PUNCTUATION)
    set_blocks(markdown.parser, fences)
    set_inline(markdown, calls=calls, names=names)
    for processor in markdown.parser.blockprocessors:
        processor.test = timed(processor.test, deadline)  # type: ignore[method-assign]
    for pattern in markdown.inlinePatterns:
        pattern.handleMatch = timed(pattern.handleMatch, deadline)  # type: ignore[method-assign]
    return markdown


def set_blocks(parser: BlockParser, fences: list[str]) -> None:
    for name in BLOCK_NAMES_OUT:
        parser.blockprocessors.deregister(name)
    parser.blockprocessors.register(Fence(parser, fences), "fence", 85)
    parser.blockprocessors.register(Table(parser), "table", 75)
    parser.blockprocessors.register(Heading(parser), "hashheader", 70)
    parser.blockprocessors.register(Underline(parser), "setextheader", 60)
    parser.blockprocessors.register(OrderedList(parser), "olist", 40)
    parser.blockprocessors.register(UnorderedList(parser), "ulist", 30)


def set_inline(markdown: Markdown, *, calls: bool, names: Collection[str]) -> None:
    for name in INLINE_NAMES_OUT:
        markdown.inlinePatterns.deregister(name)
    if calls:
        markdown.inlinePatterns.register(Call(CALL, markdown), "call", 170)
    markdown.inlinePatterns.register(Link(LINK_RE, markdown), "link", 160)
    markdown.inlinePatterns.register(Image(IMAGE_LINK_RE, markdown), "image_link", 150)
    markdown.inlinePatterns.register(Address(AUTOLINK, markdown), "autolink", 120)
    markdown.inlinePatterns.register(Address(BARE_LINK, markdown), "bare_link", 110)
    if names:  # After all in which an @ is none of ours.
        markdown.inlinePatterns.register(Name(names, markdown), "name", 50)


def timed(act: Callable[..., Any], deadline: Deadline) -> Callable[..., Any]:
    def checked(*args: Any) -> Any:
        deadline.check()
        return act(*args)

    return checked
