"""What a page says to one member alone, it says, and not to others, though the rest of it is shared."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client, override_settings
from django.utils import timezone

from accounts.models import User
from forum import drafts, following, moderation, posting, unread
from forum.models import EDIT_WINDOW, Post, Standing, Thread
from forum.personal import Answer
from forum.views.members import TOKEN, ForMembers
from tests.forum.members import Reading
from tests.forum.talk import because, discussion_by, passage, published, say, signed_in, trusting

pytestmark = pytest.mark.django_db
ESSAY = "/essays/an-essay/"
PAGES = ["/", ESSAY, f"{ESSAY}p1/", "/discussions/", "{essays}", "{members}"]
TALK = PAGES[1:3]
IN_MARGIN = {"HX-Request": "true", "HX-Target": "page-margin"}
LONG_AGO = timedelta(days=1)


@pytest.fixture(params=PAGES)
def url(request: pytest.FixtureRequest, old_talk: Thread, old_discussion: Thread) -> str:
    url: str = request.param
    return url.format(essays=old_talk.get_absolute_url(), members=old_discussion.get_absolute_url())


# --- What a page says to one member alone ---


def is_following(reader: User, thread: Thread) -> None:
    following.follow(reader, thread)


def follows_a_passage(reader: User, thread: Thread) -> None:
    following.follow(reader, thread, passage(thread, "p1"))


def has_written(reader: User, thread: Thread) -> None:
    published(thread, reader, "Mine.", ref="p1")
    published(thread, reader, "Mine, too.")
    following.stop(reader, thread)
    Post.objects.update(written_at=timezone.now() - LONG_AGO)


def has_just_written(reader: User, thread: Thread) -> None:
    published(thread, reader, "Mine.", ref="p1")
    published(thread, reader, "Mine, too.")


def waits(reader: User, thread: Thread) -> None:
    say(thread, reader, "Mine.", ref="p1")
    say(thread, reader, "Mine, too.")


def has_begun(reader: User, thread: Thread) -> None:
    for url in TALK:
        drafts.save(reader, f"{url}reply/", {"source": "Begun words."})


def is_silenced(reader: User, thread: Thread) -> None:
    Standing.objects.create(member=reader, state="silenced", until=timezone.now() + LONG_AGO, reason="Loud.")


def is_told(reader: User, thread: Thread) -> None:
    for post in Post.objects.filter(thread=thread):
        following.follow(reader, thread)
        published(
            thread, post.author or reader, f"@{reader.username}, look.", ref=post.anchor.ref if post.anchor else ""
        )


def is_moderator(reader: User, thread: Thread) -> None:
    reader.is_superuser = reader.is_staff = True
    reader.save()


# And what is said of it on the essay's page and on the passage's.
STATES: dict[Callable[[User, Thread], None], tuple[bytes, bytes]] = {
    is_following: (b"stop following", b"You follow all talk"),
    follows_a_passage: (b">Follow all talk", b"stop following"),
    has_written: (b"/withdraw/", b"/withdraw/"),
    has_just_written: (b"/edit/", b"/edit/"),
    waits: (b"is waiting for a moderator", b"is waiting for a moderator"),
    has_begun: (b"Begun words.", b"Begun words."),
    is_silenced: (b"You cannot write here", b"You cannot write here"),
    is_told: (b"2 new", b"1 new"),
    is_moderator: (b">Moderation<", b">Moderation<"),
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("number", [0, 1])
def test_it_is_said(
    state: Callable[[User, Thread], None], number: int, old_talk: Thread, reader: User, stranger: User
) -> None:
    url = TALK[number]
    reading, other = Reading(reader), Reading(stranger)
    other.client.handler = reading.client.handler
    for visitor in (reading, other):
        visitor.visit(url)
        visitor.visit(url)
    state(reader, old_talk)
    for _ in range(2):
        assert STATES[state][number] in reading.says(url)
        other.says(url)


def test_what_waits_is_shown_as_it_is_now(old_talk: Thread, reader: User) -> None:
    reading, post = Reading(reader), say(old_talk, reader, "Held words.")
    Post.objects.filter(pk=post.pk).update(written_at=timezone.now() - LONG_AGO)
    for _ in range(2):
        reading.visit(ESSAY)
    assert b"Held words." in reading.says(ESSAY)
    posting.withdraw(Post.objects.with_place().get(pk=post.pk), by=reader)
    assert b"is waiting" not in reading.says(ESSAY)


def test_what_was_never_public_and_is_gone_is_told_its_author(old_talk: Thread, reader: User, moderator: User) -> None:
    reading = Reading(reader)
    following.follow(reader, old_talk)
    for _ in range(2):
        reading.visit(ESSAY)
    post = say(old_talk, reader, "Held words.")
    Post.objects.filter(pk=post.pk).update(written_at=timezone.now() - LONG_AGO)
    moderation.remove(post, by=moderator, seen=post.revision, reason=because("spam"))
    assert b"Removed by a moderator" in reading.says(ESSAY)


def test_words_that_were_erased_are_gone_for_their_author_too(old_talk: Thread, reader: User, moderator: User) -> None:
    moderator.is_superuser = True
    moderator.save()
    reading, post = Reading(reader), published(old_talk, reader, "Words to be erased.")
    Post.objects.filter(pk=post.pk).update(written_at=timezone.now() - LONG_AGO)
    moderation.remove(post, by=moderator, seen=post.revision, reason=because("spam"))
    for _ in range(3):
        reading.client.get(ESSAY)
    assert b"Words to be erased." in reading.says(ESSAY)
    post = Post.objects.get(pk=post.pk)
    moderation.erase(post, by=moderator, seen=post.revision, reason=because("spam"))
    assert b"Words to be erased." not in reading.says(ESSAY)


def test_a_notice_of_a_post_that_is_gone_costs_nothing(
    old_talk: Thread, author: User, reader: User, moderator: User
) -> None:
    reading = Reading(reader)
    reading.visit(ESSAY)
    post = published(old_talk, author, f"@{reader.username}, look.")
    moderation.remove(post, by=moderator, seen=post.revision, reason=because("spam"))
    assert reader.notifications.unread().exists()
    for _ in range(3):
        reading.visit(ESSAY)
    assert reading.visit(ESSAY) == 3


def test_the_time_for_editing_ends(old_talk: Thread, reader: User) -> None:
    reading, post = Reading(reader), published(old_talk, reader)
    for _ in range(2):
        reading.visit(ESSAY)
    assert b"/edit/" in reading.says(ESSAY)
    Post.objects.filter(pk=post.pk).update(written_at=timezone.now() - EDIT_WINDOW)
    assert b"/edit/" not in reading.says(ESSAY)


def test_a_visit_reads_the_notice_of_what_it_shows(old_talk: Thread, author: User, reader: User) -> None:
    reading = Reading(reader)
    reading.visit(ESSAY)
    published(old_talk, author, f"@{reader.username}, look.")
    unread.read_all(Thread.objects.get(pk=old_talk.pk), reader, 100)
    assert reader.notifications.unread().count() == 1
    reading.visit(ESSAY)
    assert not reader.notifications.unread().exists()


@pytest.mark.parametrize("where", ["session", "cookie"])
def test_what_is_said_once_is_said(where: str, old_talk: Thread, reader: User) -> None:
    reading = Reading(reader)
    for _ in range(2):
        reading.visit(ESSAY)
    with override_settings(MESSAGE_STORAGE=f"django.contrib.messages.storage.{where}.{where.title()}Storage"):
        client = signed_in(reader)
        client.post(f"/discussions/{old_talk.pk}/read/", {"upto": "1", "next": ESSAY})
        assert b"is marked as read." in client.get(ESSAY).content
        assert b"is marked as read." not in client.get(ESSAY).content


def test_words_that_were_kept_before_signing_in_come_back(old_talk: Thread, reader: User, stranger: User) -> None:
    client, other = Client(), Reading(stranger)
    client.handler = other.client.handler
    client.post(f"{ESSAY}reply/", {"source": "Kept words."}, headers={"Origin": "http://testserver"})
    client.force_login(reader)
    for _ in range(2):
        assert b"Kept words." in client.get(ESSAY).content
        other.visit(ESSAY)
        assert b"Kept words." not in other.says(ESSAY)


@pytest.mark.parametrize("url", TALK)
def test_two_who_wrote_read_each_their_own_page(url: str, old_talk: Thread, reader: User, stranger: User) -> None:
    reading, other = Reading(reader), Reading(stranger)
    other.client.handler = reading.client.handler
    has_written(reader, old_talk)
    has_written(stranger, old_talk)
    for _ in range(2):
        for visitor in (reading, other):
            visitor.visit(url)
            visitor.says(url)


def test_what_is_shared_was_made_for_nobody(
    old_talk: Thread, reader: User, stranger: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the question forgets to ask."""
    monkeypatch.setattr(ForMembers, "asked", lambda *_, **__: Answer("forgetful", is_own=False, unread=0))
    has_begun(reader, old_talk)
    has_just_written(reader, old_talk)
    for member in (reader, stranger):
        page = signed_in(member).get(ESSAY).content
        assert not [private for private in (b"Begun words.", b"/edit/", b"stop following") if private in page]


