"""Regular expressions that moderators write: which of them are taken, and where they match.

Nothing can stop Python's `re` once it looks, and a pattern with repetitions in repetitions looks for years. So what it
may have to try at one place of a text is counted before the pattern is taken, from the way in which Python itself
reads it. A text is looked at through a window, which ends every repetition without end.
"""

from __future__ import annotations

import re
from functools import lru_cache
from re import _parser  # type: ignore[attr-defined]  # Nobody else knows how Python reads a pattern.
from typing import Any

WINDOW = 200  # characters that are looked at together
STEP = 100  # characters between the beginnings of two windows: a match of at least this length is never cut
MOST_WAYS = 500  # that a pattern may have to try at each character: at worst half a second for the longest post
REPEATS = {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}
SIMPLE = {"LITERAL", "NOT_LITERAL", "ANY", "IN", "AT", "GROUPREF"}


class PatternError(ValueError):
    """The pattern is not taken; says why, in words for who wrote it."""


@lru_cache(maxsize=256)
def read(pattern: str) -> re.Pattern[str]:
    """Raises `PatternError`. Capitals make no difference."""
    try:
        compiled = re.compile(pattern, re.IGNORECASE)
        parsed = _parser.parse(pattern, re.IGNORECASE)
    except (re.error, OverflowError, RecursionError) as error:
        at = getattr(error, "pos", None)
        where = "" if at is None else f", at character {at + 1}"
        raise PatternError(f"This is no regular expression: {getattr(error, 'msg', error)}{where}.") from error
    if parsed.getwidth()[0] == 0:
        raise PatternError("This can match where nothing is written, and so every post.")
    if ways(parsed) > MOST_WAYS:
        raise PatternError(
            "This could take too long: it repeats what is repeated, or repeats too much one after the other. "
            "Say how often at most, such as {1,9} in place of + and {0,9} in place of *."
        )
    return compiled


def spots(pattern: str, text: str) -> list[tuple[int, int]]:
    """Where it matches, from beginning to end. What is longer than a window is found in part."""
    compiled, found, after = read(pattern), [], 0
    for begin in range(0, len(text), STEP):
        for match in compiled.finditer(text, max(begin, after), begin + WINDOW):
            if match.start() < begin + STEP and match.end() > match.start():
                found.append(match.span())
                after = match.end()
    return found


def ways(parsed: Any) -> int:
    """In how many ways a part of a pattern can match at one place, counted to just above what is allowed."""
    total = 1
    for operation, argument in parsed:
        total = min(total * max(ways_of(str(operation), argument), 1), MOST_WAYS + 1)
    return total


def ways_of(operation: str, argument: Any) -> int:
    if operation in SIMPLE:
        return 1
    if operation in REPEATS:
        return ways_to_repeat(*argument)
    if operation in {"BRANCH", "GROUPREF_EXISTS"}:
        branches = argument[1] if operation == "BRANCH" else argument[1:]
        return sum(ways(branch) for branch in branches if branch is not None)
    if operation in {"SUBPATTERN", "ASSERT", "ASSERT_NOT", "ATOMIC_GROUP"}:
        return ways(argument if operation == "ATOMIC_GROUP" else argument[-1])
    return MOST_WAYS + 1  # Of a Python to come.


def ways_to_repeat(least: int, most: int, part: Any) -> int:
    each, most = ways(part), min(int(most), WINDOW)
    if each == 1:
        return max(most - least, 0) + 1
    total = 0
    for times in range(most + 1):
        total += each**times
        if total > MOST_WAYS:
            break
    return total
