"""What a check found in a post's words, with a little of what stands around it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

AROUND = 60  # characters on either side of what was found
SHOWN = 5  # snippets of one finding


@dataclass(frozen=True, slots=True)
class Piece:
    words: str
    is_match: bool = False


def snippets(source: str, matches: Iterable[Sequence[int]]) -> list[list[Piece]]:
    """The places in `source`, each as pieces in their order. What is no place in it is left out."""
    found = apart(source, matches)
    return [list(pieces(source, group)) for group in together(found)][:SHOWN]


def apart(source: str, matches: Iterable[Sequence[int]]) -> list[tuple[int, int]]:
    spots: list[tuple[int, int]] = []
    for begin, end in sorted((match[0], match[1]) for match in matches):
        if begin >= (spots[-1][1] if spots else 0) and begin < end <= len(source):
            spots.append((begin, end))
    return spots


def together(spots: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Those that are so near that one snippet shows them."""
    groups: list[list[tuple[int, int]]] = []
    for spot in spots:
        if groups and spot[0] - groups[-1][-1][1] <= 2 * AROUND:
            groups[-1].append(spot)
        else:
            groups.append([spot])
    return groups


def pieces(source: str, spots: list[tuple[int, int]]) -> Iterable[Piece]:
    begin, end = max(spots[0][0] - AROUND, 0), min(spots[-1][1] + AROUND, len(source))
    yield Piece(("… " if begin else "") + source[begin : spots[0][0]])
    for number, (first, last) in enumerate(spots):
        yield Piece(source[first:last], is_match=True)
        following = spots[number + 1][0] if number + 1 < len(spots) else end
        yield Piece(source[last:following])
    if end < len(source):
        yield Piece(" …")
