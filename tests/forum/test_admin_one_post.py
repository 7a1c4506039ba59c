"""The page of one post offers what can be done with it, and says when and what as the site does."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from accounts.models import User
from forum import posting
from forum.models import ModerationEntry, Post, Thread
from tests.forum.pages import Page
from tests.forum.queue import decide, form_of, held_posts
from tests.forum.talk import published

pytestmark = pytest.mark.django_db

APPROVE, REMOVE = 'name="decision" value="approve"', 'name="decision" value="remove"'
AFTERNOON = datetime(2025, 3, 9, 14, 5, tzinfo=UTC)


def test_what_waits_can_be_approved_or_removed_and_nothing_is_chosen(thread: Thread, desk: Client) -> None:
    (post,) = held_posts(thread, 1)
    html = desk.get(form_of(post)).content.decode()
    assert APPROVE in html
    assert REMOVE in html
    assert "checked" not in html


def test_what_is_published_can_only_be_removed(thread: Thread, author: User, desk: Client) -> None:
    html = desk.get(form_of(published(thread, author))).content.decode()
    assert APPROVE not in html
    assert REMOVE in html


@pytest.mark.parametrize("removed", [True, False])
def test_what_is_gone_is_only_looked_at(thread: Thread, author: User, desk: Client, removed: bool) -> None:
    post = published(thread, author)
    if removed:
        decide(desk, post, "remove", "It is rude.")
    else:
        posting.withdraw(post, by=author)
    page = Page(desk.get(form_of(post)))
    assert not {"decision", "reason", "seen", "_save"} & set(page.fields)
    assert ("removed by a moderator: It is rude." in page.text) == removed


def test_times_are_written_as_on_the_site(thread: Thread, desk: Client) -> None:
    (post,) = held_posts(thread, 1)
    Post.objects.update(written_at=AFTERNOON)
    ModerationEntry.objects.update(created_at=AFTERNOON)
    post.revisions.update(created_at=AFTERNOON)
    assert Page(desk.get(form_of(post))).text.count("9 March 2025, 14:05") == 3
    for name in ("post", "moderationentry"):
        assert "9 March 2025, 14:05" in Page(desk.get(f"/admin/forum/{name}/")).text


def test_a_date_is_called_unknown_only_where_it_is(thread: Thread, serge: Thread, desk: Client) -> None:
    (post,) = held_posts(thread, 1)
    assert "unknown" not in Page(desk.get(form_of(post))).text
    undated = serge.posts.order_by("pk")[0]
    Post.objects.filter(pk=undated.pk).update(written_at=None)
    assert "date unknown" in Page(desk.get(form_of(undated))).text


def test_djangos_own_history_which_is_empty_is_not_offered(thread: Thread, desk: Client) -> None:
    (post,) = held_posts(thread, 1)
    assert f"/admin/forum/post/{post.pk}/history/" not in Page(desk.get(form_of(post))).links