# --- Lists ---


@pytest.mark.parametrize("url", ["/", "/discussions/"])
def test_a_list_says_to_each_what_is_new_to_them(
    url: str, old_talk: Thread, author: User, reader: User, stranger: User
) -> None:
    reading, other = Reading(reader), Reading(stranger)
    other.client.handler = reading.client.handler
    for _ in range(2):
        reading.visit(ESSAY)
        reading.visit(url)
    published(old_talk, author)
    assert b"1 new" in reading.says(url)
    assert b"1 new" not in other.says(url)
    published(old_talk, author)
    assert b"2 new" in reading.says(url)
    assert reading.visit(url) == 3
    reading.visit(ESSAY)
    assert b" new<" not in reading.says(url)


def test_a_list_shows_one_s_own_that_waits(old_talk: Thread, reader: User, stranger: User) -> None:
    reading, other = Reading(reader), Reading(stranger)
    other.client.handler = reading.client.handler
    reading.visit("/discussions/")
    discussion_by(reader, "A title that waits")
    assert b"A title that waits" in reading.says("/discussions/")
    assert b"A title that waits" not in other.says("/discussions/")


def test_the_header_says_how_many_notices_there_are(
    url: str, old_discussion: Thread, author: User, reader: User
) -> None:
    reading = Reading(reader)
    for _ in range(2):
        reading.visit(url)
    with trusting():
        elsewhere = discussion_by(author, "Elsewhere")
    published(elsewhere.thread, author, f"@{reader.username}, look.")
    assert b"unread notice<" in reading.says(url)
    assert reading.visit(url) == 3


def test_a_moderator_s_pages_are_theirs(url: str, reader: User, moderator: User) -> None:
    reading, other = Reading(reader), Reading(moderator)
    other.client.handler = reading.client.handler
    for _ in range(2):
        reading.visit(url)
        other.visit(url)
    assert b">Moderation<" in other.says(url)
    assert b">Moderation<" not in reading.says(url)


def test_nobody_is_called_what_stands_for_the_token(old_talk: Thread, reader: User) -> None:
    with pytest.raises(ValidationError):
        User(username=TOKEN.decode()).full_clean()
    reader.display_name = f"Reader{TOKEN.decode()} one"
    reader.full_clean()
    assert reader.display_name == "Reader one"
