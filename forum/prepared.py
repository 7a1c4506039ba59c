"""Questions that are asked so often that putting them into SQL each time would take longer than the answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connections, models, router
from django.db.models import QuerySet

Row = tuple[Any, ...]
Sql = tuple[str, tuple[Any, ...]]


class Prepared:
    """A query for plain values, put into SQL once for each kind of database.

    `build` makes it of the stand-ins: numbers and texts that nothing else in it is equal to, in the place of what will
    be asked for. The values come as the driver of the database reads them.
    """

    def __init__(
        self, model: type[models.Model], build: Callable[..., QuerySet[Any, Any]], **stand_ins: int | str
    ) -> None:
        self.model, self.build, self.stand_ins = model, build, stand_ins
        self.known: dict[str, Sql] = {}

    def __call__(self, **values: int | str) -> list[Row]:
        alias = router.db_for_read(self.model)
        connection = connections[alias]
        if connection.vendor not in self.known:
            self.known[connection.vendor] = self.build(**self.stand_ins).query.sql_with_params()
        sql, params = self.known[connection.vendor]
        given = {stand_in: values[name] for name, stand_in in self.stand_ins.items()}
        with binding(connection) as cursor:
            cursor.execute(sql, [given.get(param, param) for param in params])
            return list(cursor.fetchall())


def binding(connection: Any) -> Any:
    """A cursor that gives PostgreSQL the values apart from the SQL, as it must be for a plan to serve again.

    To plan such a question takes PostgreSQL longer than to answer it; psycopg prepares what is asked repeatedly.
    """
    if connection.vendor != "postgresql":
        return connection.cursor()
    connection.ensure_connection()
    cursor = connection.Database.Cursor(connection.connection)
    return connection.make_debug_cursor(cursor) if connection.queries_logged else connection.make_cursor(cursor)
