"""What moderators do with members' discussions at the desk: merge, split, rename, and find them."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from forum import moderation, posting
from forum.admin.naming import thread_named
from forum.models import ModerationEntry, Post, Thread
from tests.forum.desk import THREADS, decide, entry, filled_in, offered, page_of, queries_of, told
from tests.forum.discussions import assert_exact, undo
from tests.forum.pages import read
from tests.forum.talk import discussion_by, public_discussion, published, sorted_under

pytestmark = pytest.mark.django_db


@pytest.fixture
def discussion(author: User) -> Thread:
    return public_discussion(author, "On memory").thread


def now(thread: Thread) -> Thread:
    return Thread.objects.select_related("category").get(pk=thread.pk)


def test_what_is_known(discussion: Thread, thread: Thread, author: User, desk: Client) -> None:
    post = published(thread, author)
    about = public_discussion(author, "About a post", about=post).thread
    said = told(desk, discussion)
    assert "Title On memory First post" in said
    assert f"Post {discussion.posts.get().pk}: published Category {sorted_under('texts').name}" in said
    assert "Opened by Author one @author-one" in said
    assert f"Set off by Post {post.pk}" in told(desk, about)


def test_what_is_offered(discussion: Thread, thread: Thread, author: User, moderator: User, desk: Client) -> None:
    assert offered(desk, thread) == {"lock", "hold_all", "pin"}
    assert offered(desk, discussion) == {"lock", "hold_all", "pin", "rename", "merge"}
    assert offered(desk, discussion.posts.get()) == {"return", "remove"}
    assert offered(desk, published(discussion, author)) == {"return", "remove", "lock", "pin", "move", "split"}
    moderation.merge(discussion, by=moderator, into=thread)
    assert offered(desk, discussion) == set()


@pytest.mark.parametrize(
    "named", ["{0.pk}", " #{0.pk} ", "{0.pk}-a-title", "https://a.org/discussions/{0.pk}-x/?sort=newest"]
)
def test_merge_by_number_or_address(discussion: Thread, stranger: User, desk: Client, named: str) -> None:
    into = public_discussion(stranger, "Another one").thread
    decide(desk, discussion, "merge", "place", into=named.format(into))
    assert now(discussion).merged_into == into
    answer = desk.get(page_of(discussion))
    assert f'On memory: merged into “<a href="{page_of(into)}">Another one</a>”.' in answer.content.decode()
    assert "Merged into Another one" in read(answer).text
    assert f"Came here Discussion {discussion.pk}" in told(desk, into)
    assert 'aria-label="Undo entry 1: merged into another discussion"' in answer.content.decode()
    desk.post(page_of(entry("merge")), {"act": "undo", "next": page_of(discussion)})
    assert now(discussion).merged_into is None
    assert_exact(discussion, into)


def test_merge_into_a_text(discussion: Thread, thread: Thread, desk: Client) -> None:
    decide(desk, discussion, "merge", into="https://a.org/essays/an-essay/#page-reply")
    assert now(discussion).merged_into == thread


@pytest.mark.parametrize("named", ["", "0", "x", "/discussions/", "/essays/none/", "9" * 30, "12x", "-1"])
def test_what_names_no_thread(db: None, named: str) -> None:
    assert thread_named(named) is None


@pytest.mark.parametrize(
    ("act", "fields", "said"),
    [
        ("merge", {}, "Say into which thread it is merged."),
        ("merge", {"into": "999999"}, "There is no thread with this number or address."),
        ("merge", {"into": "itself"}, "A discussion cannot be merged into itself."),
        ("rename", {"title": ""}, "Give it a title."),
        ("rename", {"title": "x" * 151}, "at most 150"),
        ("rename", {"category": ""}, "Choose a category."),
        ("rename", {}, "Nothing to do"),
    ],
)
def test_what_cannot_be_done(discussion: Thread, desk: Client, act: str, fields: dict[str, Any], said: str) -> None:
    fields = {key: str(discussion.pk) if value == "itself" else value for key, value in fields.items()}
    page = read(decide(desk, discussion, act, note="A note.", **fields), 422)
    assert said in page.text
    assert page.fields["note"] == "A note."
    assert not ModerationEntry.objects.exists()


def test_rename(discussion: Thread, desk: Client) -> None:
    decide(desk, discussion, "rename", title="On forgetting", category=sorted_under("site").pk)
    assert (now(discussion).title, now(discussion).category) == ("On forgetting", sorted_under("site"))
    said = told(desk, discussion)
    assert "On forgetting: renamed or sorted anew." in said


def test_a_name_that_was_changed_since_is_not_lost(discussion: Thread, author: User, desk: Client) -> None:
    form = filled_in(desk, page_of(discussion), "rename", category=sorted_under("site").pk)
    posting.edit(Post.objects.get(thread=discussion), by=author, source="Words.", title="The author's own")
    page = read(desk.post(page_of(discussion), form), 422)
    assert "it is called “The author's own” now" in page.text
    assert page.fields["title"] == form["title"]  # What was typed, beside what it is.
    assert now(discussion).title == "The author's own"
    form |= {"seen": page.fields["seen"], "entry": page.fields["entry"]}
    assert desk.post(page_of(discussion), form).status_code == 302


def test_split(thread: Thread, author: User, desk: Client) -> None:
    post = published(thread, author)
    decide(desk, post, "split", "place", title="Its own", category=sorted_under("texts").pk)
    made = Thread.objects.get(title="Its own")
    page = desk.get(page_of(post)).content.decode()
    assert f'It is in <a href="{page_of(made)}">Its own</a> now.' in page
    assert "it opens a discussion" in page
    undo("split", by=entry("split").by)  # type: ignore[arg-type]
    assert Post.objects.get(pk=post.pk).thread == thread


@pytest.mark.parametrize(
    ("fields", "said"), [({"category": ""}, "Give it a title."), ({"title": "A title"}, "Choose a category.")]
)
def test_a_discussion_needs_a_title_and_a_category(
    thread: Thread, author: User, desk: Client, fields: dict[str, str], said: str
) -> None:
    assert said in read(decide(desk, published(thread, author), "split", **fields), 422).text
    assert not ModerationEntry.objects.exists()


def test_moving_says_where_it_is(thread: Thread, discussion: Thread, author: User, desk: Client) -> None:
    post = published(thread, author)
    decide(desk, post, "move", thread=discussion.get_absolute_url(), ref="")
    assert f'It is in <a href="{page_of(discussion)}">On memory</a> now.' in desk.get(page_of(post)).content.decode()


# --- The list ---


def test_the_list_says_what_each_is(
    discussion: Thread, thread: Thread, author: User, reader: User, moderator: User, desk: Client
) -> None:
    moderation.merge(public_discussion(author, "Gone elsewhere").thread, by=moderator, into=discussion)
    discussion_by(reader, "It waits")
    assert listed(desk) == {
        "It waits": "waiting for a moderator",
        "A title": "an essay's",
        "On memory": "published",
        f"Discussion {Thread.objects.get(title='').pk}": "merged into On memory",
    }


def listed(desk: Client, query: str = "") -> dict[str, str]:
    """What the list shows: title and state of each thread."""
    html = read(desk.get(f"{THREADS}?{query}")).html
    rows = re.findall(r'field-called"><a[^>]*>([^<]*)</a></th><td class="field-state">([^<]*)</td>', html)
    return {unescape(title): unescape(state) for title, state in rows}


@pytest.mark.parametrize(
    ("query", "found"), [("kind=essays", "A title"), ("kind=members", "On memory"), ("kind=merged", "")]
)
def test_the_list_is_narrowed(discussion: Thread, thread: Thread, desk: Client, query: str, found: str) -> None:
    assert list(listed(desk, query)) == ([found] if found else [])


def test_a_withdrawn_title_is_nowhere(discussion: Thread, author: User, desk: Client) -> None:
    posting.withdraw(discussion.posts.get(), by=author)
    for url in (THREADS, f"{THREADS}?q=memory", page_of(discussion)):
        assert "On memory" not in desk.get(url).content.decode()
    assert f"Discussion {discussion.pk}" not in read(desk.get(f"{THREADS}?q=memory")).text


def test_the_list_costs_the_same_for_many(discussion: Thread, author: User, desk: Client) -> None:
    asked = []
    for count in (1, 10):
        for number in range(count):
            public_discussion(author, f"Title {number}")
        asked.append(queries_of(desk, THREADS))
    assert asked[0] == asked[1]
