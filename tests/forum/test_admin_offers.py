"""The page of one post offers the acts that fit its state, and no others."""

import pytest
from django.test import Client

from accounts.models import User
from forum import moderation, posting
from forum.models import Post, Thread
from tests.forum.desk import POSTS, filled_in, offered, page_of, told
from tests.forum.pages import read
from tests.forum.queue import QUEUE
from tests.forum.talk import because, published, say

pytestmark = pytest.mark.django_db

ALWAYS = {"move"}
STANDS = ALWAYS | {"return", "remove"}


@pytest.fixture
def held(thread: Thread, author: User) -> Post:
    return say(thread, author, "Words that wait.", ref="p1")


@pytest.fixture
def public(thread: Thread, author: User) -> Post:
    return published(thread, author, "Words for all.", ref="p1")


def test_what_waits(held: Post, desk: Client) -> None:
    assert offered(desk, held) == STANDS | {"approve"}
    assert "checked" not in desk.get(page_of(held)).content.decode()


def test_what_is_published(public: Post, desk: Client) -> None:
    assert offered(desk, public) == STANDS | {"lock", "pin", "split"}


def test_what_is_reported(public: Post, reader: User, desk: Client) -> None:
    moderation.flag(public, by=reader, seen=1, reason=because("attack"), note="It is rude.")
    assert offered(desk, public) == STANDS | {"keep", "lock", "pin", "split"}
    said = told(desk, public)
    assert "personal attack, by Reader one @reader-one, weight 1: waiting" in said
    assert "It is rude." in said


def test_what_is_locked_and_pinned(public: Post, moderator: User, desk: Client) -> None:
    moderation.lock_branch(public, by=moderator, seen=1, reason=because("heated"))
    moderation.pin(public, by=moderator, seen=1)
    assert offered(desk, public) == STANDS | {"unlock", "unpin"}


def test_what_answers_is_no_branch(thread: Thread, public: Post, author: User, desk: Client) -> None:
    assert offered(desk, published(thread, author, parent=public)) == STANDS | {"split"}


def test_what_is_returned(held: Post, moderator: User, desk: Client) -> None:
    moderation.return_to_author(held, by=moderator, seen=1, reason=because("unclear"))
    assert offered(desk, held) == ALWAYS | {"remove"}


def test_what_is_removed(public: Post, moderator: User, desk: Client) -> None:
    moderation.remove(public, by=moderator, seen=1, reason=because("attack"))
    assert offered(desk, public) == ALWAYS | {"restore", "lock"}
    assert "removed by a moderator: personal attack" in told(desk, public)


def test_what_is_withdrawn(public: Post, author: User, desk: Client) -> None:
    posting.withdraw(public, by=author)
    assert offered(desk, public) == ALWAYS | {"lock"}


def test_what_its_author_withdrew_is_nowhere_to_be_read(
    thread: Thread, author: User, stranger: User, moderator: User, desk: Client
) -> None:
    """It was returned, appealed against and answered first, so that it could stand on all of these pages."""
    words, later = "A secret", "A secret told."
    post = say(thread, author, words, ref="p1", quote="One")
    post = posting.edit(post, by=author, source=later)
    moderation.approve(post, by=moderator, seen=2)
    answer = published(thread, stranger, "An answer.", parent=post)
    moderation.flag(answer, by=author, seen=1, reason=because("spam"))
    moderation.return_to_author(post, by=moderator, seen=2, reason=because("unclear"))
    moderation.appeal(post.moderation_entries.get(act="return"), by=author, words="That was unfair.")
    pages = [POSTS, f"{POSTS}?q=secret", page_of(post), page_of(answer), page_of(author), QUEUE, f"{QUEUE}?q=secret"]
    assert all(words in desk.get(url).content.decode() for url in pages)
    posting.withdraw(post, by=author)
    for url in pages:
        text = read(desk.get(url)).text
        assert "A secret" not in text, url
        assert ("Withdrawn by its author." in text) == ("?q=" not in url), url
    assert "<q>One</q>" not in desk.get(page_of(post)).content.decode()
    assert not desk.get(f"{POSTS}?q=secret").context["cl"].result_list
    assert list(desk.get(f"{POSTS}?q={author.username}").context["cl"].result_list) == [post]


def test_what_was_changed_and_withdrawn_is_not_told_to_who_is_slower(held: Post, author: User, desk: Client) -> None:
    fields = filled_in(desk, page_of(held), "approve")
    posting.edit(held, by=author, source="Words that wait in secret.")
    posting.withdraw(held, by=author)
    page = read(desk.post(page_of(held), fields), 422)
    assert "This post was changed since you opened the page" in page.text
    assert "secret" not in page.html


def test_only_a_superuser_is_offered_to_erase(public: Post, author: User, admin_client: Client) -> None:
    assert "erase" not in offered(admin_client, public)
    posting.withdraw(public, by=author)
    assert "erase" in offered(admin_client, public)
