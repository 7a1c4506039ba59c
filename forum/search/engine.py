"""The index of the database that runs: the one place that asks which that is."""

from contextlib import AbstractContextManager
from typing import Protocol

from django.db import connection

from forum.search import postgresql, sqlite
from forum.search.wanted import Wanted


class Engine(Protocol):
    def find(self, wanted: Wanted, limit: int) -> list[tuple[int, float]]: ...
    def marked(self, wanted: Wanted, ids: list[int]) -> dict[int, str]: ...
    def mend(self) -> None: ...
    def in_bulk(self) -> AbstractContextManager[None]: ...


ENGINES: dict[str, Engine] = {"sqlite": sqlite, "postgresql": postgresql}


def find(wanted: Wanted, limit: int) -> list[tuple[int, float]]:
    """The ids of what matches, the newest first, each with how well: the more the better."""
    return ENGINES[connection.vendor].find(wanted, limit)


def marked(wanted: Wanted, ids: list[int]) -> dict[int, str]:
    """The terms of these documents, with < and > around those that were found."""
    return ENGINES[connection.vendor].marked(wanted, ids) if ids else {}


def mend() -> None:
    """Make the index anew where it does not say what the documents say."""
    ENGINES[connection.vendor].mend()


def in_bulk() -> AbstractContextManager[None]:
    """Outside of transactions: as long as this lasts, many documents are written faster, and found all the same."""
    return ENGINES[connection.vendor].in_bulk()
