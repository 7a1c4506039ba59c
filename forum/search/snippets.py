"""The part of a text in which most of what was looked for stands, and which of its words that is. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from forum.search.folding import words_of

SNIPPET_WORDS = 36
WORDS_BEFORE = 6  # The first that was found has so many before it.
PART_LENGTH = 500  # characters; one word, or what stands between two, may be as long as a post


@dataclass(frozen=True, slots=True)
class Part:
    text: str
    is_found: bool = False


def found_in(marked: str) -> list[bool]:
    """For each term whether it was found. `marked` has < and > around those; a pair may hold several."""
    found, inside = [], False
    for term in marked.split():
        inside = inside or term.startswith("<")
        found.append(inside)
        inside = inside and not term.endswith(">")
    return found


def snippet(text: str, marked: str) -> list[Part]:
    """The parts of the text to show, in their order. Nothing in them is markup."""
    words, found = list(words_of(text)), found_in(marked)
    first = beginning(found)
    shown = [(word, hit) for word, hit in zip(words, found, strict=False)][first : first + SNIPPET_WORDS]
    if not shown:
        return [Part(text[:200])]
    at = 0 if first == 0 else shown[0][0].start
    parts = [Part("… ")] if at else []
    for word, hit in shown:
        if hit:
            parts += [Part(text[at : word.start]), Part(text[word.start : word.end], is_found=True)]
            at = word.end
    is_last = first + SNIPPET_WORDS >= len(words)
    parts.append(Part(text[at:] if is_last else f"{text[at : shown[-1][0].end]} …"))
    return joined(parts)


def beginning(found: list[bool]) -> int:
    """Where a snippet begins that holds the most of what was found, the first of those that do."""
    if len(found) <= SNIPPET_WORDS:
        return 0
    starts = [max(0, at - WORDS_BEFORE) for at, hit in enumerate(found) if hit] or [0]
    best = max(starts, key=lambda start: (sum(found[start : start + SNIPPET_WORDS]), -start))
    return min(best, len(found) - SNIPPET_WORDS)


def joined(parts: list[Part]) -> list[Part]:
    """Without what is empty, and with words that were found side by side as one."""
    kept: list[Part] = []
    for part in parts:
        if not part.text:
            continue
        if kept and part.is_found and not kept[-1].text.strip() and len(kept) > 1 and kept[-2].is_found:
            between = kept.pop().text
            kept[-1] = Part(f"{kept[-1].text}{between}{part.text}", is_found=True)
        else:
            kept.append(part)
    return [Part(cut(part.text), part.is_found) for part in kept]


def cut(text: str) -> str:
    return text if len(text) <= PART_LENGTH else f"{text[:PART_LENGTH]}…"
