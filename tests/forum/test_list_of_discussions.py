"""The list of discussions: what it shows, in which order, narrowed to what, and page by page."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from forum import moderation, posting
from forum.listing import THREADS_PER_PAGE, Sort
from forum.models import Post, Thread
from tests.forum.pages import read
from tests.forum.talk import (
    because,
    client_of,
    discussion_by,
    passage,
    public_discussion,
    published,
    sorted_under,
    trusting,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made_anew")]
URL = "/discussions/"
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)


def listed(query: str = "", user: User | None = None) -> list[str]:
    return [thread.public_title for thread in client_of(user).get(f"{URL}{query}").context["found"].threads]


def make_threads(count: int, **others: object) -> list[Thread]:
    """Public ones: 0, 1, 2, … in the order of their latest talk, the earliest first; two by two at the same time."""
    rows = [
        Thread(title=str(number), category=sorted_under("texts"), post_count=1, **others) for number in range(count)
    ]
    for number, row in enumerate(rows):
        row.last_post_at = BEGAN + timedelta(hours=number // 2)
    return Thread.objects.bulk_create(rows)


def all_pages(query: str = "") -> list[str]:
    found, url = [], f"{URL}?{query}"
    while url:
        context = Client().get(url).context
        found += [thread.title for thread in context["found"].threads]
        url = f"{URL}?{context['found'].next_query}" if context["found"].next_query else ""
    return found


def test_it_shows_essays_and_what_members_opened(thread: Thread, reader: User) -> None:
    public_discussion(reader, "On memory", about=passage(thread, "p1"))
    said = Client().get(URL).content.decode()
    for words in (
        "A title",
        "On memory",
        "The texts",
        "Reader one",
        "0 replies",
        "On the essay",
        "/essays/an-essay/p1/",
    ):
        assert words in said


def test_what_waits_or_is_empty_is_not_listed(reader: User, moderator: User) -> None:
    post = discussion_by(reader)
    for user in (None, reader, moderator):
        assert listed(user=user) == []
    moderation.approve(post, by=moderator, seen=1)
    assert listed() == ["A title of my own"]
    posting.withdraw(Post.objects.get(), by=reader)
    assert listed() == []


def test_it_names_nobody_and_nothing_of_what_is_gone(reader: User, author: User, moderator: User) -> None:
    post = public_discussion(reader)
    published(post.thread, author)
    moderation.remove(post, by=moderator, seen=1, reason=because("attack"))
    said = Client().get(URL).content.decode()
    assert f"Discussion {post.thread_id}" in said
    for words in ("my own", "Reader one", "reader-one"):
        assert words not in said
    assert listed("?author=reader-one") == []


# --- Order ---


def test_the_latest_talk_comes_first(reader: User, author: User) -> None:
    first, _ = public_discussion(reader, "First"), public_discussion(reader, "Second")
    assert listed() == ["Second", "First"]
    published(first.thread, author)
    assert listed() == ["First", "Second"]
    assert listed("?sort=newest") == ["Second", "First"]
    assert listed("?sort=replies") == ["First", "Second"]


def test_what_is_pinned_comes_first_in_every_order(reader: User, author: User, moderator: User) -> None:
    pinned = public_discussion(reader, "Pinned").thread
    published(public_discussion(reader, "Other").thread, author)
    moderation.pin_thread(pinned, by=moderator)
    for sort in Sort:
        assert listed(f"?sort={sort}") == ["Pinned", "Other"]


def test_without_a_date_it_stands_where_it_began(reader: User) -> None:
    make_threads(2)
    undated = Thread.objects.create(title="Undated", category=sorted_under("texts"), post_count=1)
    Thread.objects.filter(pk=undated.pk).update(created_at=BEGAN - timedelta(days=1))
    assert listed() == ["1", "0", "Undated"]


# --- Narrowed ---


def test_it_is_narrowed(thread: Thread, reader: User, author: User) -> None:
    with trusting():
        posting.open_thread(author, "On the site", sorted_under("site"), "Words.")
    about = public_discussion(reader, "About it", about=passage(thread, "p1"))
    assert set(listed("?category=site")) == {"On the site"}
    assert set(listed("?essay=an-essay")) == {"A title", "About it"}
    assert set(listed("?author=Reader-One")) == set(listed("?author=@reader-one")) == {"About it"}
    assert set(listed("?unanswered=1")) == {"On the site", "About it"}
    published(about.thread, author)
    assert set(listed("?unanswered=1")) == {"On the site"}
    assert listed("?unanswered=1&essay=an-essay") == []
    assert "There is no such discussion." in Client().get(f"{URL}?author=nobody-at-all").content.decode()


def test_the_form_says_what_was_chosen(thread: Thread) -> None:
    query = "?sort=newest&category=site&essay=an-essay&author=someone&unanswered=1"
    said = Client().get(f"{URL}{query}").content.decode()
    for words in ('"newest" selected', '"site" selected', '"an-essay" selected', 'value="someone"', '"1" checked'):
        assert words in said


def test_it_is_narrowed_to_what_set_it_off_and_says_so(thread: Thread, reader: User, author: User) -> None:
    post = published(thread, author)
    public_discussion(reader, "About it", about=passage(thread, "p1"))
    public_discussion(reader, "Going on", about=post)
    for query, title, what, url, field in (
        ("?essay=an-essay&passage=p1", "About it", "paragraph 1", "/essays/an-essay/p1/", ("passage", "p1")),
        (f"?post={post.pk}", "Going on", "this post", f"/posts/{post.pk}/", ("post", str(post.pk))),
    ):
        page = read(Client().get(f"{URL}{query}"))
        assert listed(query) == [title]
        assert f"Only those that were set off by {what}." in page.text
        assert url in page.links
        assert field in page.fields.items()  # "Show" keeps it.
    assert Client().get(f"{URL}?essay=an-essay&passage=%00").status_code == 404


def test_the_form_is_folded_where_nothing_is_left_out(thread: Thread) -> None:
    assert '<details class="narrowing ui">' in Client().get(f"{URL}?sort=newest").content.decode()
    assert '<details class="narrowing ui" open>' in Client().get(f"{URL}?category=site").content.decode()


@pytest.mark.parametrize("query", ["sort=old", "category=none", "essay=none", "unanswered=2"])
def test_what_cannot_be_chosen_is_not_found(thread: Thread, query: str) -> None:
    assert Client().get(f"{URL}?{query}").status_code == 404


# --- Page by page ---


@pytest.mark.parametrize("sort", Sort)
@pytest.mark.parametrize("pinned", [0, 3, THREADS_PER_PAGE + 5])
def test_the_pages_hold_each_discussion_once(db: None, sort: str, pinned: int) -> None:
    threads = make_threads(THREADS_PER_PAGE * 2 + 7)
    Thread.objects.filter(pk__in=[thread.pk for thread in threads[:pinned]]).update(is_pinned=True)
    Thread.objects.filter(pk__in=[thread.pk for thread in threads[::3]]).update(post_count=3, last_post_at=None)
    found = all_pages(f"sort={sort}")
    assert sorted(found, key=int) == [thread.title for thread in threads]
    assert {int(title) for title in found[:pinned]} == set(range(pinned))


def test_a_page_stays_where_it_begins(reader: User) -> None:
    threads = make_threads(THREADS_PER_PAGE + 5)
    second = Client().get(URL).context["found"].next_query
    before = listed(f"?{second}")
    Thread.objects.filter(pk=threads[-1].pk).update(last_post_at=BEGAN + timedelta(days=99))
    public_discussion(reader, "New")
    assert listed(f"?{second}") == before == ["4", "3", "2", "1", "0"]


def test_what_is_chosen_stays_from_page_to_page(db: None) -> None:
    make_threads(THREADS_PER_PAGE + 1)
    make_threads(1, is_pinned=True)
    said = Client().get(f"{URL}?sort=replies&category=texts").context["found"].next_query
    assert said.startswith("sort=replies&category=texts&before=")


@pytest.mark.parametrize("before", ["x", "1", "1.", ".1", "1.x", "q1.1", "1.1.1", f"{10**18 - 1}.1", "²³.1", "1.1%0a"])
def test_what_is_no_key_is_no_page(db: None, before: str) -> None:
    assert Client().get(f"{URL}?before={before}").status_code == 404


def test_search_engines_read_the_whole_list_only(thread: Thread) -> None:
    make_threads(THREADS_PER_PAGE + 1)
    page = Client().get(URL).context["found"].next_query
    for query, is_listed in {"": True, page: True, "sort=newest": False, "category=site": False}.items():
        meta = Client().get(f"{URL}?{query}").context["meta"]
        assert meta.is_listed == is_listed
        assert meta.url.endswith(f"{URL}?{query}" if is_listed and query else URL)


@pytest.mark.parametrize("query", ["", "?sort=newest", "?sort=replies", "?category=texts", "?author=reader-one"])
def test_the_list_costs_the_same_at_two_sizes(thread: Thread, reader: User, query: str) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert Client().get(f"{URL}{query}").status_code == 200
        return len(captured)

    public_discussion(reader)
    few = cost()
    make_threads(50, opener=reader, about_essay=thread.essay)
    assert cost() == few == 2
