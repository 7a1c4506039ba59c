"""What stands around one passage in an edition."""

from __future__ import annotations

from dataclasses import dataclass

from essays.models import Block
from essays.sections import Note, note_called


@dataclass(frozen=True, slots=True)
class Surroundings:
    heading: Block | None
    before: Block | None  # The passage before it, of its kind: a paragraph's paragraph, a note's note.
    after: Block | None
    notes: list[Note]  # Those that it calls, or that one of the others shown here does.
    callers: list[Block]  # For a note: the passages that call it.


def of(block: Block) -> Surroundings:
    """Two queries: one for the order of the edition, one for the words of the few blocks that are shown."""
    order = list(Block.objects.filter(edition=block.edition_id).defer("source", "html").order_by("position"))
    kin = [other for other in order if other.passage_id and other.is_note == block.is_note]
    here = next(index for index, other in enumerate(kin) if other.pk == block.pk)
    before, after = kin[here - 1 : here] if here else [], kin[here + 1 : here + 2]
    headings = [other for other in order if other.kind == Block.Kind.HEADING and other.position < block.position]
    callers = [other for other in order if block.anchor in map(note_called, other.calls)]
    shown = [*callers, *([] if block.is_note else [*before, block, *after])]
    called: dict[str, list[str]] = {}
    for call in (call for other in shown for call in other.calls):
        called.setdefault(note_called(call), []).append(call)
    notes = [other for other in order if other.anchor in called and other.pk != block.pk]

    wanted = [*before, *after, *headings[-1:], *notes, *callers]
    wanted_ids = [other.pk for other in wanted]
    words = {
        found.pk: found for found in Block.objects.filter(pk__in=wanted_ids).select_related("passage").defer("source")
    }
    return Surroundings(
        heading=words[headings[-1].pk] if headings and not block.is_note else None,
        before=words[before[0].pk] if before else None,
        after=words[after[0].pk] if after else None,
        notes=[Note(words[note.pk], called[note.anchor]) for note in notes],
        callers=[words[caller.pk] for caller in callers],
    )
