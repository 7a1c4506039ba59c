"""Who was decided on can ask for another look, once for each decision."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from forum import moderation, permissions, posting
from forum.models import APPEAL_MAX_LENGTH, Appeal, ModerationEntry, Post, QueueItem, Thread
from tests.forum.acts import anew, banned
from tests.forum.pages import read
from tests.forum.talk import because, published, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def removal(thread: Thread, author: User, moderator: User) -> ModerationEntry:
    post = published(thread, author, "My own words.", ref="p1")
    moderation.remove(post, by=moderator, seen=1, reason=because("attack"), note="A note to its author.")
    return ModerationEntry.objects.get()


def page_of(entry: ModerationEntry) -> str:
    return f"/notices/{entry.number}/appeal/"


def test_the_page_says_what_was_decided_and_why(removal: ModerationEntry, author: User) -> None:
    page = read(signed_in(author).get(page_of(removal)))
    for said in ("Your post was removed.", "personal attack", "A note to its author.", "My own words."):
        assert said in page.text


def test_an_appeal_waits_for_a_moderator(removal: ModerationEntry, author: User) -> None:
    answer = signed_in(author).post(page_of(removal), {"source": "It was no attack."}, follow=True)
    assert "Your appeal is sent." in read(answer).text
    made = Appeal.objects.get()
    assert (made.decision, made.by, made.words) == (removal, author, "It was no attack.")
    assert QueueItem.objects.get().appeal == made


def test_there_is_one_for_each_decision(removal: ModerationEntry, author: User) -> None:
    client = signed_in(author)
    client.post(page_of(removal), {"source": "It was no attack."})
    page = read(client.get("/notices/"))
    assert "You have appealed: waiting" in page.text
    assert page_of(removal) not in page.links
    assert client.get(page_of(removal)).status_code == 403
    again = read(client.post(page_of(removal), {"source": "My second words."}), 403)
    assert again.fields["source"] == "My second words."
    assert Appeal.objects.count() == 1


def test_what_was_taken_back_is_not_appealed_against(removal: ModerationEntry, author: User, moderator: User) -> None:
    moderation.undo(removal, by=moderator)
    assert page_of(removal) not in read(signed_in(author).get("/notices/")).links
    assert signed_in(author).get(page_of(removal)).status_code == 403


def test_words_come_back_where_they_are_not_taken(removal: ModerationEntry, author: User) -> None:
    long = "x" * (APPEAL_MAX_LENGTH + 1)
    page = read(signed_in(author).post(page_of(removal), {"source": long}), 422)
    assert page.fields["source"] == long
    assert "Write something first." in read(signed_in(author).post(page_of(removal), {"source": " "}), 422).text
    assert not Appeal.objects.exists()


def test_words_are_kept_while_their_author_signs_in(removal: ModerationEntry, author: User, client: Client) -> None:
    origin = {"HTTP_ORIGIN": "http://testserver"}
    answer = client.post(page_of(removal), {"source": "It was no attack."}, **origin)  # type: ignore[arg-type]
    assert answer["Location"].startswith("/accounts/login/?next=")
    client.post(answer["Location"], {"login": author.username, "password": "a long password"})
    assert read(client.get(page_of(removal))).fields["source"] == "It was no attack."


def test_words_are_kept_where_the_token_is_too_old(removal: ModerationEntry, author: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(author)
    page = read(client.post(page_of(removal), {"source": "It was no attack."}), 403)
    assert page.fields["source"] == "It was no attack."


def test_nobody_else_finds_it(removal: ModerationEntry, stranger: User, moderator: User, client: Client) -> None:
    for other in (stranger, moderator):
        assert signed_in(other).get(page_of(removal)).status_code == 404
        assert signed_in(other).post(page_of(removal), {"source": "Words."}).status_code == 404
    assert client.get(page_of(removal)).status_code == 302
    assert signed_in(stranger).get("/notices/999/appeal/").status_code == 404
    assert not Appeal.objects.exists()


def test_a_banned_member_can_sign_in_read_why_and_appeal(author: User, moderator: User) -> None:
    client = Client()
    banned(author, moderator)
    client.post("/accounts/login/", {"login": author.username, "password": "a long password"})
    page = read(client.get("/notices/"))
    assert "You cannot write here any more: spam." in page.text
    entry = ModerationEntry.objects.get()
    assert page_of(entry) in page.links
    client.post(page_of(entry), {"source": "I am no machine."})
    moderation.grant(Appeal.objects.get(), by=moderator)
    assert "Your appeal was granted" in read(client.get("/notices/")).text
    assert anew(author).standing.may_write


def test_what_is_granted_is_public_again(removal: ModerationEntry, author: User, moderator: User) -> None:
    moderation.grant(moderation.appeal(removal, by=author, words="No."), by=moderator)
    assert "My own words." in read(Client().get("/essays/an-essay/p1/")).text
    assert Post.objects.get().is_published


def test_there_is_one_against_all_posts_being_removed_and_none_against_each(
    thread: Thread, author: User, moderator: User
) -> None:
    posts = [published(thread, author, f"Words {number}.") for number in range(3)]
    entry = moderation.remove_all(author, by=moderator, seen=0, latest=posts[-1].pk, reason=because("spam"))
    assert permissions.appealable(author, ModerationEntry.objects.select_related("post")) == {entry.pk}


# --- What is taken back without it ---


def answered() -> bool:
    """Whether nothing waits for an answer to the one appeal any more."""
    return Appeal.objects.get().state == Appeal.State.GRANTED and not QueueItem.objects.open().exists()


def test_who_undoes_a_decision_grants_the_appeal(removal: ModerationEntry, author: User, moderator: User) -> None:
    moderation.appeal(removal, by=author, words="It was no attack.")
    moderation.undo(removal, by=moderator)
    assert answered()


def test_who_restores_a_post_grants_the_appeal(removal: ModerationEntry, author: User, moderator: User) -> None:
    moderation.appeal(removal, by=author, words="It was no attack.")
    moderation.restore(Post.objects.get(), by=moderator, seen=1)
    assert answered()


def test_who_lifts_a_ban_grants_the_appeal(author: User, moderator: User) -> None:
    entry = moderation.ban(author, by=moderator, seen=0, reason=because("spam"))
    moderation.appeal(entry, by=author, words="That was not me.")
    moderation.lift(author, by=moderator, seen=moderation.last_entry(author))
    assert answered()


def test_what_holds_no_longer_is_not_appealed_against(thread: Thread, author: User, moderator: User) -> None:
    why: dict[str, Any] = {"by": moderator, "reason": because("attack")}
    post = published(thread, author)
    moderation.remove(post, seen=1, **why)
    removed = ModerationEntry.objects.latest("number")
    assert permissions.can_appeal(author, removed)
    moderation.restore(post, by=moderator, seen=1)
    moderation.return_to_author(post, seen=1, **why)
    returned = ModerationEntry.objects.latest("number")
    assert not permissions.can_appeal(author, removed)
    assert permissions.can_appeal(author, returned)
    posting.edit(Post.objects.get(pk=post.pk), by=author, source="Better words.")
    assert not permissions.can_appeal(author, returned)


@pytest.mark.parametrize("act", ["put_on_hold", "silence", "ban"])
def test_what_was_lifted_is_not_appealed_against(author: User, moderator: User, act: str) -> None:
    until = {"until": timezone.now() + timedelta(days=2)} if act == "silence" else {}
    getattr(moderation, act)(author, by=moderator, seen=0, reason=because("heated"), **until)
    entry = ModerationEntry.objects.latest("number")
    assert permissions.can_appeal(author, entry)
    moderation.lift(author, by=moderator, seen=moderation.last_entry(author))
    assert not permissions.can_appeal(author, entry)
