"""Two tabs of one member are open at once: neither takes from the other what it has marked."""

from functools import partial

import pytest

from accounts.models import User
from forum import unread
from forum.models import ReadMark, Thread
from tests.forum.at_once import at_once
from tests.forum.talk import published, trusting

pytestmark = pytest.mark.django_db(transaction=True)
TABS = 4
ROUNDS = 5


def test_a_first_visit_in_many_tabs_leaves_one_mark(thread: Thread, author: User, reader: User) -> None:
    published(thread, author)
    found = unread.unread_in(Thread.objects.get(pk=thread.pk), reader)
    assert at_once([partial(unread.see, found, reader, set(), None)] * TABS) == [None] * TABS
    assert ReadMark.objects.get().upto == 1


def test_each_tab_keeps_what_the_others_read(thread: Thread, author: User, reader: User) -> None:
    ReadMark.objects.create(member=reader, thread=thread)
    refs = ["p1", "p2", "n1", ""]
    with trusting():
        for _ in range(ROUNDS):
            posts = [published(thread, author, ref=ref) for ref in refs]
            published(thread, author, ref="p3")  # Nobody looks there, so that the mark keeps each place.
            found = unread.unread_in(Thread.objects.get(pk=thread.pk), reader)
            tabs = [
                partial(unread.see, found, reader, {post.pk}, ref or unread.WHOLE)
                for post, ref in zip(posts, refs, strict=True)
            ]
            assert at_once(tabs) == [None] * len(tabs)
            left = unread.unread_in(Thread.objects.get(pk=thread.pk), reader)
            assert set(left.by_place) == {"p3"}
