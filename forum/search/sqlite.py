"""The index on SQLite: a table of FTS5 with two columns, terms and marks."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext

from django.db import DatabaseError, connection, transaction

from forum.search.wanted import EVERYTHING, Alternatives, Wanted

FOUND = """
SELECT rowid, 0.0 FROM forum_searchindex WHERE forum_searchindex MATCH %s AND rowid >= %s AND rowid < %s
ORDER BY rowid DESC LIMIT %s"""
RANKED = FOUND.replace("0.0", "-bm25(forum_searchindex, 1.0, 0.0)")
MARKED = """
SELECT rowid, highlight(forum_searchindex, 0, '<', '>') FROM forum_searchindex
WHERE forum_searchindex MATCH %s AND rowid IN (SELECT value FROM json_each(%s))"""
CHECK = "INSERT INTO forum_searchindex (forum_searchindex, rank) VALUES ('integrity-check', 1)"
REBUILD = "INSERT INTO forum_searchindex (forum_searchindex) VALUES ('rebuild')"


def find(wanted: Wanted, limit: int) -> list[tuple[int, float]]:
    """The ids of what matches, the newest first, each with how well."""
    with connection.cursor() as cursor:
        asked = RANKED if wanted.is_ranked and wanted.all_of else FOUND
        cursor.execute(asked, [expression(wanted), wanted.first, wanted.before, limit])
        return list(cursor.fetchall())


def marked(wanted: Wanted, ids: list[int]) -> dict[int, str]:
    """The terms of these documents, with < and > around those that were found."""
    with connection.cursor() as cursor:
        cursor.execute(MARKED, [expression(wanted), str(ids)])
        return dict(cursor.fetchall())


def mend() -> None:
    """Make the index anew where it does not say what the documents say."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(CHECK)
    except DatabaseError:
        with connection.cursor() as cursor:
            cursor.execute(REBUILD)


def in_bulk() -> AbstractContextManager[None]:
    """The triggers are as fast as it gets."""
    return nullcontext()


def expression(wanted: Wanted) -> str:
    """A query of FTS5. All that is quoted in it is letters and digits from a to z and 0 to 9."""
    wants = [f"terms : {quoted(phrase)}" for phrase in wanted.all_of]
    if wanted.one_of:
        wants.append(f"terms : ({any_of(quoted((term,)) for term in wanted.one_of)})")
    if wanted.begins:
        wants.append(f'terms : "{wanted.begins}" *')
    wants += [marks(alternatives) for alternatives in wanted.marks]
    wants = wants or [f'marks : "{EVERYTHING}"']
    refused = [f"terms : {quoted(phrase)}" for phrase in wanted.none_of]
    refused += [marks(alternatives) for alternatives in wanted.not_marks]
    asked = f"({' AND '.join(wants)})"
    return f"{asked} NOT ({any_of(refused)})" if refused else asked


def any_of(parts: Iterable[str]) -> str:
    return " OR ".join(parts)


def quoted(words: Iterable[str]) -> str:
    return f'"{" ".join(words)}"'


def marks(alternatives: Alternatives) -> str:
    sets = (f"({' AND '.join(quoted((mark,)) for mark in together)})" for together in alternatives)
    return f"marks : ({any_of(sets)})"
