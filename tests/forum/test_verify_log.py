"""The log is proved whole, or the first entry is named that is not as it was written; the database refuses changes."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import Error, connection, transaction
from django.utils import timezone

from accounts.models import User
from forum import moderation
from forum.models import LogHead, ModerationEntry, Notification, Thread
from forum.moderation.log import HASHED, HASHED_DATA, hash_of
from tests.forum.talk import because, published, say, sorted_under

pytestmark = pytest.mark.django_db

TRIGGERS = import_module("forum.migrations.0003_the_log_is_only_added_to")
ENTRIES = 5


def verify() -> str:
    """What the command says, whether it is glad or not."""
    out = io.StringIO()
    try:
        call_command("verify_log", stdout=out)
    except CommandError as broken:
        return f"{broken} ({broken.returncode})"
    return out.getvalue().strip()


@pytest.fixture
def log(thread: Thread, author: User, stranger: User, moderator: User) -> None:
    """Five entries of different kinds; the third takes the second back."""
    held = say(thread, author, "Some words.", ref="p1")
    moderation.approve(held, by=moderator, seen=1, note="Welcome.")
    moderation.undo(ModerationEntry.objects.get(number=2), by=moderator, reason=because("other"))
    moderation.warn(stranger, by=moderator, seen=0, reason=because("attack"))
    moderation.lock_thread(thread, by=moderator, reason=because("heated"))
    assert ModerationEntry.objects.count() == ENTRIES


@pytest.fixture
def unguarded(log: None) -> None:
    """The log in the hands of somebody who has the database, and has put its guard out of the way."""
    Notification.objects.all().delete()  # They lead to entries.
    with connection.cursor() as cursor:
        for statement in TRIGGERS.BACK[connection.vendor]:
            cursor.execute(statement)


def test_a_log_without_entries_is_whole(db: None) -> None:
    assert verify() == "The log is whole: 0 entries."


def test_a_log_that_nobody_touched_is_whole(log: None) -> None:
    assert verify() == f"The log is whole: {ENTRIES} entries."


def other(entry: ModerationEntry) -> dict[str, Any]:
    """Another value for each column of an entry."""
    stranger, moderator = User.objects.get(username="reader-two"), User.objects.get(username="keeper-one")
    assert entry.thread
    return {
        "number": 100,
        "act": ModerationEntry.Act.REMOVE,
        "post_id": published(entry.thread, moderator).pk,
        "thread_id": Thread.objects.create(title="Another", category=sorted_under("texts")).pk,
        "member_id": stranger.pk,
        "by_id": stranger.pk,
        "code": "spam",
        "reason": "Another reason.",
        "note": "Another note.",
        "seen": 7,
        "before": {"status": "removed"},
        "after": {},
        "undoes_id": ModerationEntry.objects.get(number=1).pk,
        "created_at": timezone.now() + timedelta(seconds=1),
        "previous_hash": "0" * 64,
        "hash": "f" * 64,
    }


def test_every_column_has_another_value_to_be_tried() -> None:
    columns = {field.attname for field in ModerationEntry._meta.concrete_fields} - {"id"}
    assert columns == {*HASHED, *HASHED_DATA, "created_at", "hash"}


@pytest.mark.parametrize("column", [*HASHED, *HASHED_DATA, "created_at", "hash"])
def test_a_change_of_any_column_is_found(unguarded: None, column: str) -> None:
    Thread.objects.update(talk=Thread.Talk.OPEN)
    value = other(ModerationEntry.objects.get(number=2))[column]
    ModerationEntry.objects.filter(number=2).update(**{column: value})
    assert verify().startswith("Entry 2: ")


def test_a_change_that_brings_its_own_hash_breaks_the_next_one(unguarded: None) -> None:
    entry = ModerationEntry.objects.get(number=2)
    entry.note = "Another note."
    ModerationEntry.objects.filter(number=2).update(note=entry.note, hash=hash_of(entry))
    assert verify() == "Entry 3: it does not follow from the one before it. (1)"


@pytest.mark.parametrize(("number", "says"), [(4, "entry 5 follows"), (5, "the log went on to entry 5")])
def test_an_entry_that_is_gone_is_missed(unguarded: None, number: int, says: str) -> None:
    ModerationEntry.objects.filter(number=number).delete()
    assert verify().startswith(f"Entry {number}: it is missing; {says}")


def test_all_entries_gone_are_missed(unguarded: None) -> None:
    ModerationEntry.objects.exclude(undoes=None).delete()
    ModerationEntry.objects.all().delete()
    assert verify() == f"Entry 1: it is missing; the log went on to entry {ENTRIES}. (1)"


def test_a_head_that_is_gone_is_found(unguarded: None) -> None:
    LogHead.objects.all().delete()
    assert verify().startswith(f"Entry {ENTRIES + 1}: ")


def test_two_entries_that_changed_places_are_found(unguarded: None) -> None:
    for now, then in ((4, 100), (5, 4), (100, 5)):
        ModerationEntry.objects.filter(number=now).update(number=then)
    assert verify() == "Entry 4: it does not follow from the one before it. (1)"


# --- The database ---


def raw(statement: str) -> Callable[[], object]:
    def run() -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)

    return run


REFUSED: dict[str, Callable[[], object]] = {
    "an update": lambda: ModerationEntry.objects.filter(number=2).update(note="Another."),
    "an update that changes nothing": lambda: ModerationEntry.objects.filter(number=2).update(note="Welcome."),
    "a deletion": lambda: ModerationEntry.objects.get(number=5).delete(),
    "a deletion of all": lambda: ModerationEntry.objects.all()._raw_delete("default"),
    "SQL that updates": raw(f"UPDATE {TRIGGERS.TABLE} SET reason = 'x'"),  # noqa: S608  # A constant of ours.
    "SQL that deletes": raw(f"DELETE FROM {TRIGGERS.TABLE} WHERE number = 5"),  # noqa: S608  # The same.
}


OTHER_WAYS = {
    "sqlite": f"INSERT OR REPLACE INTO {TRIGGERS.TABLE} SELECT * FROM {TRIGGERS.TABLE} WHERE number = 5",  # noqa: S608
    # It truncates nothing while rows wait for the check of their keys: that would be another refusal.
    "postgresql": f"SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE {TRIGGERS.TABLE} CASCADE",
}


def test_the_database_refuses_what_deletes_by_another_name(log: None) -> None:
    with pytest.raises(Error, match="only added to"), transaction.atomic():
        raw(OTHER_WAYS[connection.vendor])()
    assert verify() == f"The log is whole: {ENTRIES} entries."


@pytest.mark.parametrize("name", REFUSED)
def test_the_database_refuses(log: None, name: str) -> None:
    with pytest.raises(Error, match="only added to"), transaction.atomic():
        REFUSED[name]()
    assert verify() == f"The log is whole: {ENTRIES} entries."


def test_an_entry_is_not_saved_again(log: None) -> None:
    with pytest.raises(TypeError):
        ModerationEntry.objects.get(number=1).save()


def test_the_guard_stands_after_all_migrations(db: None) -> None:
    named = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(named, [TRIGGERS.TABLE])
        found = {name for (name,) in cursor.fetchall()}
    assert (
        found
        == {
            "sqlite": {f"{TRIGGERS.TABLE}_no_{act}" for act in ("update", "delete", "replace")},
            "postgresql": {f"{TRIGGERS.TABLE}_no_{act}" for act in ("change", "truncate")},
        }[connection.vendor]
    )
