"""What somebody typed into the box, read as a query. Pure, and nothing that is typed is an error."""

from __future__ import annotations

import re
from dataclasses import dataclass

from forum.search.folding import terms_of

QUERY_LENGTH = 200  # characters
PARTS = 12  # words, phrases and conditions
NAMES = ("author", "in", "essay", "after", "before")

QUOTES = str.maketrans(dict.fromkeys("“”„«»＂", '"') | {"\0": " "})
PART = re.compile(rf'(-)?(?:({"|".join(NAMES)}):(?=[^\s"]|"[^"]))?(?:"([^"]*)"?|([^\s"]+))', re.IGNORECASE)

Phrase = tuple[str, ...]  # Terms that stand one after the other.


@dataclass(frozen=True, slots=True)
class Condition:
    name: str
    value: str
    is_not: bool = False

    def __str__(self) -> str:
        return f"{'-' if self.is_not else ''}{self.name}:{self.value}"


@dataclass(frozen=True, slots=True)
class Query:
    typed: str
    all_of: tuple[Phrase, ...] = ()
    none_of: tuple[Phrase, ...] = ()
    conditions: tuple[Condition, ...] = ()
    left_out: str = ""  # What was too much.

    @property
    def asks(self) -> bool:
        """Whether there is anything to look for."""
        return bool(self.all_of or self.none_of or self.conditions)


def parse(typed: str) -> Query:
    """Words (all of them), "phrases", -not, and conditions such as author:name. All else is words."""
    text = cleaned(typed)
    kept, rest = text[:QUERY_LENGTH], text[QUERY_LENGTH:]
    all_of: list[Phrase] = []
    none_of: list[Phrase] = []
    conditions: list[Condition] = []
    for found in PART.finditer(kept):
        if len(all_of) + len(none_of) + len(conditions) == PARTS:
            rest = kept[found.start() :] + rest
            break
        is_not, name, value = bool(found[1]), (found[2] or "").lower(), found[3] or found[4] or ""
        if name and value.strip():
            conditions.append(Condition(name, value.strip(), is_not))
        elif phrase := tuple(terms_of(value)):
            (none_of if is_not else all_of).append(phrase)
    return Query(kept, tuple(all_of), tuple(none_of), tuple(conditions), rest)


def cleaned(typed: str) -> str:
    """Without what no database takes, and with one kind of quotes."""
    return typed.encode("utf-8", "replace").decode().translate(QUOTES).strip()
