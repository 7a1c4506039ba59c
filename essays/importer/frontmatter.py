"""The `key: value` lines at the head of a file. Not YAML: a few lines of our own, so that each fault has its line."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Model

from essays.importer.faults import Faults

FENCE = "---"
ENTRY = re.compile(r"([A-Za-z_][A-Za-z0-9_-]*)[ \t]*:(?:[ \t]+(.*)|)")


@dataclass(frozen=True)
class Value:
    line: int
    text: str


Values = dict[str, Value]


def front_matter(lines: Sequence[str], known: Collection[str], faults: Faults) -> tuple[Values, int]:
    """Return the values by key, and the index of the first line behind the front matter (0 where there is none)."""
    if lines[0].rstrip() != FENCE:
        faults.add(1, "there is no front matter; begin the file with a line ---, then `key: value` lines, then ---")
        return {}, 0
    end = next((index for index, line in enumerate(lines) if index and line.rstrip() == FENCE), 0)
    if not end:
        faults.add(1, "the front matter is not closed; put a line --- behind its last `key: value` line")
        faults.raise_if_any()
    return entries(lines[1:end], 2, known, faults), end + 1


def entries(lines: Sequence[str], first_line: int, known: Collection[str], faults: Faults) -> Values:
    """Read `key: value` lines. One that begins with white space continues the value above it."""
    found: dict[str, tuple[int, list[str]]] = {}
    parts: list[str] = []
    for number, line in enumerate(lines, first_line):
        if not line.strip():
            continue
        if line[0].isspace() and parts:
            parts.append(line.strip())
            continue
        key, *parts = _entry(number, line, faults)
        if key in found:
            faults.add(number, f"the key {key!r} stands on line {found[key][0]} already; keep one of the two")
        elif key in known:
            found[key] = number, parts
        elif key:
            faults.add(number, f"the key {key!r} is unknown; use one of {', '.join(known)}")
    return {key: Value(number, " ".join(parts).strip()) for key, (number, parts) in found.items()}


def _entry(number: int, line: str, faults: Faults) -> tuple[str, str]:
    """Return a line's key and its value. Of a line that is none, the key is empty, and there is a fault."""
    found = ENTRY.fullmatch(line.rstrip())
    if not found:
        faults.add(number, "this is not a `key: value` line; correct it, or indent it to continue the line above")
        return "", ""
    return found[1], (found[2] or "").strip()


def check_length(value: Value | None, key: str, model: type[Model], field: str, faults: Faults) -> None:
    """A value may be as long as the field that it is kept in."""
    limit: int = model._meta.get_field(field).max_length  # type: ignore[union-attr,assignment]
    if value and len(value.text) > limit:
        faults.add(value.line, f"the {key} has {len(value.text)} characters; shorten it to {limit}")
