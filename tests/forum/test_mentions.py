"""Whom a post names is found when it is written, and stays whom it names."""

import pytest
from django.test import Client

from accounts.models import User
from forum import moderation, posting
from forum.models import Mention, Post, Thread
from forum.posting import rerender_posts
from tests.conftest import make_member
from tests.forum.talk import because, published, say, signed_in

pytestmark = pytest.mark.django_db
LINK = '<a class="name" href="/members/{}/">@{}</a>'


def fresh(post: Post) -> str:
    return Post.objects.get(pk=post.pk).html


def test_a_name_leads_to_its_member_capitals_or_not(thread: Thread, author: User, reader: User) -> None:
    post = published(thread, author, "Hello @Reader-One and @nobody-here.")
    assert post.html == f"<p>Hello {LINK.format('reader-one', 'Reader-One')} and @nobody-here.</p>"
    assert [(row.member, row.name) for row in post.mentions.all()] == [(reader, "Reader-One")]


def test_words_without_a_name_ask_for_nobody(thread: Thread, author: User) -> None:
    post = published(thread, author, "Write to me@example.org.")
    assert not post.mentions.exists()
    assert "/members/" not in post.html


def test_a_new_member_with_that_name_changes_nothing(thread: Thread, author: User) -> None:
    post = published(thread, author, "Hello @anna.")
    make_member("anna")
    assert rerender_posts() == 0
    assert fresh(post) == "<p>Hello @anna.</p>"


def test_who_is_called_otherwise_is_found_and_who_takes_the_name_is_not_meant(thread: Thread, author: User) -> None:
    anna = make_member("anna")
    post = published(thread, author, "Hello @anna.")
    User.objects.filter(pk=anna.pk).update(username="annabel")
    assert Client().get("/members/anna/")["Location"] == "/members/annabel/"
    User.objects.create_user("anna")
    assert rerender_posts() == 1
    assert fresh(post) == f"<p>Hello {LINK.format('annabel', 'anna')}.</p>"
    posting.edit(post, by=author, source="Hello @anna, again.")
    assert fresh(post) == f"<p>Hello {LINK.format('annabel', 'anna')}, again.</p>"
    assert Client().get("/members/anna/").status_code == 200


def test_a_name_in_words_that_nobody_may_read_is_none_that_was_ever_had(thread: Thread, author: User) -> None:
    anna = make_member("anna")
    assert say(thread, author, "Hello @anna.").is_pending
    User.objects.filter(pk=anna.pk).update(username="annabel")
    for address in ("/members/anna/", "/members/anna/feed/"):
        assert Client().get(address).status_code == 404


def test_a_name_that_nobody_ever_had_is_not_found() -> None:
    assert Client().get("/members/anna/").status_code == 404


def test_a_preview_shows_whom_it_names(thread: Thread, author: User, reader: User) -> None:
    post = published(thread, author)
    for address in ("/essays/an-essay/reply/", f"/posts/{post.pk}/edit/"):
        answer = signed_in(author).post(address, {"source": "Hello @reader-one.", "preview": "1"})
        assert LINK.format("reader-one", "reader-one") in answer.content.decode()
    assert not Mention.objects.exists()


def test_words_that_are_brought_back_name_whom_they_named(
    thread: Thread, author: User, reader: User, moderator: User
) -> None:
    post = posting.reply(thread, author=author, source="Hello @reader-one.")
    moderation.approve(post, by=moderator, seen=1, source="Hello.")
    assert not Mention.objects.exists()
    moderation.undo(post.moderation_entries.get(act="approve"), by=moderator)
    assert [row.member for row in Mention.objects.all()] == [reader]


def test_words_that_are_erased_name_nobody(thread: Thread, author: User, reader: User, moderator: User) -> None:
    User.objects.filter(pk=moderator.pk).update(is_superuser=True)
    superuser = User.objects.get(pk=moderator.pk)
    post = published(thread, author, "Hello @reader-one.")
    moderation.remove(post, by=superuser, seen=1, reason=because("attack"))
    moderation.erase(post, by=superuser, seen=1, reason=because("attack"))
    assert not Mention.objects.exists()


def test_to_render_many_posts_anew_costs_no_query_for_each_name(
    thread: Thread, author: User, reader: User, django_assert_num_queries: object
) -> None:
    for number in range(3):
        published(thread, author, f"Hello @reader-one, {number}.")
    with django_assert_num_queries(4):  # type: ignore[operator]  # Posts, mentions, members, and no more posts.
        rerender_posts()
