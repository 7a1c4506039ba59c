"""Regular expressions that moderators write: which of them are taken, and where they match.

Nothing can stop Python's `re` once it looks, and a pattern with repetitions in repetitions looks for years. So how long
it may look at one place of a text is estimated before the pattern is taken, from the way in which Python itself reads
it. A text is looked at through a window, which ends every repetition without end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from re import _parser  # type: ignore[attr-defined]  # Nobody else knows how Python reads a pattern.
from typing import Any

WINDOW = 200  # characters that are looked at together
STEP = 100  # characters between the beginnings of two windows: a match of at least this length is never cut
MOST_WORK = 8200  # nanoseconds, about, at each character: some 0.3 seconds at worst for the longest post
# What Python takes for a step, in nanoseconds, as measured.
COMPARE = 2  # a character
BACK = 18  # to try the rest of the pattern anew, after a repetition that takes all it can
BACK_LAZY = 36  # the same, after one that takes as little as it can
ENTER = 60  # a group or an alternative
ONE_CHARACTER = {"LITERAL", "NOT_LITERAL", "ANY", "IN"}  # Python repeats these faster.


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
    if work_of(parsed).takes > MOST_WORK:
        raise PatternError(
            "This could take too long: it repeats what is repeated, or repeats too much one after the other, "
            "or looks far ahead. Say how often at most, such as {1,9} in place of + and {0,9} in place of *."
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


@dataclass(frozen=True, slots=True)
class Work:
    """What Python has to do with a part of a pattern at one place, at worst."""

    ways: int = 1  # in which it can match: what follows is tried after each of them
    takes: int = 0  # nanoseconds for all of these


TOO_MUCH = Work(MOST_WORK + 1, MOST_WORK + 1)


def work_of(parsed: Any) -> Work:
    ways, takes = 1, 0
    for index, (operation, argument) in enumerate(parsed):
        step = work_of_step(str(operation), argument, parsed[index : index + 1].getwidth()[1])
        takes += ways * step.takes
        ways *= step.ways
        if max(ways, takes) > MOST_WORK:
            return TOO_MUCH
    return Work(ways, takes)


def work_of_step(operation: str, argument: Any, longest: int) -> Work:
    match operation:
        case "LITERAL" | "NOT_LITERAL" | "ANY" | "AT":
            return Work(takes=COMPARE)
        case "IN":
            return Work(takes=COMPARE + len(argument))
        case "GROUPREF":
            return Work(takes=COMPARE * min(longest, WINDOW))
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            return work_to_repeat(*argument, back=BACK_LAZY if operation == "MIN_REPEAT" else BACK)
    return work_of_group(operation, argument)


def work_of_group(operation: str, argument: Any) -> Work:
    match operation:
        case "SUBPATTERN":
            inside = work_of(argument[-1])
            return Work(inside.ways, inside.takes + ENTER)
        case "ASSERT" | "ASSERT_NOT":  # Python never goes back into these. What looks behind meets no window's end.
            ahead, inside = argument
            return Work(takes=work_of(inside).takes * (1 if ahead > 0 else 2) + ENTER)
        case "ATOMIC_GROUP":
            return Work(takes=work_of(argument).takes + ENTER)
        case "BRANCH":
            return work_of_either(argument[1])
        case "GROUPREF_EXISTS":
            return work_of_either([branch for branch in argument[1:] if branch is not None])
    return TOO_MUCH  # Of a Python to come.


def work_of_either(branches: list[Any]) -> Work:
    each = [work_of(branch) for branch in branches]
    return Work(sum(branch.ways for branch in each), sum(branch.takes + ENTER for branch in each))


def work_to_repeat(least: int, most: int, part: Any, *, back: int) -> Work:
    """A repetition without end meets the end of the window: after half of it, in the mean of all places."""
    each, fits = work_of(part), WINDOW // 2 // max(part.getwidth()[0], 1)
    choices = min(int(most) - int(least), fits) + 1
    if len(part) == 1 and str(part[0][0]) in ONE_CHARACTER:
        return Work(choices, min(int(most), WINDOW) * each.takes + choices * back)
    if each.ways == 1:
        return Work(choices, min(int(most), fits) * (each.takes + ENTER) + choices * back)
    ways = takes = 0
    for times in range(min(int(most), WINDOW) + 1):
        ways += each.ways**times
        takes += each.ways**times * (each.takes + ENTER)
        if takes > MOST_WORK:
            return TOO_MUCH
    return Work(ways, takes)
