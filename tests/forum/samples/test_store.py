"""Rows go in at once, with ids that nobody else gets."""

from collections.abc import Iterator

import pytest
from django.db import connection

from accounts.models import User
from forum.models import Post, Thread
from forum.samples import store
from tests.forum.talk import published

pytestmark = pytest.mark.django_db


def test_numbers_are_those_that_come_next(thread: Thread, author: User) -> None:
    first = published(thread, author)
    found = store.numbers(Post, 3)
    assert found == [first.pk + 1, first.pk + 2, first.pk + 3]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="Nothing is copied elsewhere.")
def test_a_row_that_asks_for_something_while_it_is_copied_fails_and_does_not_hang(thread: Thread, author: User) -> None:
    def rows() -> Iterator[Post]:
        for number in store.numbers(Post, 2):
            yield Post(id=number, thread=Thread.objects.get(pk=thread.pk), author=author)

    numbered = rows()
    with pytest.raises(RuntimeError, match="for ever"):
        store.write(Post, numbered)
