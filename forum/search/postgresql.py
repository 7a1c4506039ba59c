"""The index on PostgreSQL: a generated column of the documents, a tsvector of terms and, each behind a =, of marks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, connections, router
from django.db.backends.utils import CursorWrapper

from forum.models import SearchDocument
from forum.search.wanted import EVERYTHING, Alternatives, Wanted

# "colloquy" stems as FTS5's porter does, and knows no stop words: see the migration.
FOUND = """
SELECT id, 0.0 FROM forum_searchdocument
WHERE index @@ (to_tsquery('colloquy', %(words)s) && %(marks)s::tsquery) AND id >= %(first)s AND id < %(before)s
ORDER BY id DESC LIMIT %(limit)s"""
RANKED = FOUND.replace("0.0", "ts_rank_cd(index, to_tsquery('colloquy', %(words)s), 1)")
# Hundreds of alternatives in one query look to the planner as if every document had one: it would read them all.
ONE_OF = """
WITH found AS MATERIALIZED (
    SELECT id FROM unnest(%(terms)s::text[]) AS term
    JOIN forum_searchdocument ON index @@ to_tsquery('colloquy', term)
)
SELECT DISTINCT id, 0.0 FROM found ORDER BY id DESC LIMIT %(limit)s"""
# With a low limit, the planner hopes to meet a rare word soon on the way from the newest document to the oldest.
LOWEST_LIMIT = 2000
MARKED = """
SELECT id, ts_headline('colloquy', terms, to_tsquery('colloquy', %s), 'HighlightAll=true, StartSel=<, StopSel=>')
FROM forum_searchdocument WHERE id = ANY(%s)"""
# What is new waits in a list, through which every search looks as well, and is sorted into the index when that is full.
LISTED = "ALTER INDEX forum_searchindex SET (fastupdate = on, gin_pending_list_limit = 65536)"  # kB
SORTED = (
    "ALTER INDEX forum_searchindex RESET (gin_pending_list_limit)",
    "ALTER INDEX forum_searchindex SET (fastupdate = off)",  # As the migration made it.
    "SELECT gin_clean_pending_list('forum_searchindex')",
)


def find(wanted: Wanted, limit: int) -> list[tuple[int, float]]:
    """The ids of what matches, the newest first, each with how well."""
    bounds = {"first": wanted.first, "before": wanted.before, "limit": max(limit, LOWEST_LIMIT)}
    with cursor_to_read() as cursor:
        if wanted.one_of:
            cursor.execute(ONE_OF, {"terms": list(wanted.one_of), "limit": limit})
            return list(cursor.fetchall())
        asked = RANKED if wanted.is_ranked and wanted.all_of else FOUND
        cursor.execute(asked, {"words": words_of(wanted), "marks": marks_of(wanted), **bounds})
        return list(cursor.fetchmany(limit))


def marked(wanted: Wanted, ids: list[int]) -> dict[int, str]:
    """The terms of these documents, with < and > around those that were found."""
    with cursor_to_read() as cursor:
        cursor.execute(MARKED, [words_of(wanted), ids])
        return dict(cursor.fetchall())


def cursor_to_read() -> CursorWrapper:
    """From the database that the documents are read from now: there may be a replica."""
    return connections[router.db_for_read(SearchDocument)].cursor()


def mend() -> None:
    """The column follows the document by itself."""


@contextmanager
def in_bulk() -> Iterator[None]:
    """Let many documents be written faster. Who is killed meanwhile leaves an index that is right, and slower."""
    with connection.cursor() as cursor:
        cursor.execute(LISTED)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for statement in SORTED:
                cursor.execute(statement)


def words_of(wanted: Wanted) -> str:
    """Terms are letters and digits from a to z and 0 to 9: none of them means anything to a query."""
    parts = [together(phrase) for phrase in wanted.all_of]
    if wanted.begins:
        parts.append(f"{wanted.begins}:*")
    return " & ".join([*parts, *(f"!{together(phrase)}" for phrase in wanted.none_of)])


def together(phrase: tuple[str, ...]) -> str:
    return f"({' <-> '.join(phrase)})"


def marks_of(wanted: Wanted) -> str:
    has_words = wanted.all_of or wanted.begins
    wants = [any_of(alternatives) for alternatives in wanted.marks]
    wants += [] if wants or has_words else [f"'={EVERYTHING}'"]
    return " & ".join([*wants, *(f"!{any_of(alternatives)}" for alternatives in wanted.not_marks)])


def any_of(alternatives: Alternatives) -> str:
    sets = (" & ".join(f"'={mark}'" for mark in marks) for marks in alternatives)
    return f"({' | '.join(f'({together})' for together in sets)})"
