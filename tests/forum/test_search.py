"""What is typed into the box, and what is found."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client

from accounts.models import User
from essays.models import Essay
from forum import moderation, posting, search
from forum.models import Post, Thread
from forum.search import Results, Sort
from tests.conftest import make_member
from tests.forum.talk import public_discussion, published, say, sorted_under, trusting

pytestmark = pytest.mark.django_db


def found(query: str, sort: Sort = Sort.BEST) -> list[str]:
    """The words of what a query finds."""
    return [row.document.words for row in search.search(query, sort).rows]


def marked(results: Results) -> list[list[str]]:
    """Of each result the words that are marked."""
    return [[part.text for part in row.parts if part.is_found] for row in results.rows]


def opened(author: User, title: str, source: str = "A first post.") -> Thread:
    with trusting():
        return posting.open_thread(author, title, sorted_under("texts"), source).thread


@pytest.mark.parametrize(
    ("source", "query"),
    [
        ("A thought on exile.", "exile"),
        ("A thought on exile.", "EXILE thought"),
        ("He remembered them.", "remember"),
        ("Remember them.", "remembering"),
        ("In the café of the naïve.", "cafe naive"),
        ("In the cafe.", "café"),
        ("Łódź and Tromsø.", "lodz tromso"),
        ("Über die Straße.", "uber strasse"),
        ("Written 1917–1921 in Moscow.", "1921"),
        ("Written 1917-1921 in Moscow.", "1917"),
        ("A well-known writer.", "known"),
        ("A well-known writer.", "well-known"),
        ("A word—and another.", "another"),
        ("Виктор Серж писал.", "серж"),
        ("שלום עולם", "עולם"),
        ("这是革命的一年。", "革命"),
        ("See example.org/serge for it.", "serge"),
        ("In commit 84e2f9c01.", "84E2F9C01 commit"),
        ("The end of it.", "the"),
        ("It is C++ that I write.", "C++"),
        ("The permanent revolution goes on.", '"permanent revolution"'),
        ("The permanent revolution goes on.", "“permanent revolution”"),
        ("The permanent revolution goes on.", "'permanent' revolution"),
        ("Not and or near them.", "NOT AND OR NEAR"),
        ("A word.", 'word "'),
    ],
)
def test_words_are_found(thread: Thread, author: User, source: str, query: str) -> None:
    published(thread, author, source)
    assert len(found(f"in:posts {query}")) == 1


@pytest.mark.parametrize(
    "query",
    [
        '"revolution permanent"',
        "revolution -permanent",
        "revolution exile",
        '-"permanent revolution" goes',
        "revo",
        "in:notes",
    ],
)
def test_what_does_not_match_is_not_found(thread: Thread, author: User, query: str) -> None:
    published(thread, author, "The permanent revolution goes on.")
    assert found(f"in:posts {query}") == []


def test_texts_notes_titles_and_posts_are_found(thread: Thread, author: User) -> None:
    published(thread, author, "A post on stress.")
    opened(author, "The stress of it")
    assert set(found("stress")) == {"One, with <angles> & stress.", "A post on stress.", "The stress of it"}
    assert found("stress in:essays") == ["One, with <angles> & stress."]
    assert found("stress in:titles") == ["The stress of it"]
    assert found("stress -in:posts -in:essay") == ["The stress of it"]
    assert found("in:notes") == ["A note."]


def test_an_author_is_found_by_every_name(thread: Thread, author: User, reader: User) -> None:
    published(thread, author, "By the author.")
    published(thread, reader, "By a reader.")
    assert (
        found("author:author-one") == found('author:"Author one"') == found("author:AUTHOR-ONE") == ["By the author."]
    )
    assert found("by -author:author-one") == ["By a reader."]
    assert set(found("author:author in:essays")) == {
        "One, with <angles> & stress.",
        "Two, which calls a note that is lost.",
        "A quotation.",
    }


def test_a_name_is_no_kind_of_what_is_found(thread: Thread, author: User) -> None:
    """The marks of the imported author and those of notes are words of one index."""
    post = published(thread, author, "By nobody.")
    Post.objects.filter(pk=post.pk).update(author=None, imported_from="Links", imported_name="Ote")
    search.follow(Post.objects.select_related("thread").get(pk=post.pk))
    assert found("nobody author:ote") == ["By nobody."]
    assert found("nobody in:notes") == []


def test_an_essay_is_asked_for_by_its_address(thread: Thread, serge: Thread, author: User) -> None:
    published(thread, author, "Here is a word.")
    published(serge, author, "There is a word.")
    assert found("essay:an-essay word") == ["Here is a word."]
    assert set(found("-essay:an-essay word in:posts")) >= {"There is a word."}
    assert "Here is a word." not in found("-essay:an-essay word in:posts")


def test_what_is_said_about_an_essay_in_a_discussion_is_found_with_it(
    thread: Thread, serge: Thread, author: User, moderator: User
) -> None:
    answered = published(thread, author, "By the way.")
    opening = public_discussion(author, "A word apart", "Said in the discussion: a word.", about=answered)
    assert set(found("essay:an-essay word -in:essays")) == {"A word apart", "Said in the discussion: a word."}
    moderation.move(answered, by=moderator, seen=answered.revision, thread=serge, anchor=None)
    assert found("essay:an-essay word -in:essays") == []
    assert set(found("essay:victor-serge word -in:essays -in:notes")) >= {"A word apart", opening.source}


def test_dates_are_days_months_or_years(thread: Thread, author: User) -> None:
    post = published(thread, author, "A dated word.")
    Post.objects.filter(pk=post.pk).update(written_at=datetime(2024, 1, 31, 12, tzinfo=UTC))
    search.follow(Post.objects.select_related("thread").get(pk=post.pk))
    for query in ("after:2024", "after:2024-01-31", "before:2025", "before:2024-02", "-after:2024-02", "-before:2024"):
        assert found(f"dated {query}"), query
    for query in ("after:2024-02", "after:2025", "before:2024", "before:2024-01-31", "-after:2024", "-before:2025"):
        assert not found(f"dated {query}"), query


def test_what_has_no_date_is_not_before_any(serge: Thread) -> None:
    Post.objects.filter(thread=serge).update(written_at=None)
    search.follow_all(Post.objects.filter(thread=serge))
    assert len(found("in:posts")) == 2
    assert found("in:posts before:2030") == found("in:posts after:1900") == []


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("author:nobody word", "no author “nobody”"),
        ("essay:nothing word", "no essay “nothing”"),
        ("in:everything word", "in: takes essays"),
        ("after:yesterday word", "“yesterday” is no date"),
        ("before:2024-13", "“2024-13” is no date"),
        ("word " * 50, "more than can be looked for"),
        ("?!", "no word"),
    ],
)
def test_what_cannot_be_looked_for_is_said(thread: Thread, author: User, query: str, said: str) -> None:
    published(thread, author, "A word.")
    assert said in Client().get("/search/", {"q": query}).text.replace("&quot;", '"')


def test_the_best_match_is_first_or_the_newest(thread: Thread, author: User) -> None:
    published(thread, author, "Exile. Exile again, and exile.")
    published(thread, author, "Among many other words, one is exile, and there are many, many more words around it.")
    assert [words[:5] for words in found("exile")] == ["Exile", "Among"]
    assert [words[:5] for words in found("exile", Sort.NEWEST)] == ["Among", "Exile"]


@pytest.mark.parametrize(
    ("source", "query", "expected"),
    [
        ("He *remembered* the café & them.", "remember cafe", ["remembered", "café"]),
        ("In commit 84e2f9c01 of 1917, *exile*.", "exile 84e2f9c01", ["84e2f9c01", "exile"]),
        ("The permanent revolution.", '"permanent revolution"', ["permanent revolution"]),
        ("Exile, and -- again -- EXILES.", "exile -stone", ["Exile", "EXILES"]),
        ("Das ist die Straße, `<b>ß</b>`.", "strasse ss", ["Straße", "ß"]),
    ],
)
def test_the_mark_falls_on_what_was_found(
    thread: Thread, author: User, source: str, query: str, expected: list[str]
) -> None:
    published(thread, author, source)
    assert marked(search.search(f"{query} in:posts")) == [expected]


def test_a_snippet_is_never_markup(thread: Thread, author: User) -> None:
    published(thread, author, "A `<script>alert(1)</script>` in words.")
    page = Client().get("/search/", {"q": "script"}).text
    assert "&lt;<mark>script</mark>&gt;" in page
    assert "<script>alert" not in page


def test_a_long_text_is_shown_where_it_matches(thread: Thread, author: User) -> None:
    published(thread, author, f"{'Before it. ' * 200}The needle. {'After it. ' * 200}")
    (row,) = search.search("needle").rows
    text = "".join(part.text for part in row.parts)
    assert text.startswith("… ")
    assert text.endswith(" …")
    assert "The needle." in text
    assert len(text) < 300


@pytest.mark.parametrize("source", [f"Needle {'.' * 9000}", f"{'.' * 9000} needle", f"Needle {'a' * 9000} needle"])
def test_what_is_no_word_or_one_without_end_is_cut(thread: Thread, author: User, source: str) -> None:
    published(thread, author, source)
    (row,) = search.search("needle").rows
    assert "needle" in "".join(part.text for part in row.parts).lower()
    assert sum(len(part.text) for part in row.parts) < 1000


def test_only_what_everybody_may_read_is_found(thread: Thread, author: User, essay: Essay) -> None:
    say(thread, author, "A word that waits.")
    assert found("waits") == []
    assert posting.open_thread(author, "A waiting title", sorted_under("texts"), "Waiting words.").is_pending
    assert found("waiting") == []


def test_whoever_is_closed_is_still_an_author(thread: Thread) -> None:
    gone = make_member("gone-one")
    published(thread, gone, "Words of old.")
    gone.is_active = False
    gone.save()
    assert found("author:gone-one") == ["Words of old."]
