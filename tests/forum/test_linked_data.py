"""What a page shows is said in the words of schema.org: nothing made up, and nothing that is more than words."""

import json

import pytest

from accounts.models import User
from essays.markup import data_script
from essays.models import Essay
from forum import moderation, posting
from forum.models import Post, Thread
from tests.essays.hostile import HOSTILE
from tests.forum.forest import bush, make_forest
from tests.forum.heads import head
from tests.forum.talk import published, say

pytestmark = pytest.mark.django_db

SITE, ESSAY, P1 = "http://testserver", "/essays/an-essay/", "/essays/an-essay/p1/"


@pytest.fixture
def post(thread: Thread, author: User) -> Post:
    return published(thread, author, "Words <of> a *reply* & more.", ref="p1")


def test_a_text_is_an_article_with_its_comments(essay: Essay, thread: Thread, author: User) -> None:
    first = published(thread, author, "First.")
    answer = published(thread, author, "Answer.", parent=first)
    published(thread, author, "On a paragraph.", ref="p1")
    data, edition = head(ESSAY).data, essay.current_edition
    assert edition
    assert (data["@context"], data["@type"]) == ("https://schema.org", "ScholarlyArticle")
    assert (data["headline"], data["author"]) == ("A title", {"@type": "Person", "name": "An author"})
    assert (data["inLanguage"], data["datePublished"]) == ("en", edition.published_at.isoformat())
    assert (data["url"], data["commentCount"]) == (f"{SITE}{ESSAY}", 3)
    assert data["isPartOf"] == {"@type": "WebSite", "name": "Colloquy", "url": f"{SITE}/"}
    one, two = data["comment"]
    assert (one["@type"], one["text"], one["url"]) == ("Comment", "First.", f"{SITE}{first.get_absolute_url()}")
    assert one["author"] == {"@type": "Person", "name": "Author one", "url": f"{SITE}/members/author-one/"}
    assert "parentItem" not in one
    assert (two["text"], two["parentItem"]["@id"]) == ("Answer.", one["url"])
    assert answer.written_at
    assert answer.published_at
    assert two["dateCreated"] == answer.written_at.isoformat()
    assert two["datePublished"] == answer.published_at.isoformat()


def test_a_passage_is_a_part_of_its_article_with_the_comments_on_it(post: Post) -> None:
    published(post.thread, post.author, "On the whole.")  # type: ignore[arg-type]
    found = head(P1)
    assert (found.data["@type"], found.data["url"]) == ("ScholarlyArticle", f"{SITE}{ESSAY}")
    part = found.data["hasPart"]
    assert (part["url"], part["name"], part["position"]) == (f"{SITE}{P1}", "Paragraph 1", "1")
    assert part["text"] == "One, with <angles> & stress."
    assert found.comments == {f"{SITE}{post.get_absolute_url()}": "Words <of> a reply & more."}


def test_a_thread_is_a_discussion_of_its_article(post: Post) -> None:
    data = head(post.thread.get_absolute_url()).data
    assert (data["@type"], data["headline"], data["commentCount"]) == ("DiscussionForumPosting", "A title", 1)
    assert data["about"]["url"] == f"{SITE}{ESSAY}"
    assert data["author"] == {"@type": "Organization", "name": "Colloquy", "url": f"{SITE}/"}
    assert data["text"]
    assert data["datePublished"] == post.thread.created_at.isoformat()
    assert [comment["url"] for comment in data["comment"]] == [f"{SITE}{post.get_absolute_url()}"]


def test_a_post_is_a_posting_with_its_answers(post: Post, author: User) -> None:
    answer = published(post.thread, author, "An answer.", parent=post)
    data = head(post.get_absolute_url()).data
    assert data["@type"] == "DiscussionForumPosting"
    assert data["headline"] == "Post by Author one: A title"
    assert (data["text"], data["author"]["name"]) == ("Words <of> a reply & more.", "Author one")
    assert post.published_at
    assert data["datePublished"] == post.published_at.isoformat()
    assert data["isPartOf"]["url"] == f"{SITE}{ESSAY}"
    assert head(post.get_absolute_url()).comments == {f"{SITE}{answer.get_absolute_url()}": "An answer."}
    assert head(answer.get_absolute_url()).data["parentItem"]["@id"] == data["url"]


def test_of_what_was_imported_no_date_is_made_up(serge: Thread) -> None:
    assert serge.essay
    comments = head(serge.essay.get_absolute_url()).data["comment"]
    assert len(comments) == 2
    assert not [name for comment in comments for name in comment if name.startswith("date")]
    assert "url" not in comments[0]["author"]


def test_only_what_was_changed_in_public_is_said_to_be_changed(thread: Thread, author: User, moderator: User) -> None:
    held = say(thread, author, "As it was.")
    posting.edit(held, by=author, source="Before it was public.")
    held.refresh_from_db()
    moderation.approve(held, by=moderator, seen=held.revision)
    assert "dateModified" not in head(held.get_absolute_url()).data
    posting.edit(held, by=author, source="In public.")
    assert "dateModified" in head(held.get_absolute_url()).data


def test_a_full_page_tells_of_as_many_comments_as_it_shows(thread: Thread, author: User) -> None:
    make_forest(thread, author, bush(300))
    found = head(ESSAY)
    assert 0 < len(found.data["comment"]) <= 40
    assert found.data["commentCount"] == thread.posts.count()


@pytest.mark.parametrize(
    "words", ["</script><script>alert(1)</script>", "<!--<script>", "a\u2028b\u2029c", '"}]', "&lt;/script&gt;"]
)
def test_no_words_end_the_data(thread: Thread, author: User, words: str) -> None:
    author.display_name = words[:40]
    author.save()
    post = published(thread, author, f"Before {words} after", ref="p1")
    for url in (P1, post.get_absolute_url(), thread.get_absolute_url()):
        found = head(url)
        assert len(found.scripts) == 1
        assert not set("<>&\u2028\u2029") & set(found.scripts[0])
        assert "after" in json.dumps(found.data)
    assert head(P1).data["comment"][0]["author"]["name"] == author.get_full_name()


def test_hostile_data_comes_out_as_it_went_in() -> None:
    script = data_script(list(HOSTILE))
    inside = script.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert not set("<>&") & set(inside)
    assert json.loads(inside) == list(HOSTILE)
