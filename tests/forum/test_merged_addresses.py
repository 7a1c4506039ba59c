"""The addresses of a discussion that was merged lead to where its posts went, and those of its posts show them."""

import pytest
from django.test import Client

from accounts.models import User
from forum import moderation, posting
from forum.models import Post, Thread
from tests.forum.discussions import undo
from tests.forum.pages import Page, read
from tests.forum.talk import client_of, discussion_by, public_discussion, published, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(author: User) -> Thread:
    return public_discussion(author, "A title").thread


@pytest.fixture
def there(stranger: User) -> Thread:
    return public_discussion(stranger, "Another title").thread


def now(thread: Thread) -> Thread:
    return Thread.objects.get(pk=thread.pk)


def test_its_address_leads_there_for_as_long_as_it_is_merged(
    client: Client, here: Thread, there: Thread, serge: Thread, moderator: User
) -> None:
    address = here.get_absolute_url()
    moderation.merge(here, by=moderator, into=there)
    answer = client.get(address)
    assert (answer.status_code, answer.headers["Location"]) == (301, there.get_absolute_url())
    assert answer.headers["Cache-Control"] == "no-cache"
    moderation.merge(there, by=moderator, into=serge)
    for asked in (address, f"/discussions/{here.pk}-anything/"):
        assert client.get(asked).headers["Location"] == serge.get_absolute_url()
    undo("merge", by=moderator)
    undo("merge", by=moderator, thread=here)
    assert client.get(address).status_code == 200


def test_a_reply_that_was_begun_before_is_posted_there(
    here: Thread, there: Thread, reader: User, moderator: User, trust: None
) -> None:
    member, address = signed_in(reader), f"{here.get_absolute_url()}reply/"
    fields = Page(member.get(address)).fields
    moderation.merge(here, by=moderator, into=there)
    answer = member.get(address)
    assert (answer.status_code, answer.headers["Location"]) == (301, f"{there.get_absolute_url()}reply/")
    assert member.post(address, {**fields, "source": "Words from before."}).status_code == 302
    assert Post.objects.get(source="Words from before.").thread == there


def test_each_post_is_found_after_each_act(here: Thread, there: Thread, author: User, moderator: User) -> None:
    first = published(here, author, "First.")
    posts = [here.posts.get(is_opening=True), first, published(here, author, "Below.", parent=first)]
    assert_found(posts)
    moderation.merge(here, by=moderator, into=there)
    assert_found(posts)
    moderation.split(first, by=moderator, seen=1, title="Split", category=now(there).category)  # type: ignore[arg-type]
    assert_found(posts)
    undo("split", by=moderator)
    assert_found(posts)
    undo("merge", by=moderator)
    assert_found(posts)


def assert_found(posts: list[Post]) -> None:
    """Each is on its own page, and on the page of the thread where it stands."""
    reader = client_of(None)
    for post in posts:
        found = Post.objects.select_related("thread").get(pk=post.pk)
        assert post.pk in read(reader.get(f"/posts/{post.pk}/")).posts
        assert post.pk in read(reader.get(found.thread.get_absolute_url())).posts


def test_who_may_not_know_of_a_discussion_is_not_led_from_it(there: Thread, reader: User, moderator: User) -> None:
    waiting = discussion_by(reader).thread
    moderation.merge(waiting, by=moderator, into=there)
    assert client_of(None).get(waiting.get_absolute_url()).status_code == 404
    assert signed_in(reader).get(waiting.get_absolute_url()).status_code == 301


def test_the_title_of_what_was_withdrawn_is_not_in_the_way_to_it(here: Thread, reader: User, moderator: User) -> None:
    opening = public_discussion(reader, "A secret")
    posting.withdraw(opening, by=reader)
    gone = opening.thread
    moderation.merge(here, by=moderator, into=gone)
    leads_to = client_of(None).get(here.get_absolute_url()).headers["Location"]
    assert leads_to == f"/discussions/{gone.pk}-discussion-{gone.pk}/"
    assert "secret" not in read(client_of(None).get(leads_to)).html
