"""How a name is found by how it begins, by an index on either database."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, Lookup
from django.db.models.sql.compiler import SQLCompiler

LAST = "\U0010ffff"  # Comes after whatever a name goes on with.


@CharField.register_lookup
class Begins(Lookup):
    """No sign is a wildcard in it. What is compared is what is stored, not how a language sorts it."""

    lookup_name = "begins"
    comparisons = (">=", "<")

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        name, of_name = self.process_lhs(compiler, connection)
        first, below = self.comparisons
        sql = f"({name} {first} %s AND {name} {below} %s)"
        return sql, (*of_name, self.rhs, *of_name, f"{self.rhs}{LAST}")

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        self.comparisons = ("~>=~", "~<~")  # Those of the index: see the migration.
        return self.as_sql(compiler, connection)
