"""An edition's blocks as a reader meets them: a byline, sections under headings, notes that lead back. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from essays.models import Block

CALL_ID = re.compile(r"c(?P<label>[0-9]+[a-z]*)(?:-[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Section:
    heading: Block | None  # None: what stands before the first heading.
    blocks: list[Block] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Note:
    block: Block
    calls: list[str] = field(default_factory=list)  # The ids of the calls that lead to it, in order.


@dataclass(frozen=True, slots=True)
class Text:
    byline: Block | None
    sections: list[Section]
    notes: list[Note]


def arrange(blocks: Iterable[Block]) -> Text:
    """Group the blocks of an edition, or of a part of it, that come in the order of the page."""
    byline = None
    sections: list[Section] = []
    notes: list[Note] = []
    calls: dict[str, list[str]] = {}
    for block in blocks:
        for call in block.calls:
            calls.setdefault(note_called(call), []).append(call)
        if block.kind == Block.Kind.BYLINE:
            byline = block
        elif block.is_note:
            notes.append(Note(block))
        elif block.kind == Block.Kind.HEADING:
            sections.append(Section(block))
        else:
            if not sections:
                sections.append(Section(None))
            sections[-1].blocks.append(block)
    return Text(byline, sections, [Note(note.block, calls.get(note.block.anchor, [])) for note in notes])


def note_called(call_id: str) -> str:
    """The ref of the note that a call leads to: "c7" and "c7-2" lead to "n7"."""
    match = CALL_ID.fullmatch(call_id)
    assert match, call_id  # Only the importer writes them.
    return f"n{match['label']}"
