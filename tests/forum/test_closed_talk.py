"""Where nobody can reply, or this member cannot, the page says so and why; words that were sent come back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from forum import moderation
from forum.models import Post, Thread
from tests.forum.acts import anew, banned
from tests.forum.pages import read
from tests.forum.talk import because, published, signed_in

pytestmark = pytest.mark.django_db
PLACES = ["/essays/an-essay/", "/essays/an-essay/p1/"]


@pytest.fixture
def post(thread: Thread, author: User) -> Post:
    return published(thread, author, ref="p1")


@pytest.fixture
def locked(post: Post, moderator: User) -> Thread:
    return moderation.lock_thread(post.thread, by=moderator, reason=because("heated"))


@pytest.mark.parametrize("url", [*PLACES, "/discussions/{thread}/", "/posts/{post}/"])
def test_a_locked_thread_says_why_and_has_no_form(locked: Thread, post: Post, url: str) -> None:
    page = read(Client().get(url.format(thread=f"{locked.pk}-{locked.slug}", post=post.pk)))
    assert page.text.count("This talk is locked") == 1
    assert page.tags["textarea"] == 0
    assert f"/posts/{post.pk}/reply/" not in page.links
    assert page.classes["none"] == 0  # No invitation to be the first, at any paragraph.


def test_the_reason_of_the_last_lock_is_said(locked: Thread, moderator: User) -> None:
    assert "This talk is locked: too heated." in read(Client().get(PLACES[0])).text
    moderation.unlock_thread(locked, by=moderator)
    moderation.lock_thread(locked, by=moderator, reason=because("other"))
    assert "This talk is locked: another reason." in read(Client().get(PLACES[0])).text


def test_words_sent_to_a_locked_thread_come_back(locked: Thread, post: Post, stranger: User) -> None:
    for url in (*(f"{place}reply/" for place in PLACES), f"/posts/{post.pk}/reply/"):
        page = read(signed_in(stranger).post(url, {"source": "My words."}), 422)
        assert page.fields["source"] == "My words."
        assert "locked" in page.text


def test_words_kept_from_before_signing_in_are_shown_where_it_was_locked_since(
    post: Post, stranger: User, moderator: User, client: Client
) -> None:
    origin = {"HTTP_ORIGIN": "http://testserver"}
    client.post("/essays/an-essay/p1/reply/", {"source": "My words."}, **origin)  # type: ignore[arg-type]
    client.force_login(stranger)
    moderation.lock_thread(post.thread, by=moderator, reason=because("heated"))
    assert "My words." in read(client.get("/essays/an-essay/p1/")).text


def test_a_locked_branch_says_why_and_is_not_answered(post: Post, author: User, moderator: User) -> None:
    answer, beside = published(post.thread, author, parent=post), published(post.thread, author, ref="p1")
    moderation.lock_branch(post, by=moderator, seen=1, reason=because("heated"))
    page = read(Client().get(PLACES[1]))
    assert page.text.count("This branch is locked: too heated.") == 1
    replies = [link for link in page.links if link.endswith("/reply/")]
    assert replies == [f"/posts/{beside.pk}/reply/"]
    assert "This branch is locked." in read(Client().get(answer.get_absolute_url())).text


def test_a_thread_that_holds_all_says_so_at_the_form(post: Post, stranger: User, moderator: User) -> None:
    said = "Every reply here waits for a moderator."
    assert said not in read(Client().get(PLACES[1])).text
    moderation.hold_all(post.thread, by=moderator, reason=because("heated"))
    assert said in read(Client().get(PLACES[1])).text
    assert said in read(signed_in(stranger).get(f"/posts/{post.pk}/reply/")).text


def silence(member: User, moderator: User) -> str:
    until = timezone.now() + timedelta(days=3)
    moderation.silence(member, by=moderator, seen=0, until=until, reason=because("heated"))
    return f"You cannot write here until {until:%-d %B %Y, %H:%M} UTC: too heated."


def ban(member: User, moderator: User) -> str:
    banned(member, moderator)
    return "You cannot write here any more: spam."


@pytest.mark.parametrize("how", [silence, ban])
def test_who_may_not_write_reads_why_instead_of_a_form(
    post: Post, stranger: User, moderator: User, how: object
) -> None:
    said = how(stranger, moderator)  # type: ignore[operator]
    client = signed_in(stranger)
    for url in (*PLACES, f"/posts/{post.pk}/reply/", "/essays/an-essay/p1/reply/", "/notices/"):
        page = read(client.get(url))
        assert said in page.text, url
        assert page.tags["textarea"] == 0
    back = read(client.post(f"/posts/{post.pk}/reply/", {"source": "My words."}), 422)
    assert back.fields["source"] == "My words."
    assert not Post.objects.by(stranger).exists()


def test_a_silence_that_is_over_is_not_spoken_of(post: Post, stranger: User, moderator: User) -> None:
    silence(stranger, moderator)
    member = anew(stranger)
    member.standing.until = timezone.now() - timedelta(seconds=1)
    member.standing.save()
    page = read(signed_in(stranger).get(PLACES[1]))
    assert "You cannot write here" not in page.text
    assert "source" in page.fields


def test_who_is_on_hold_is_told_at_the_form(post: Post, stranger: User, moderator: User) -> None:
    moderation.put_on_hold(stranger, by=moderator, seen=0, reason=because("spam"))
    assert "What you post waits for a moderator." in read(signed_in(stranger).get(PLACES[1])).text
