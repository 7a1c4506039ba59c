"""From the lines of a block to what it is: a heading, a paragraph, a note, …"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from essays.importer.faults import Faults
from essays.importer.splitting import HEADING, NOTE, Chunk
from essays.models import REF_PATTERN, Block

Kind = Block.Kind
EDITORIAL = ".editorial"
MISSING = ".missing"
REF_EXAMPLE = "{#p27}"
FIRST_LEVEL, LAST_LEVEL = 2, 4  # of a heading; the title is the first
LABEL = re.compile(r"[0-9]{1,6}[a-z]{0,3}")
REF = re.compile(REF_PATTERN)


@dataclass(frozen=True)
class SourceBlock:
    """A block as it stands in the file: its Markdown without its mark."""

    line: int
    kind: Block.Kind
    source: str
    ref: str = ""
    level: int = 0

    @property
    def is_note(self) -> bool:
        return self.kind in (Kind.FOOTNOTE, Kind.MISSING_FOOTNOTE)


class Reader:
    """Reads the blocks of one file one after another, because a ref may stand only once in it.

    A block with a fault is returned all the same, as far as it goes: the notes that it calls are not to be blamed.
    """

    def __init__(self, faults: Faults) -> None:
        self.faults = faults
        self.ref_lines: dict[str, int] = {}

    def read(self, chunks: Sequence[Chunk]) -> list[SourceBlock]:
        """Return the blocks in the order of the page: the text, then the notes."""
        return sorted(map(self._block, chunks), key=lambda block: block.is_note)

    def _block(self, chunk: Chunk) -> SourceBlock:
        if chunk.fence_line:
            fence = chunk.lines[chunk.fence_line - chunk.line].strip()[:3]
            self.faults.add(chunk.fence_line, f"the code that begins here has no end; close it with {fence}")
            self.faults.raise_if_any()  # What stands behind it cannot be told from code.
        if found := HEADING.fullmatch(chunk.lines[0]):
            return self._heading(chunk, found)
        if found := NOTE.match(chunk.unmarked[0]):
            return self._note(chunk, found)
        return self._text(chunk)

    def _heading(self, chunk: Chunk, found: re.Match[str]) -> SourceBlock:
        level, words = len(found[1]), _unclosed(found[2] or "")
        if not FIRST_LEVEL <= level <= LAST_LEVEL:
            self.faults.add(chunk.line, f"a heading of level {level}; use ## to ####, the title is in the front matter")
        if chunk.mark:
            self.faults.add(chunk.line, f"a heading takes no {{{chunk.mark}}}; delete it")
        return SourceBlock(chunk.line, Kind.HEADING, words, level=level)

    def _note(self, chunk: Chunk, found: re.Match[str]) -> SourceBlock:
        label, source = found[1], "\n".join([found[2], *map(_outdented, chunk.unmarked[1:])]).strip()
        kind = Kind.MISSING_FOOTNOTE if chunk.mark == MISSING and not source else Kind.FOOTNOTE
        if not LABEL.fullmatch(label):
            self.faults.add(chunk.line, f"{label!r} cannot be a note's label; use digits, such as [^7] or [^7a]")
        elif chunk.mark not in ("", MISSING):
            self.faults.add(chunk.last_line, f"a note takes no {{{chunk.mark}}}, its label is its ref; delete it")
        elif chunk.mark and source:
            self.faults.add(chunk.line, f"note {label} is declared missing and has words; delete one or the other")
        self._claim(f"n{label}", chunk.line, f"note {label} is defined")
        return SourceBlock(chunk.line, kind, source, f"n{label}")

    def _text(self, chunk: Chunk) -> SourceBlock:
        kind = Kind.QUOTATION if chunk.lines[0].startswith(">") else Kind.PARAGRAPH
        if kind == Kind.QUOTATION and (line := _unquoted(chunk)):
            self.faults.add(line, "this line of a quotation lacks its >; begin it with > or put a blank line before it")
        source = "\n".join(chunk.unmarked)
        if chunk.mark == EDITORIAL:
            return SourceBlock(chunk.line, Kind.EDITORIAL, source)
        return SourceBlock(chunk.line, kind, source, self._ref(chunk.mark, chunk.last_line))

    def _ref(self, mark: str, line: int) -> str:
        """Return a paragraph's ref, or nothing where its mark is none."""
        if not mark:
            self.faults.add(line, "a paragraph without ref; `manage.py number_essay PATH` gives it a free one")
        elif mark == MISSING:
            self.faults.add(line, "{.missing} belongs to a note; write [^6]: {.missing}")
        elif mark.startswith("."):
            self.faults.add(line, f"{{{mark}}} is unknown; write {{.editorial}}, or a ref such as {REF_EXAMPLE}")
        elif not REF.fullmatch(mark[1:]) or mark[1] != "p":
            self.faults.add(line, f"{{{mark}}} is not a paragraph's ref; write p and a number, such as {REF_EXAMPLE}")
        else:
            self._claim(mark[1:], line, f"{mark[1:]} is given")
            return mark[1:]
        return ""

    def _claim(self, ref: str, line: int, statement: str) -> None:
        if before := self.ref_lines.get(ref):
            self.faults.add(line, f"{statement} on line {before} already; give this one another")
        self.ref_lines.setdefault(ref, line)


def _unclosed(words: str) -> str:
    """Take away the hashes that may close a heading. They stand apart: the one in "What is C#" is a word's."""
    before = words.rstrip().rstrip("#")
    return (words if before.strip() and not before[-1].isspace() else before).strip()


def _outdented(line: str) -> str:
    """Take away the indent that shows that a line goes on with a note; what is deeper belongs to a list or code."""
    return re.sub(r"\A(?:\t| {1,4})", "", line)


def _unquoted(chunk: Chunk) -> int:
    """Return the number of the first line that does not begin with >, or 0."""
    return next((number for number, line in enumerate(chunk.lines, chunk.line) if not line.startswith(">")), 0)
