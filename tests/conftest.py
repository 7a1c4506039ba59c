"""The people and the text that the tests are about."""

import gc
import io
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.cache import cache
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection
from pytest_django.fixtures import Settings

from accounts.models import User
from config import stored

pytest_plugins = ["tests.chromium"]
STORES = {"config.stored.StoredPages", "config.shared.SharedPages"}


def pytest_collection_finish() -> None:
    """Hide thousands of tests from the garbage collector, which would look through them again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    cache.clear()


@pytest.fixture(autouse=True)
def _every_page_is_asked_after(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test sees its changes at once. Those of the stored pages let time pass."""
    monkeypatch.setattr(stored, "SOON", 0)
    monkeypatch.setattr(stored, "FRESH", 0)


@pytest.fixture
def made_anew(settings: Settings) -> None:
    """No page is stored: what a test asks for is made for it."""
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name not in STORES]


@pytest.fixture(autouse=True)
def _no_hurry_is_suspicious(settings: Settings) -> None:
    """A test writes faster than people do. The tests of these checks turn them on."""
    settings.SECONDS_TO_WRITE = settings.POSTS_PER_TEN_MINUTES = 0


def make_member(username: str, display_name: str = "") -> User:
    """A member with a verified address and the password "a long password"."""
    user = User.objects.create_user(
        username=username,
        email=f"{username}@example.org",
        password="a long password",
        display_name=display_name,
    )
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    return user


@pytest.fixture
def reader(db: None) -> User:
    """A member who has posted nothing yet."""
    return make_member("reader-one", "Reader one")


@pytest.fixture
def stranger(db: None) -> User:
    """A member who has nothing to do with what happens."""
    return make_member("reader-two", "Reader two")


@pytest.fixture
def author(db: None) -> User:
    """A member who writes what a test is about."""
    return make_member("author-one", "Author one")


@pytest.fixture(scope="session", autouse=True)
def _a_flush_may_empty_the_log() -> Iterator[None]:
    """Let Django empty the tables after a test that commits. Whoever runs the product cannot: the log refuses it."""
    log = import_module("forum.migrations.0003_the_log_is_only_added_to")
    operations, vendor = type(connection.ops), connection.vendor
    flush = operations.sql_flush

    def sql_flush(self: Any, style: Any, tables: Any, **options: Any) -> list[str]:
        emptied: list[str] = flush(self, style, tables, **options)
        return [*log.BACK[vendor], *emptied, *log.FORTH[vendor]] if emptied else []

    operations.sql_flush = sql_flush  # type: ignore[method-assign]  # For the time of the tests.
    yield
    operations.sql_flush = flush  # type: ignore[method-assign]  # As it was.


@pytest.fixture
def moderators(db: None) -> None:
    """Write what migrations wrote, where a flush has taken it away: permissions, the group, reasons, categories, pages.

    Not `serialized_rollback`: what it puts back belongs to the connection of before the browser's event loop began.
    """
    migration = import_module("forum.migrations.0002_moderators")
    if Group.objects.filter(name=migration.GROUP).exists():
        return
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
    group = Group.objects.create(name=migration.GROUP)
    group.permissions.set(Permission.objects.filter(codename__in=migration.PERMISSIONS))
    import_module("forum.migrations.0004_reasons").add_reasons(apps, None)
    import_module("forum.migrations.0005_categories").add_categories(apps, None)
    import_module("essays.migrations.0002_about").add_about(apps, None)


@pytest.fixture(autouse=True)
def _as_migrated(request: pytest.FixtureRequest) -> None:
    """Whatever ran before: a test that commits empties all tables when it ends."""
    if request.node.get_closest_marker("django_db") or {"db", "transactional_db"}.intersection(request.fixturenames):
        request.getfixturevalue("moderators")


@pytest.fixture
def moderator(moderators: None) -> User:
    """A member whom the command has made a moderator."""
    member = make_member("keeper-one", "Keeper one")
    call_command("make_moderator", member.username, stdout=io.StringIO())
    return User.objects.get(pk=member.pk)
