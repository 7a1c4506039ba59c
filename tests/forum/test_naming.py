"""While a name is typed, members are offered whose name begins so, and who have written something."""

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models.functions import Lower
from django.test import Client

from accounts.models import User
from forum.models import Thread
from tests.conftest import make_member
from tests.forum.talk import published, say, signed_in, sorted_under
from tests.forum.test_query_budgets import queries

pytestmark = pytest.mark.django_db
NAMES = "/members/names/"


def offered(typed: str, member: User, thread: Thread | None = None) -> list[str]:
    answer = signed_in(member).get(NAMES, {"q": typed, "thread": str(thread.pk if thread else 0)})
    return [one["name"] for one in answer.json()["people"]]


@pytest.fixture
def writers(thread: Thread) -> list[User]:
    """Members who have published something, none of them in the thread."""
    elsewhere = Thread.objects.create(title="Elsewhere", category=sorted_under("texts"))
    found = [make_member(name, name.upper()) for name in ("anna", "Annabel", "bert", "an_x")]
    for member in found:
        published(elsewhere, member)
    return found


def test_names_are_found_by_how_they_begin_capitals_or_not(writers: list[User], reader: User) -> None:
    assert offered("an", reader) == ["an_x", "anna", "Annabel"]
    assert offered("ANNA", reader) == ["anna", "Annabel"]
    assert offered("nna", reader) == []
    (bert,) = signed_in(reader).get(NAMES, {"q": "b"}).json()["people"]
    assert bert == {"name": "bert", "called": "BERT"}


@pytest.mark.parametrize("typed", ["a%", "%", "_n", "a b", "á", "a\0", "a" * 31, "@a", "'"])
def test_signs_are_no_wildcards(writers: list[User], reader: User, typed: str) -> None:
    assert offered(typed, reader) == []


def test_who_never_wrote_in_public_or_has_left_is_not_offered(
    thread: Thread, writers: list[User], reader: User, author: User
) -> None:
    say(thread, author)  # It is held.
    assert offered("author", reader) == offered("reader", reader) == []
    writers[0].is_active = False
    writers[0].save()
    assert offered("anna", reader) == ["Annabel"]


def test_who_writes_here_comes_first_and_alone_after_a_bare_sign(
    thread: Thread, writers: list[User], reader: User
) -> None:
    published(thread, writers[1])
    assert offered("an", reader, thread) == ["Annabel", "an_x", "anna"]
    assert offered("", reader, thread) == ["Annabel"]
    assert offered("", reader) == []


def test_nobody_is_offered_themselves(writers: list[User]) -> None:
    assert offered("anna", writers[0]) == ["Annabel"]


def test_nobody_else_may_ask(writers: list[User]) -> None:
    assert Client().get(NAMES, {"q": "an"}).status_code == 403
    assert Client().post(NAMES).status_code == 405


def test_eight_are_offered_in_one_query(thread: Thread, reader: User) -> None:
    published(thread, make_member("member-x"))
    few = queries(f"{NAMES}?q=m", reader)
    for number in range(12):
        published(thread, make_member(f"member-{number}"))
    assert queries(f"{NAMES}?q=m", reader) == few <= 3
    assert len(offered("m", reader)) == 8


def test_names_are_looked_up_by_an_index() -> None:
    """Not that of a sorting by language on PostgreSQL, which takes no part in how a name begins."""
    by_name = get_user_model().objects.alias(any_case=Lower("username")).filter(any_case__begins="an")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
    plan = by_name.explain()
    index = "user_username_prefix" if connection.vendor == "postgresql" else "user_username_any_case"
    assert index in plan, plan
    assert "Cond: " in plan or ">? AND" in plan, plan


def test_nobody_can_be_called_what_the_address_is_called() -> None:
    answer = Client().get("/members/names/")
    assert answer.status_code == 403  # Not a member's page: the name is reserved.
