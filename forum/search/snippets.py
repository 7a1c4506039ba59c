"""The part of a text in which most of what was looked for stands, and which of its words that is. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, islice

from forum.search.folding import words_of

SNIPPET_WORDS = 36
WORDS_BEFORE = 6  # The first that was found has so many before it.
LOOKED_AT = 2000  # terms of a text, among which the most that was found is shown
PART_LENGTH = 500  # characters; one word, or what stands between two, may be as long as a post


@dataclass(frozen=True, slots=True)
class Part:
    text: str
    is_found: bool = False


def found_in(marked: str) -> list[bool]:
    """For each term whether it was found. `marked` has < and > around those; a pair may hold several.

    A long post is looked at from the first that was found, and not to its end.
    """
    before, mark, after = marked.partition("<")
    found, inside = [False] * len(before.split()), False
    for term in f"{mark}{after}".split(maxsplit=LOOKED_AT)[:LOOKED_AT]:
        inside = inside or term.startswith("<")
        found.append(inside)
        inside = inside and not term.endswith(">")
    return found


def snippet(text: str, marked: str) -> list[Part]:
    """The parts of the text to show, in their order. Nothing in them is markup."""
    found = found_in(marked)
    first = beginning(found)
    words = islice(words_of(text), first, None)
    shown = list(zip(islice(words, SNIPPET_WORDS), found[first:], strict=False))
    if not shown:
        return [Part(text[:200])]
    at = 0 if first == 0 else shown[0][0].start
    parts = [Part("… ")] if at else []
    for word, hit in shown:
        if hit:
            parts += [Part(text[at : word.start]), Part(text[word.start : word.end], is_found=True)]
            at = word.end
    is_last = next(words, None) is None
    parts.append(Part(text[at:] if is_last else f"{text[at : shown[-1][0].end]} …"))
    return joined(parts)


def beginning(found: list[bool]) -> int:
    """Where a snippet begins that holds the most of what was found, the first of those that do."""
    if len(found) <= SNIPPET_WORDS:
        return 0
    upto = [0, *accumulate(found)]  # How many were found before each.
    last = len(found) - SNIPPET_WORDS
    starts = (min(max(0, at - WORDS_BEFORE), last) for at, hit in enumerate(found) if hit)
    return max(starts, key=lambda start: upto[start + SNIPPET_WORDS] - upto[start], default=0)


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
