"""Where the talk is: for each section of a text a bar for each of its paragraphs. Pure; lengths in px."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, sqrt

from essays.models import Block
from essays.sections import Section

BARS_PER_ROW = 16
PITCH = 10  # From the left edge of one bar to that of the next.
ROW = 24  # High enough to be hit.
FOOT = 4  # From the foot of a bar to the end of its row.
LOWEST, HIGHEST = 3, 14


@dataclass(frozen=True, slots=True)
class Bar:
    block: Block
    left: int
    row: int  # Where its row begins, from the top.
    top: int
    height: int

    @property
    def middle(self) -> int:
        return self.left + 4

    @property
    def above(self) -> int:
        """Where a dot stands that says of something new."""
        return self.top - 4


@dataclass(frozen=True, slots=True)
class Stretch:
    """A section as the contents show it."""

    heading: Block | None
    bars: list[Bar]
    width: int
    height: int


def stretches(sections: Iterable[Section]) -> list[Stretch]:
    """The blocks come from `discussion.blocks_with_counts`: each has its `replies`."""
    return [stretch(section) for section in sections]


def stretch(section: Section) -> Stretch:
    passages = [block for block in section.blocks if block.passage_id]
    rows = ceil(len(passages) / BARS_PER_ROW)
    bars = [bar(block, index) for index, block in enumerate(passages)]
    return Stretch(section.heading, bars, min(len(bars), BARS_PER_ROW) * PITCH, rows * ROW)


def bar(block: Block, index: int) -> Bar:
    row, place = divmod(index, BARS_PER_ROW)
    high = height(getattr(block, "replies"))  # noqa: B009  # Annotated, which the types do not know.
    return Bar(block, place * PITCH, row * ROW, (row + 1) * ROW - FOOT - high, high)


def height(replies: int) -> int:
    """Grows with the root, so that one reply can be seen beside a hundred."""
    return min(HIGHEST, round(LOWEST + 3 * sqrt(replies)))
