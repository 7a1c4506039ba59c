"""Many rows at once: copied on PostgreSQL, inserted elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from operator import attrgetter
from typing import Any

from django.db import connection
from django.db.models import Model

INSERTED = 500  # rows at once
NEXT = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"


def numbers(model: type[Model], count: int) -> list[int]:
    """Ids for new rows, that nobody else gets: they are needed where rows name each other."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(NEXT, [table, count])
            return [number for (number,) in cursor.fetchall()]
        # SQLite lets one write at a time, and this transaction writes.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        found = cursor.fetchone()
        last = found[0] if found else 0
        return list(range(last + 1, last + count + 1))


def write(model: type[Model], rows: Iterable[Model]) -> None:
    """Store new rows of plain values, all with ids or none. They are taken while they are written."""
    if connection.vendor != "postgresql":
        model._default_manager.bulk_create(list(rows), batch_size=INSERTED)
        return
    rows = iter(rows)
    if (first := next(rows, None)) is not None:
        copy(model, chain([first], rows), with_ids=first.pk is not None)


def copy(model: type[Model], rows: Iterator[Model], *, with_ids: bool) -> None:
    fields = [field for field in model._meta.concrete_fields if with_ids or not field.primary_key]
    names = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    values = attrgetter(*(field.attname for field in fields))
    command = f"COPY {connection.ops.quote_name(model._meta.db_table)} ({names}) FROM STDIN"
    with connection.cursor() as cursor, connection.execute_wrapper(refuse), cursor.copy(command) as copied:
        for row in rows:
            copied.write_row(values(row))


def refuse(*_: Any) -> None:
    raise RuntimeError("A row that is copied asked the database for something: it would wait for its answer for ever.")


def settle() -> None:
    """Let the planner of the database know what there is by now."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
