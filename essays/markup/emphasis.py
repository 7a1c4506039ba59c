"""Emphasis, strong emphasis and strikethrough, by the rules of CommonMark (section 6.2).

The parser's own emphasis loses words: `2*3**4*5` comes out without its end. Here a run of marks is either paired or
printed, and nothing is ever cut out of the text.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

MARKS = re.compile(r"(\*+|_+|~+)")
LINE_END = "\n"
MARKUP = "`"  # Any element beside a mark counts as punctuation, as a code span's backtick does.


@dataclass(slots=True)
class Run:
    """Marks of one kind in a row: `left` of them are printed, after what they close and before what they open."""

    char: str
    length: int
    opens: bool
    closes: bool
    left: int = 0
    opened: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)


Piece = str | Element | Run


def emphasised(content: list[str | Element]) -> list[Piece]:
    """Return the content with its marks as runs, paired as far as they can be."""
    pieces = split(content)
    pair([piece for piece in pieces if isinstance(piece, Run)])
    return pieces


def split(content: list[str | Element]) -> list[Piece]:
    parts: list[str | Element] = []
    for item in content:
        parts.extend([item] if isinstance(item, Element) else [part for part in MARKS.split(item) if part])
    pieces: list[Piece] = []
    for before, part, after in zip([LINE_END, *parts], parts, [*parts[1:], LINE_END], strict=False):
        if isinstance(part, str) and MARKS.fullmatch(part):
            pieces.append(run(part, edge(before, -1), edge(after, 0)))
        else:
            pieces.append(part)
    return pieces


def edge(part: str | Element, index: int) -> str:
    if isinstance(part, str):
        return part[index]
    # A name is printed as it is typed, so that the marks beside it mean the same whether or not it leads to somebody.
    return f"@{part.text}"[index] if part.tag == "name" else MARKUP


def run(marks: str, before: str, after: str) -> Run:
    """Decide by the characters around it whether a run can open and close ("left-" and "right-flanking")."""
    opens = not after.isspace() and (not is_punctuation(after) or before.isspace() or is_punctuation(before))
    closes = not before.isspace() and (not is_punctuation(before) or after.isspace() or is_punctuation(after))
    if marks[0] == "_":  # Inside a word an underscore is a letter: snake_case_name.
        opens, closes = (
            opens and (not closes or is_punctuation(before)),
            closes and (not opens or is_punctuation(after)),
        )
    if marks[0] == "~" and len(marks) != 2:
        opens = closes = False
    return Run(marks[0], len(marks), opens, closes, left=len(marks))


def is_punctuation(char: str) -> bool:
    # The parser's marks \x02 and \x03 stand around an escaped character, which is always punctuation.
    return char in "\x02\x03" or unicodedata.category(char)[0] in "PS"


def pair(runs: list[Run]) -> None:
    openers: list[Run] = []
    searched: dict[tuple[str, bool, int], int] = {}  # Up to where there is no opener for such a closer.
    for closer in runs:
        key = (closer.char, closer.opens, closer.length % 3)
        while closer.closes and closer.left:
            index = last_match(openers, closer, searched.get(key, 0))
            if index is None:
                searched[key] = len(openers)
                break
            # What opened in between can close no more: tags would cross.
            del openers[index + 1 :]
            join(openers[index], closer)
            if not openers[index].left:
                openers.pop()
            searched = {key: min(seen, len(openers)) for key, seen in searched.items()}
        if closer.opens and closer.left:
            openers.append(closer)


def last_match(openers: list[Run], closer: Run, start: int) -> int | None:
    for index in range(len(openers) - 1, start - 1, -1):
        if openers[index].char == closer.char and not rule_of_three(openers[index], closer):
            return index
    return None


def rule_of_three(opener: Run, closer: Run) -> bool:
    """Keep `**a*b**` from pairing crosswise: lengths that add up to three do not belong together."""
    if not (opener.closes or closer.opens):
        return False
    return (opener.length + closer.length) % 3 == 0 and (opener.length % 3 != 0 or closer.length % 3 != 0)


def join(opener: Run, closer: Run) -> None:
    size = 2 if opener.left >= 2 and closer.left >= 2 else 1
    tag = "del" if closer.char == "~" else ("em", "strong")[size - 1]
    for side, tags in ((opener, opener.opened), (closer, closer.closed)):
        side.left -= size
        tags.append(tag)
