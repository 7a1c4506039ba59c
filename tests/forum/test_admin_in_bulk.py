"""Deciding on many posts at once, and on what was on the screen only."""

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from accounts.models import User
from forum import moderation, posting
from forum.admin import PostAdmin
from forum.models import REASON_MAX_LENGTH, ModerationEntry, Thread
from tests.forum.pages import Page, read
from tests.forum.queue import QUEUE, acts, decide_all, form_of, held_posts, send_ticked, status
from tests.forum.talk import counted, counters, published, say

pytestmark = pytest.mark.django_db


def test_many_are_approved_at_once(thread: Thread, desk: Client) -> None:
    posts = held_posts(thread, 3)
    assert "3 posts approved." in decide_all(desk, posts, "approve_selected")
    assert [status(post) for post in posts] == ["published"] * 3
    assert ModerationEntry.objects.filter(act="approve").count() == 3
    assert counters(thread) == counted(thread)


def test_many_are_removed_at_once_for_a_reason(thread: Thread, desk: Client) -> None:
    posts = held_posts(thread, 3)
    assert "3 posts removed." in decide_all(desk, posts, "remove_selected", "Spam.")
    assert {entry.reason for entry in ModerationEntry.objects.filter(act="remove")} == {"Spam."}


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("", "Give the reason: it is shown in the place of the words."),
        ("  ", "Give the reason"),
        ("x" * (REASON_MAX_LENGTH + 1), f"at most {REASON_MAX_LENGTH} characters"),
        ("a\0b", "Null characters are not allowed."),
    ],
)
def test_many_are_not_removed_without_a_proper_reason(thread: Thread, desk: Client, reason: str, said: str) -> None:
    posts = held_posts(thread, 2)
    assert said in decide_all(desk, posts, "remove_selected", reason)
    assert [status(post) for post in posts] == ["pending"] * 2


def test_who_gave_no_reason_is_asked_for_it_and_keeps_what_was_ticked(thread: Thread, desk: Client) -> None:
    *posts, other = held_posts(thread, 3)
    asked = send_ticked(desk, posts, "remove_selected")
    page = read(asked)
    assert "Remove 2 posts" in page.text
    assert "Words 0." in page.text
    assert other.author_name not in page.text
    assert {f"seen-{post.pk}" for post in posts} <= set(page.fields)
    ticked = [str(post.pk) for post in posts]
    answer = desk.post(QUEUE, {**page.fields, "_selected_action": ticked, "reason": "Spam."}, follow=True)
    assert "2 posts removed." in answer.content.decode()
    assert [status(post) for post in [*posts, other]] == ["removed", "removed", "pending"]


def test_what_was_changed_while_the_reason_was_written_is_not_removed(
    thread: Thread, reader: User, desk: Client
) -> None:
    post = say(thread, reader)
    page = read(send_ticked(desk, [post], "remove_selected"))
    posting.edit(post, by=reader, source="Kind words.")
    answer = desk.post(QUEUE, {**page.fields, "reason": "Spam."}, follow=True)
    assert "Its author has changed this post since you opened the page." in answer.content.decode()
    assert status(post) == "pending"


def test_of_many_those_that_can_be_are_approved_and_the_others_named(
    thread: Thread, author: User, desk: Client
) -> None:
    standing, (post,) = published(thread, author), held_posts(thread, 1)
    html = decide_all(desk, [post, standing], "approve_selected")
    assert "1 post approved." in html
    assert f"Post {standing.pk} by Author one: This post is not waiting any more: it is published." in html
    assert (acts(post), acts(standing)) == (["hold", "approve"], [])


def test_what_has_left_the_list_meanwhile_is_named(thread: Thread, desk: Client, moderator: User) -> None:
    (post,) = held_posts(thread, 1)
    moderation.approve(post, by=moderator, seen=post.revision)
    html = send_ticked(desk, [post], "approve_selected", follow=True).content.decode()
    assert f"Post {post.pk} by newcomer-0: This post is not waiting any more: it is published." in html


@pytest.mark.parametrize("pk", ["-1", "9" * 30])
def test_what_is_no_post_is_passed_over(thread: Thread, desk: Client, pk: str) -> None:
    (post,) = held_posts(thread, 1)
    ticked = {"_selected_action": [pk, str(post.pk)], f"seen-{post.pk}": post.revision}
    answer = desk.post(QUEUE, {"action": "approve_selected", **ticked}, follow=True)
    assert "1 post approved." in answer.content.decode()


def test_what_is_on_another_page_is_not_offered_and_not_decided(
    thread: Thread, desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PostAdmin, "list_per_page", 2)
    posts = held_posts(thread, 3)
    assert "Select all 3" not in desk.get(QUEUE).content.decode()
    send_ticked(desk, posts[:1], "approve_selected", select_across="1", follow=True)
    assert [status(post) for post in posts] == ["published", "pending", "pending"]


def test_the_list_says_which_revision_it_shows(thread: Thread, reader: User, desk: Client) -> None:
    post = posting.edit(say(thread, reader), by=reader, source="Other words.")
    assert f'<input type="hidden" name="seen-{post.pk}" value="2">' in desk.get(QUEUE).content.decode()


def test_what_was_changed_since_it_was_listed_is_not_decided(thread: Thread, reader: User, desk: Client) -> None:
    post = say(thread, reader)
    posting.edit(post, by=reader, source="Unkind words.")
    assert "Its author has changed this post since you opened the page." in decide_all(desk, [post], "approve_selected")
    assert (status(post), acts(post)) == ("pending", ["hold"])


def test_what_was_not_on_the_page_is_not_decided(thread: Thread, desk: Client) -> None:
    (post,) = held_posts(thread, 1)
    desk.post(QUEUE, {"action": "approve_selected", "_selected_action": [str(post.pk)]})
    assert status(post) == "pending"


def test_what_was_changed_while_its_page_was_open_is_not_decided(thread: Thread, reader: User, desk: Client) -> None:
    post = say(thread, reader)
    fields = Page(desk.get(form_of(post))).fields
    posting.edit(post, by=reader, source="Unkind words.")
    answer = desk.post(form_of(post), {**fields, "decision": "approve"}, follow=True)
    assert "Its author has changed this post since you opened the page." in answer.content.decode()
    assert (status(post), acts(post)) == ("pending", ["hold"])


def test_a_posts_page_costs_no_more_with_many_revisions(
    thread: Thread, reader: User, desk: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    post = say(thread, reader)
    for count in range(12):
        posting.edit(post, by=reader, source=f"Words {count}.")
    with django_assert_max_num_queries(16):
        desk.get(form_of(post))
