"""What is refused before it is read, and when reading stops.

The parser is not linear: brackets, backticks and nesting of the wrong kind make it look through the rest of the text
once for each of them. A bound here is far above what a person writes and far below what hurts.
"""

import gc
import re
import threading
import time

MAX_SOURCE = 20_000  # characters
MAX_SECONDS = 0.25  # of the thread's own processor time, for the parser; the gate after it needs up to 0.3 more
EDITORS_SECONDS = 5.0  # An editor waits for an import, and nobody else does.
MAX_DEPTH = 10  # lists in lists, quotations in quotations
MAX_ELEMENTS = 2_000
MAX_CELLS = 1_000
MAX_COLUMNS = 50
MAX_GROWTH = 20  # characters of HTML for each one typed
MAX_OPEN_BRACKETS = 60
MAX_BACKTICK_RUNS = 60  # of different lengths
MAX_MARKS = 3_000  # characters that open or escape something, or are escaped
MAX_LINES = 3_000
MAX_PEOPLE = 20  # who are named in one post
MAX_NAMES = 100  # that are looked for in it

MARKS = re.compile(r"[\[\]<>&\\`]")
BACKTICKS = re.compile(r"`+")


class MarkupError(ValueError):
    """The text cannot be shown as Markdown; says why, in words for the person who wrote it."""


class Pauses(threading.local):
    """How long this thread has spent on collecting garbage, in seconds of processor time."""

    spent = 0.0
    began = 0.0

    def note(self, phase: str, _info: dict[str, int]) -> None:
        if phase == "start":
            self.began = time.thread_time()
        else:
            self.spent += time.thread_time() - self.began


pauses = Pauses()
gc.callbacks.append(pauses.note)


class Deadline:
    """Stops the parser from inside, in any thread.

    It counts the thread's own processor time: on a busy machine a good post must not turn into plain text. Nor must it
    where the collector comes by, which takes longer the more the process holds, whoever made it.
    """

    def __init__(self, seconds: float) -> None:
        self.end = self.now() + seconds

    @staticmethod
    def now() -> float:
        return time.thread_time() - pauses.spent

    def check(self) -> None:
        if self.now() >= self.end:
            raise MarkupError("It takes too long to read. Make it shorter or simpler.")


def refusal(source: str) -> str:
    """Return why the source is not read as Markdown, or "". Linear in its length."""
    if len(source) > MAX_SOURCE:
        return f"It is longer than {MAX_SOURCE} characters."
    if source.count("\n") > MAX_LINES:
        return f"It has more than {MAX_LINES} lines."
    if len(MARKS.findall(source)) > MAX_MARKS:
        return "It has too many brackets, ampersands, backticks and backslashes."
    if max(open_at_once(source, pair) for pair in ("[]", "()")) > MAX_OPEN_BRACKETS:
        return "It opens too many brackets that it does not close."
    if len({len(run) for run in BACKTICKS.findall(source)}) > MAX_BACKTICK_RUNS:
        return "It has runs of backticks of too many lengths."
    return ""


def open_at_once(source: str, pair: str) -> int:
    """Count the brackets that are open where most of them are."""
    depth = most = 0
    for char in source:
        if char == pair[0]:
            depth += 1
            most = max(most, depth)
        elif char == pair[1] and depth:
            depth -= 1
    return most
