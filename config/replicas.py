"""Which database a request reads: a replica when somebody only looks, the primary for everything else.

What everybody gets from the store is made from the primary: see `config.stored`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

PRIMARY, REPLICA = DEFAULT_DB_ALIAS, "replica"
LOOKS = frozenset({"GET", "HEAD"})
# Who somebody is and what they may do: a sign-in, a new password, a closed account count at once.
IDENTITY = frozenset({"account", "accounts", "auth", "sessions"})
WROTE = "wrote"  # The cookie of a browser that has just sent something.
OWN_WRITES = 5  # seconds in which it reads from the primary; a replica that lags more does not show what they sent

# None outside of a request: commands read from the primary.
reads_from: ContextVar[str | None] = ContextVar("reads_from", default=None)


@contextmanager
def reading(alias: str) -> Iterator[None]:
    """Read from this database in here, until something is written."""
    before = reads_from.set(alias)
    try:
        yield
    finally:
        reads_from.reset(before)


class ReadFromReplica:
    """Behind the stored pages, which say themselves where they are read from; before the session, which may write."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.DATABASE_ROUTERS:
            raise MiddlewareNotUsed("There is no replica.")
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with reading(reads_from.get() or place_for(request)):
            response = self.get_response(request)
        if request.method not in LOOKS:
            secure = settings.SESSION_COOKIE_SECURE
            response.set_cookie(WROTE, "1", max_age=OWN_WRITES, secure=secure, httponly=True, samesite="Lax")
        return response


def place_for(request: HttpRequest) -> str:
    if request.method not in LOOKS or WROTE in request.COOKIES:
        return PRIMARY
    # A moderator decides on what stands there now.
    return PRIMARY if request.path.startswith(reverse("admin:index")) else REPLICA


class Router:
    """Django asks it for every query that names no database."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str:
        if model._meta.app_label in IDENTITY or connections[PRIMARY].in_atomic_block:
            return PRIMARY
        return reads_from.get() or PRIMARY

    def db_for_write(self, model: type[Model], **hints: Any) -> str:
        """The primary, and what the request reads from now on comes from there as well: it may be what was written."""
        if reads_from.get():
            reads_from.set(PRIMARY)
        return PRIMARY

    def allow_relation(self, first: Model, second: Model, **hints: Any) -> bool:
        return True  # Both hold the same rows.

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        return False if db == REPLICA else None
