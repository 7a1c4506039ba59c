"""Buttons and addresses of pages that are open since before something changed, or that nobody made."""

import pytest
from django.test import Client

from accounts.models import User
from forum import following, moderation
from forum.drafts import is_form
from forum.models import ReadMark, Subscription, Thread
from tests.forum.pages import read
from tests.forum.talk import because, public_discussion, published, signed_in

pytestmark = pytest.mark.django_db
NO_MOMENTS = ["9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:59", "2020-01-01T00:00:00", "2020-13-01", "x", ""]


@pytest.fixture
def merged(thread: Thread, author: User, moderator: User) -> Thread:
    """A discussion whose posts went to the essay."""
    found = public_discussion(author).thread
    moderation.merge(found, by=moderator, into=thread)
    return Thread.objects.get(pk=found.pk)


@pytest.mark.parametrize("words", NO_MOMENTS)
def test_what_is_no_moment_is_not_found(thread: Thread, reader: User, words: str) -> None:
    assert Client().get("/essays/an-essay/news/", {"since": words}).status_code == 404
    assert signed_in(reader).post("/discussions/read/", {"before": words}).status_code == 404


def test_who_follows_what_was_merged_follows_where_it_went(merged: Thread, thread: Thread, reader: User) -> None:
    button = f"/discussions/{merged.pk}/follow/"
    signed_in(reader).post(button)
    assert list(Subscription.objects.filter(member=reader).values_list("thread", flat=True)) == [thread.pk]
    signed_in(reader).post(button, {"stop": "yes"})
    assert not Subscription.objects.filter(member=reader).exists()


def test_what_was_read_of_it_says_nothing_of_where_it_went(merged: Thread, thread: Thread, reader: User) -> None:
    signed_in(reader).get("/essays/an-essay/")
    before = ReadMark.objects.get(member=reader).upto
    published(thread, User.objects.get(username="author-one"))
    signed_in(reader).post(f"/discussions/{merged.pk}/read/", {"upto": "99"})
    assert ReadMark.objects.get(member=reader).upto == before


@pytest.mark.parametrize("pk", ["9" * 19, "9" * 40])
def test_no_draft_is_kept_for_a_number_that_no_post_has(pk: str) -> None:
    assert not is_form(f"/posts/{pk}/reply/")
    assert is_form("/posts/12/reply/")


def test_all_that_is_read_is_what_could_be(thread: Thread, author: User, reader: User, moderator: User) -> None:
    following.follow(reader, thread, None)
    post = published(thread, author)
    last = str(reader.notifications.get().pk)
    moderation.remove(post, by=moderator, seen=1, reason=because("attack"))
    signed_in(reader).post("/notices/read/", {"upto": last})
    moderation.restore(post, by=moderator, seen=1)
    assert reader.notifications.get().read_at is None


@pytest.mark.parametrize("header", ["Sec-Purpose", "Purpose"])
def test_a_page_that_is_fetched_in_case_is_not_read(
    thread: Thread, author: User, reader: User, moderator: User, header: str
) -> None:
    following.follow(reader, thread, None)
    published(thread, author)
    moderation.warn(reader, by=moderator, seen=0, reason=because("heated"))
    for url in ("/essays/an-essay/", "/notices/"):
        signed_in(reader).get(url, headers={header: "prefetch"})
    assert reader.notifications.unread().count() == 2
    assert read(signed_in(reader).get("/notices/")).classes["unread"] == 2
