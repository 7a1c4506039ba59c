"""The page of the search, its suggestions, and what both cost."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from accounts.models import User
from forum import posting, search
from forum.models import Thread
from tests.forum.forest import bush, make_forest
from tests.forum.talk import passage, published, say, sorted_under, trusting

pytestmark = pytest.mark.django_db


def page_of(query: str, **more: str) -> str:
    return Client().get("/search/", {"q": query, **more}).text


def suggested(typed: str) -> list[tuple[str, str]]:
    found = Client().get("/search/suggest/", {"q": typed}).json()["suggestions"]
    return [(row["kind"], row["words"]) for row in found]


def fill(thread: Thread, author: User, count: int) -> None:
    search.follow(*make_forest(thread, author, bush(count)))
    search.follow(*make_forest(thread, author, bush(count), passage(thread, "p1")))


@pytest.mark.parametrize(
    ("url", "budget"),
    [
        ("/search/", 0),
        ("/search/?q=post", 3),
        ("/search/?q=post&sort=newest&page=2", 3),
        ("/search/?q=post+author:author-one+essay:an-essay", 6),
        ("/search/suggest/?q=po", 5),
        ("/search/suggest/?q=author:auth", 1),
        ("/search/suggest/?q=essay:an", 1),
    ],
)
def test_a_page_keeps_its_budget_at_two_sizes(thread: Thread, author: User, url: str, budget: int) -> None:
    for count in (30, 200):
        fill(thread, author, count)
        with CaptureQueriesContext(connection) as captured:
            assert Client().get(url).status_code == 200
        assert len(captured) <= budget
        thread.reply_counts.all().delete()


def test_each_result_leads_to_its_place(thread: Thread, author: User) -> None:
    post = published(thread, author, "A word on stress.", ref="p1")
    with trusting():
        opened = posting.open_thread(author, "The stress of it", sorted_under("texts"), "Words.").thread
    text = page_of("stress")
    for url in ("/essays/an-essay/p1/", f"/posts/{post.pk}/#post-{post.pk}", opened.get_absolute_url()):
        assert f'href="{url}"' in text
    assert "A title, paragraph 1" in text
    assert "Author one" in text


def test_results_come_twenty_to_a_page_and_are_counted_to_a_thousand(thread: Thread, author: User) -> None:
    fill(thread, author, 30)
    first, last = page_of("post in:posts"), page_of("post in:posts", page="3")
    assert "60 results, page 1 of 3" in first
    assert first.count('<li class="entry">') == last.count('<li class="entry">') == 20
    assert 'rel="next"' in first
    assert 'rel="next"' not in last
    assert Client().get("/search/?q=post&page=51").status_code == 404
    fill_more = make_forest(thread, author, bush(1001))
    search.follow(*fill_more)
    assert "1,000+ results, page 1 of 50" in page_of("post")


def test_an_empty_page_says_how_to_ask_and_no_results_what_to_do(thread: Thread) -> None:
    assert "How to ask" in page_of("")
    assert "Try fewer words, or others." in page_of("nowhere")
    assert 'name="robots" content="noindex"' in page_of("nowhere")


def test_what_was_meant_is_offered_with_all_else_that_was_asked(thread: Thread, author: User) -> None:
    published(thread, author, "The permanent Revolution.")
    for typed, meant in [
        ("revoluton", "Revolution"),
        ("permanent revolutoin in:posts", "permanent Revolution in:posts"),
        ("ervolution", "Revolution"),
        ("revolooton", "Revolution"),
    ]:
        assert search.search(typed).meant == meant
        assert escape(meant) in page_of(typed)
    assert search.search("zzzzzzzz").meant == ""


def test_titles_members_and_words_are_suggested(serge: Thread, author: User) -> None:
    published(serge, author, "A samizdat.")
    with trusting():
        posting.open_thread(author, "Authors of samizdat", sorted_under("texts"), "Words.")
    assert suggested("auth")[:2] == [("Discussion", "Authors of samizdat"), ("Member", "Author one (@author-one)")]
    assert ("Search", "a samizdat") in suggested("a samiz")
    assert any(kind == "Text" for kind, _ in suggested("victor ser"))
    assert suggested("") == suggested("s") == suggested("samizdat +") == []


def test_no_engine_marks_what_is_only_suggested(thread: Thread, author: User) -> None:
    """SQLite would look for every word that begins so in each of the documents again."""
    published(thread, author, "Samizdat.")
    with CaptureQueriesContext(connection) as captured:
        assert ("Search", "samizdat") in suggested("sa")
    assert len(captured) <= 5
    assert not any("highlight(" in one["sql"] or "ts_headline" in one["sql"] for one in captured)


def test_texts_are_suggested_before_discussions(thread: Thread, author: User) -> None:
    with trusting():
        posting.open_thread(author, "A title of mine", sorted_under("texts"), "Words.")
    kinds = [kind for kind, _ in suggested("title")]
    assert kinds[:2] == ["Text", "Discussion"]


def test_nobody_is_suggested_who_has_published_nothing(thread: Thread, author: User) -> None:
    say(thread, author, "Words that wait.")
    assert suggested("auth") == []


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("author:auth", ["author:author-one"]),
        ("exile -AUTHOR:Author o", []),
        ('exile -AUTHOR:"Author o', ["exile -author:author-one"]),
        ("author:reader", []),  # Has published nothing.
        ("author:gone", []),
        ("author:author-one", []),  # Is whole.
        ("author:", []),
        ("essay:an", ["essay:an-essay"]),
        ("essay:", ["essay:an-essay"]),
        ("essay:of", []),
        ("in:", ["in:essays", "in:notes", "in:posts", "in:titles"]),
        ("exile in:no", ["exile in:notes"]),
        ("in:nowhere", []),
        ("after:20", []),
    ],
)
def test_what_a_condition_can_be_is_suggested_instead_of_words(
    thread: Thread, author: User, reader: User, stranger: User, typed: str, offered: list[str]
) -> None:
    published(thread, author, "Authors of notes in 2024, of nowhere.")
    published(thread, stranger, "Gone.")
    User.objects.filter(pk=stranger.pk).update(username="gone", is_active=False)
    found = suggested(typed)
    assert [words for _, words in found] == offered
    assert all(search.search(query).rows for _, query in found if query.startswith(("author:", "essay:")))
