"""From an essay file's text to a value: its blocks rendered, its calls led to their notes, or all its faults told."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from essays.importer.blocks import Kind, Reader, SourceBlock
from essays.importer.faults import Faults
from essays.importer.frontmatter import Values, front_matter
from essays.importer.header import KEYS, Header, header
from essays.importer.rendering import heading_anchor, render
from essays.importer.splitting import split
from essays.markup import MarkupError
from essays.models import plain_words

Progress = Callable[[int, int], None]

WRITE = "write them, or delete it"
CURE = {Kind.FOOTNOTE: "write them, or {.missing} if the source lacks it"}
COUNTED = (Kind.HEADING, Kind.PARAGRAPH, Kind.QUOTATION)


@dataclass(frozen=True)
class ParsedBlock(SourceBlock):
    html: str = ""
    calls: tuple[str, ...] = ()
    anchor: str = ""

    @property
    def words(self) -> str:
        return plain_words(self.html)

    @property
    def labels(self) -> list[str]:
        """The labels of the notes that it calls: "7" for both c7 and c7-2."""
        return [call[1:].split("-")[0] for call in self.calls]


@dataclass(frozen=True)
class ParsedEssay:
    header: Header
    blocks: tuple[ParsedBlock, ...]

    @property
    def word_count(self) -> int:
        """The words of the text itself: no byline, no editorial notes, no footnotes."""
        return sum(len(block.words.split()) for block in self.blocks if block.kind in COUNTED)


def parse(text: str, name: str = "essay.md", slug: str = "essay", on_progress: Progress | None = None) -> ParsedEssay:
    """Read an essay file. `slug` is the one it has if it names none.

    Calls `on_progress(done, total)` as its blocks are rendered. Raises EssayFault with all that is wrong.
    """
    faults = Faults(name)
    lines = text.removeprefix("\ufeff").split("\n")
    values, start = front_matter(lines, KEYS, faults)
    head = header(values, slug, faults) if start else Header(slug, "")
    sources = Reader(faults).read(split(lines, start))
    if not any(block.kind in (Kind.PARAGRAPH, Kind.QUOTATION) for block in sources):
        faults.add(max(start, 1), "there are no paragraphs; put them behind the front matter, each with a ref ({#p1})")
    blocks = list(_rendered([*_byline(values), *sources], faults, on_progress or _silent))
    _check_calls(blocks, faults)
    faults.raise_if_any()
    return ParsedEssay(head, tuple(_anchored(blocks)))


def _silent(done: int, total: int) -> None:
    """Nobody watches."""


def _byline(values: Values) -> Iterator[SourceBlock]:
    if "byline" in values and values["byline"].text:
        yield SourceBlock(values["byline"].line, Kind.BYLINE, values["byline"].text)


def _rendered(sources: Sequence[SourceBlock], faults: Faults, on_progress: Progress) -> Iterator[ParsedBlock]:
    seen: Counter[str] = Counter()
    for done, block in enumerate(sources, 1):
        html, calls = _render(block, seen, faults)
        yield ParsedBlock(block.line, block.kind, block.source, block.ref, block.level, html, tuple(calls))
        on_progress(done, len(sources))


def _render(block: SourceBlock, seen: Counter[str], faults: Faults) -> tuple[str, list[str]]:
    try:
        html, calls = render(block.kind, block.source, seen)
    except MarkupError as error:
        reason = str(error).rstrip(".")
        faults.add(block.line, f"this {block.kind.label.lower()} cannot be printed: {reason}; shorten or simplify it")
        # The calls in it are found all the same: its notes are not to be blamed for it.
        return "", [f"c{label}" for label in re.findall(r"\[\^([0-9]{1,6}[a-z]{0,3})\]", block.source)]
    if not plain_words(html) and block.kind != Kind.MISSING_FOOTNOTE:
        faults.add(block.line, f"this {block.kind.label.lower()} has no words; {CURE.get(block.kind, WRITE)}")
    return html, calls


def _check_calls(blocks: Sequence[ParsedBlock], faults: Faults) -> None:
    notes = {block.ref[1:]: block for block in blocks if block.is_note}
    # A note that only calls itself is not called.
    called = {label: block for block in reversed(blocks) for label in block.labels if block.ref != f"n{label}"}
    for label, block in called.items():
        if label not in notes:
            faults.add(
                _line_of_call(block, label),
                f"note {label} is called and not defined; add [^{label}]: and its words, "
                "or {.missing} if the source lacks it",
            )
    for label, note in notes.items():
        if label not in called:
            faults.add(note.line, f"note {label} is never called; put [^{label}] where it belongs, or delete the note")


def _line_of_call(block: SourceBlock, label: str) -> int:
    before, _, _ = block.source.partition(f"[^{label}]")
    return block.line + before.count("\n")


def _anchored(blocks: Sequence[ParsedBlock]) -> Iterator[ParsedBlock]:
    taken: set[str] = set()
    for block in blocks:
        anchor = heading_anchor(block.words, taken) if block.kind == Kind.HEADING else block.ref
        yield replace(block, anchor=anchor)
