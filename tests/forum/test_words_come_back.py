"""Where words cannot be taken they are shown, with the reason, and nothing of what they were meant for."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from forum import moderation, posting
from forum.models import EDIT_WINDOW, Post, Thread
from tests.forum.pages import Page, read
from tests.forum.talk import because, client_of, published, say, signed_in

pytestmark = pytest.mark.django_db

HERE = {"Origin": "http://testserver"}
WORDS = 'My "long" <words>\n\nin </textarea> lines.'
SECRET = "xylophone"


@pytest.fixture
def gone(thread: Thread, author: User, moderator: User) -> Post:
    """A post that was removed while somebody answered it."""
    post = published(thread, author, f"A {SECRET}.")
    moderation.remove(post, by=moderator, seen=post.revision, reason=because("attack"))
    return post


def kept_for(url: str, member: User) -> Client:
    """The browser of a member who typed their words before they signed in."""
    client = Client()
    assert client.post(url, {"source": WORDS}, headers=HERE).status_code == 302
    client.force_login(member)
    return client


def assert_given_back(page: Page) -> None:
    assert "Your words were not posted" in page.text
    assert page.fields["source"] == WORDS
    assert SECRET not in page.html


# --- A reply to what is gone ---


@pytest.mark.parametrize("preview", [{}, {"preview": "1"}])
@pytest.mark.parametrize("signed", [True, False])
def test_a_reply_to_a_removed_post_comes_back(gone: Post, reader: User, signed: bool, preview: dict[str, str]) -> None:
    client = client_of(reader if signed else None)
    page = read(client.post(f"/posts/{gone.pk}/reply/", {"source": WORDS, **preview}, headers=HERE), 422)
    assert_given_back(page)
    assert "removed by a moderator" in page.text
    assert "Author one" not in page.html


@pytest.mark.parametrize("signed", [True, False])
def test_a_reply_to_a_withdrawn_post_comes_back(thread: Thread, author: User, reader: User, signed: bool) -> None:
    post = published(thread, author, f"A {SECRET}.")
    posting.withdraw(post, by=author)
    client = client_of(reader if signed else None)
    page = read(client.post(f"/posts/{post.pk}/reply/", {"source": WORDS}, headers=HERE), 422)
    assert_given_back(page)
    assert "withdrawn by its author" in page.text


def test_a_reply_to_a_post_that_went_during_signing_in_comes_back(
    thread: Thread, author: User, moderator: User, reader: User
) -> None:
    post = published(thread, author, f"A {SECRET}.")
    client = kept_for(f"/posts/{post.pk}/reply/", reader)
    moderation.remove(post, by=moderator, seen=post.revision, reason=because("attack"))
    assert_given_back(read(client.get(f"/posts/{post.pk}/reply/"), 403))


def test_the_form_for_what_is_gone_is_refused(gone: Post, reader: User) -> None:
    page = read(signed_in(reader).get(f"/posts/{gone.pk}/reply/"), 403)
    assert "be answered: it is removed by a moderator." in page.text


# --- What the sender may not know of ---


@pytest.mark.parametrize("kind", ["reply", "edit"])
def test_words_for_a_post_that_nobody_may_know_of_come_back(
    thread: Thread, author: User, moderator: User, kind: str
) -> None:
    held = say(thread, author, f"A {SECRET}.")
    posting.withdraw(held, by=author)
    answers = [
        signed_in(moderator).post(f"/posts/{pk}/{kind}/", {"source": WORDS}, headers=HERE) for pk in (held.pk, 0)
    ]
    pages = [read(answer, 404) for answer in answers]
    for page in pages:
        assert_given_back(page)
    assert pages[0].text == pages[1].text


@pytest.mark.parametrize("url", ["/essays/another/reply/", "/essays/an-essay/p9/reply/"])
@pytest.mark.parametrize("signed", [True, False])
def test_words_for_a_text_that_is_not_here_come_back(thread: Thread, reader: User, url: str, signed: bool) -> None:
    assert_given_back(read(client_of(reader if signed else None).post(url, {"source": WORDS}), 404))


def test_an_address_that_is_not_there_has_no_words_of_others(thread: Thread) -> None:
    for answer in (Client().get("/posts/0/reply/"), Client().post("/posts/0/reply/", {"source": " "})):
        assert "There is nothing at this address" in read(answer, 404).text


# --- An edit ---


def test_an_edit_of_anothers_post_comes_back(thread: Thread, author: User, stranger: User) -> None:
    post = published(thread, author, f"A {SECRET}.")
    page = read(signed_in(stranger).post(f"/posts/{post.pk}/edit/", {"source": WORDS}), 403)
    assert_given_back(page)
    assert "Only its author can edit a post." in page.text


def test_an_edit_that_was_kept_until_it_was_too_late_comes_back(thread: Thread, author: User) -> None:
    post = published(thread, author, f"A {SECRET}.")
    client = kept_for(f"/posts/{post.pk}/edit/", author)
    Post.objects.filter(pk=post.pk).update(written_at=timezone.now() - EDIT_WINDOW - timedelta(minutes=1))
    page = read(client.get(f"/posts/{post.pk}/edit/"), 403)
    assert_given_back(page)
    assert "be edited any more." in page.text


@pytest.mark.parametrize(
    ("source", "why"), [("x" * 20_001, "This is 20001 characters long"), ("\u200b", "Write something first.")]
)
def test_an_edit_without_a_session_says_what_is_wrong_beside_the_words(
    thread: Thread, author: User, source: str, why: str
) -> None:
    post = published(thread, author, f"A {SECRET}.")
    for pk in (post.pk, 0):
        page = read(Client().post(f"/posts/{pk}/edit/", {"source": source}, headers=HERE), 422)
        assert page.fields["source"] == source
        assert why in page.text
        assert SECRET not in page.html


def test_a_preview_of_an_edit_without_a_session_shows_only_what_was_typed(thread: Thread, author: User) -> None:
    post = published(thread, author, f"A {SECRET}.")
    page = read(Client().post(f"/posts/{post.pk}/edit/", {"source": "A *new* word.", "preview": "1"}, headers=HERE))
    assert "<p>A <em>new</em> word.</p>" in page.html
    assert SECRET not in page.html
    assert f"/accounts/login/?next=/posts/{post.pk}/edit/" in page.links
