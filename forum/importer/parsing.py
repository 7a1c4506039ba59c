"""A file of comments: where they come from, and each one's id, name, date and words. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise

from essays.importer.faults import Faults
from essays.importer.frontmatter import Values, check_length, entries, front_matter
from essays.markup import MAX_SOURCE
from forum.models import Post

KEYS = ("essay", "imported_from")
COMMENT_KEYS = ("name", "date")
COMMENT = re.compile(r"--- comment(?:[ \t]+(.*))?")
COMMENT_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")


@dataclass(frozen=True)
class ParsedComment:
    line: int
    id: str
    source: str
    name: str = ""
    written_at: datetime | None = None


@dataclass(frozen=True)
class ParsedComments:
    name: str
    essay: str
    essay_line: int
    imported_from: str
    comments: tuple[ParsedComment, ...]


def parse_comments(text: str, name: str = "comments.md") -> ParsedComments:
    """Read a file of comments. Raises EssayFault with all that is wrong."""
    faults = Faults(name)
    lines = text.removeprefix("\ufeff").split("\n")
    values, start = front_matter(lines, KEYS, faults)
    if start:
        _check_head(values, faults)
    comments = _comments(lines, start, faults)
    faults.raise_if_any()
    essay, imported_from = values["essay"], values["imported_from"]
    return ParsedComments(name, essay.text, essay.line, imported_from.text, tuple(comments))


def _check_head(values: Values, faults: Faults) -> None:
    for key, what in (("essay", "the essay's slug"), ("imported_from", "where the comments come from")):
        if key not in values or not values[key].text:
            line = values[key].line if key in values else 1
            faults.add(line, f"{key} is missing; add `{key}: …`, {what}, to the front matter")
    check_length(values.get("imported_from"), "imported_from", Post, "imported_from", faults)


def _comments(lines: Sequence[str], start: int, faults: Faults) -> list[ParsedComment]:
    heads = [index for index in range(start, len(lines)) if COMMENT.fullmatch(lines[index])]
    first = heads[0] if heads else len(lines)
    stray = next((index for index in range(start, first) if lines[index].strip()), None)
    if stray is not None and start:
        faults.add(stray + 1, "these words are in no comment; put a line such as `--- comment 1` before them")
    id_lines: dict[str, int] = {}
    return [_comment(lines[head:end], head + 1, id_lines, faults) for head, end in pairwise([*heads, len(lines)])]


def _comment(lines: Sequence[str], line: int, id_lines: dict[str, int], faults: Faults) -> ParsedComment:
    """Read one comment: its line, its name and date up to a blank line, its words."""
    blank = next((index for index, text in enumerate(lines) if not text.strip()), len(lines))
    values = entries(lines[1:blank], line + 1, COMMENT_KEYS, faults)
    check_length(values.get("name"), "name", Post, "imported_name", faults)
    source = "\n".join(lines[blank:]).strip("\n")
    _check_words(source, line, faults)
    name = values["name"].text if "name" in values else ""
    return ParsedComment(line, _id(lines[0], line, id_lines, faults), source, name, _date(values, faults))


def _id(head: str, line: int, id_lines: dict[str, int], faults: Faults) -> str:
    found = COMMENT.fullmatch(head)
    given = ((found and found[1]) or "").strip()
    if not COMMENT_ID.fullmatch(given):
        faults.add(line, "the comment has no id; write `--- comment 1`: small letters, digits and hyphens")
    elif given in id_lines:
        faults.add(line, f"comment {given} stands on line {id_lines[given]} already; give this one another id")
    id_lines.setdefault(given, line)
    return given


def _check_words(source: str, line: int, faults: Faults) -> None:
    if not source.strip():
        faults.add(line, "the comment has no words; put them behind a blank line, or delete the comment")
    elif len(source) > MAX_SOURCE:
        faults.add(line, f"the comment has {len(source)} characters; shorten it to {MAX_SOURCE}")


def _date(values: Values, faults: Faults) -> datetime | None:
    if "date" not in values or not values["date"].text:
        return None
    try:
        written_at = datetime.fromisoformat(values["date"].text)
    except ValueError:
        faults.add(values["date"].line, "this is not a date; write it as 2011-05-30 or 2011-05-30T18:45")
        return None
    return written_at if written_at.tzinfo else written_at.replace(tzinfo=UTC)
