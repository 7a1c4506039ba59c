"""The list opens on what waits, the longest waiting on top, and says what it shows; all else can be asked for."""

import pytest
from django.test import Client

from accounts.models import User
from forum.admin.words import EXCERPT_CHARACTERS, EXCERPT_LINES
from forum.models import Post, Thread
from tests.forum.pages import Page, read
from tests.forum.queue import QUEUE, form_of, held_posts
from tests.forum.talk import published, say

pytestmark = pytest.mark.django_db


def listed(desk: Client, **asked: str) -> list[Post]:
    return list(desk.get(QUEUE, asked).context["cl"].result_list)


def heading(desk: Client, **asked: str) -> str:
    title: str = desk.get(QUEUE, asked).context["title"]
    return title


# --- Which posts ---


def test_the_list_opens_on_what_waits_the_longest_waiting_on_top(thread: Thread, author: User, desk: Client) -> None:
    published(thread, author)
    waiting = held_posts(thread, 2)
    assert listed(desk) == listed(desk, status="pending") == waiting
    assert heading(desk) == heading(desk, status="pending") == "Waiting for a moderator"


def test_all_posts_can_be_asked_for_and_what_waits_comes_first(thread: Thread, author: User, desk: Client) -> None:
    standing = published(thread, author)
    waiting = held_posts(thread, 2)
    assert listed(desk, status="all") == [*waiting, standing]
    assert listed(desk, status="published") == [standing]
    assert listed(desk, status="removed") == []
    assert heading(desk, status="all") == heading(desk, status="published") == "Posts"


def test_what_is_no_state_lists_what_waits(thread: Thread, author: User, desk: Client) -> None:
    published(thread, author)
    assert listed(desk, status="nonsense") == []


def test_a_search_looks_through_all_states_until_one_is_chosen(thread: Thread, author: User, desk: Client) -> None:
    standing = published(thread, author, "Words of old.")
    waiting = held_posts(thread, 2)
    assert listed(desk, q="words") == [*waiting, standing]
    assert heading(desk, q="words") == "Posts"
    assert listed(desk, q="words", status="pending") == waiting
    assert listed(desk, q="newcomer-1") == waiting[1:]


def test_the_filter_shows_what_is_chosen_and_how_many_there_are(thread: Thread, author: User, desk: Client) -> None:
    published(thread, author)
    held_posts(thread, 2)
    (states,) = [spec for spec in desk.get(QUEUE).context["cl"].filter_specs if spec.title == "state"]
    choices = list(states.choices(desk.get(QUEUE).context["cl"]))
    assert [choice["display"] for choice in choices if choice["selected"]] == ["Waiting for a moderator"]
    text = Page(desk.get(QUEUE, {"_facets": "True"})).text
    for counted in ("Waiting for a moderator (2)", "Published (1)", "Removed by a moderator (0)", "All (3)"):
        assert counted in text


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({}, "Nothing is waiting."),
        ({"status": "pending"}, "Nothing is waiting."),
        ({"status": "removed"}, "There is no such post."),
        ({"q": "nothing"}, "There is no such post."),
        ({"q": "nothing", "status": "pending"}, "There is no such post."),
    ],
)
def test_an_empty_list_says_so_and_offers_no_action(
    thread: Thread, author: User, desk: Client, asked: dict[str, str], said: str
) -> None:
    published(thread, author)
    page = Page(desk.get(QUEUE, asked))
    assert said in page.text
    assert "action" not in page.fields
    assert "0 posts" not in page.text


# --- How they are shown ---


@pytest.mark.parametrize(
    ("source", "clipped", "reached"),
    [
        ("Short words.", False, False),
        ("Long words. " * (EXCERPT_CHARACTERS // 12 + 1), True, True),
        ("A line.\n\n" * EXCERPT_LINES, True, True),
        ("| a | b |\n|---|---|\n| c | d |", False, True),
    ],
)
def test_long_words_are_scrolled_in_the_list_with_the_keyboard_too(
    thread: Thread, reader: User, desk: Client, source: str, clipped: bool, reached: bool
) -> None:
    post = say(thread, reader, source)
    page = Page(desk.get(QUEUE))
    assert ("clipped" in page.classes) == clipped
    assert (f'tabindex="0" role="group" aria-label="The words of post {post.pk}"' in page.html) == reached
    assert " ".join(Page(desk.get(QUEUE)).text.split()).count("A line.") == source.count("A line.")
    assert "clipped" not in Page(desk.get(form_of(post))).classes


def test_the_state_comes_before_what_may_be_long(thread: Thread, desk: Client) -> None:
    held_posts(thread, 1)
    html = desk.get(QUEUE).content.decode()
    assert html.index("field-state") < html.index("field-excerpt") < html.index("field-who")


def test_the_queue_is_one_page_with_one_heading(thread: Thread, desk: Client) -> None:
    first, _ = held_posts(thread, 2)
    assert f"Post {first.pk}" in read(desk.get(QUEUE)).text
