"""Whatever is typed is a query: none of it is an error, on either database."""

from __future__ import annotations

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from forum import search
from forum.models import Thread
from forum.search.language import PARTS, QUERY_LENGTH, parse
from tests.forum.talk import published

pytestmark = pytest.mark.django_db

HOSTILE = [
    'C++ OR "x',
    '"',
    '""',
    '"" ""',
    "-",
    "--",
    "- -",
    '-"',
    "*",
    "a*",
    "^a",
    "NEAR(a b, 5)",
    "a AND",
    "NOT",
    "OR OR",
    "terms:a",
    "marks:kpost",
    "{terms} : a",
    "a + b",
    "(((",
    "a & b | !c <-> d:*",
    "'; DROP TABLE forum_post; --",
    "%s %(q)s {0} %",
    "\\",
    "\x00",
    "a\x00b",
    "word\x00word",
    "\ud800word",
    "author:\x00",
    'author:"\x00\x01"',
    "\ud800",
    "👩‍👩‍👧 🇫🇷",
    "\u202eabc\u202c",
    "שלום -עולם",
    "the of and",
    "½ ⅷ ㎏ ª",
    "x" * 10_000,
    "a " * 5_000,
    '"' * 10_000,
    "é" * 10_000,
    "-" * 10_000,
    "author: in: essay: after: before:",
    "author:",
    'author:""',
    "in:-",
    "after:9999-12-31 before:0001",
    "after:99999999999999",
    "-author:reader -in:posts -essay:x -after:2024",
    "0x1f 1e400 007 -5 1.5.6",
    "\u0301",
    "<b>&amp;</b>",
    "https://example.org/?a=b&c=d",
]
PIECES = st.sampled_from(['"', "-", "author:", "in:", "before:", "2024", " ", "*", "word", "é", "(", "\x00", "ß", "of"])


@pytest.mark.parametrize("typed", HOSTILE)
def test_hostile_input_is_a_query(thread: Thread, author: User, typed: str) -> None:
    published(thread, author, "A word of it.")
    search.search(typed)
    search.suggest(typed)


@pytest.mark.parametrize("typed", [typed for typed in HOSTILE if "\ud800" not in typed])
def test_hostile_input_is_answered(thread: Thread, typed: str) -> None:
    for address in ("/search/", "/search/suggest/"):
        assert Client().get(address, {"q": typed}).status_code == 200


@given(st.one_of(st.text(max_size=250), st.lists(PIECES, max_size=30).map("".join)))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_anything_is_a_query(thread: Thread, typed: str) -> None:
    found = search.search(typed)
    assert len(found.query.typed) <= QUERY_LENGTH
    search.suggest(typed)


@given(st.text(max_size=1000))
@settings(deadline=None)
def test_a_query_is_bounded(typed: str) -> None:
    query = parse(typed)
    assert len(query.all_of) + len(query.none_of) + len(query.conditions) <= PARTS
    terms = [term for phrase in (*query.all_of, *query.none_of) for term in phrase]
    assert all(term.isascii() and term.isalnum() and term == term.lower() for term in terms)
