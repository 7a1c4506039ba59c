"""Where each block of a file begins and ends. The importer reads blocks; the numbering writes refs at their ends."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

HEADING = re.compile(r"(#{1,6})(?:[ \t]+(.*)|)")
NOTE = re.compile(r"\[\^([^\]\s]*)\]:[ \t]*(.*)")
# The mark that ends a block: {#p26} or {.editorial}. A backslash before it makes it plain words.
MARK = re.compile(r"(?<!\\)\{([#.][^{}]*)\}[ \t]*\Z")
# Backticks behind the opening ones are code within a line, not a fence.
FENCE = re.compile(r" {0,4}(`{3,}(?=[^`]*\Z)|~{3,})")


@dataclass(frozen=True)
class Chunk:
    """The lines of one block as they stand in the file; `line` counts from 1."""

    line: int
    lines: tuple[str, ...]
    fence_line: int = 0  # where a code fence opens that is never closed

    @property
    def last_line(self) -> int:
        return self.line + len(self.lines) - 1

    @property
    def mark(self) -> str:
        """What stands in the braces at the end: "#p26", ".editorial", or nothing."""
        found = MARK.search(self.lines[-1])
        return found[1] if found else ""

    @property
    def unmarked(self) -> tuple[str, ...]:
        return (*self.lines[:-1], MARK.sub("", self.lines[-1]).rstrip())


class _Splitter:
    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self.spans: list[list[int]] = []  # the first and the last index of each block
        self.fence = ""
        self.fence_line = 0
        self.after_blank = True

    def take(self, index: int) -> None:
        line = self.lines[index]
        if self.fence:
            self.spans[-1][1] = index
            if MARK.sub("", line).strip() == self.fence:
                self.fence = ""
        elif not line.strip():
            self.after_blank = True
        else:
            self._take_words(index, line)

    def _take_words(self, index: int, line: str) -> None:
        if self._continues(line):
            self.spans[-1][1] = index
        else:
            self.spans.append([index, index])
        self.after_blank = False
        if opening := FENCE.match(line):
            self.fence, self.fence_line = opening[1], index + 1

    def _continues(self, line: str) -> bool:
        if not self.spans or HEADING.fullmatch(line) or NOTE.match(line):
            return False
        first = self.lines[self.spans[-1][0]]
        if HEADING.fullmatch(first):
            return False
        if NOTE.match(first) and line[0].isspace():
            return True  # a further paragraph of the note
        return not self.after_blank

    def chunks(self) -> list[Chunk]:
        open_fence = self.fence_line if self.fence else 0
        return [
            Chunk(first + 1, tuple(self.lines[first : last + 1]), open_fence if first < open_fence <= last + 1 else 0)
            for first, last in self.spans
        ]


def split(lines: Sequence[str], start: int = 0) -> list[Chunk]:
    """Return the blocks of a file from the line with the index `start` on."""
    splitter = _Splitter(lines)
    for index in range(start, len(lines)):
        splitter.take(index)
    return splitter.chunks()
