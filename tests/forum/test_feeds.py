"""Feeds say what is said here to who reads with a feed reader: whole, in order, under names that stay."""

from datetime import timedelta
from typing import Any

import feedparser  # type: ignore[import-untyped]
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts.models import User
from forum import moderation, posting
from forum.feeds.posts import ENTRIES, for_feed
from forum.models import Post, Thread
from tests.forum.forest import bush, make_forest
from tests.forum.talk import because, passage, public_discussion, published

pytestmark = pytest.mark.django_db
SITE, MEMBER = "/feed/", "/members/author-one/feed/"
ESSAY, PASSAGE = "/essays/an-essay/feed/", "/essays/an-essay/p1/feed/"


def parsed(url: str) -> Any:
    answer = Client().get(url)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    found = feedparser.parse(answer.content)
    assert not found.bozo, found.bozo_exception
    return found


def links(url: str) -> list[str]:
    return [entry.link for entry in parsed(url).entries]


def absolute(thing: Any) -> str:
    return f"{settings.SITE_URL}{thing.get_absolute_url()}"


def own(thread: Thread) -> str:
    return f"/discussions/{thread.pk}/feed/"


def test_each_feed_has_the_posts_of_its_place_latest_first(thread: Thread, author: User, stranger: User) -> None:
    whole = published(thread, author)
    on_passage = published(thread, stranger, ref="p1")
    opening = public_discussion(author)
    reply = published(opening.thread, stranger)
    everything = [reply, opening, on_passage, whole]
    expected = {
        SITE: everything,
        ESSAY: [on_passage, whole],
        PASSAGE: [on_passage],
        MEMBER: [opening, whole],
        own(opening.thread): [reply, opening],
    }
    assert {url: links(url) for url in expected} == {
        url: [absolute(post) for post in posts] for url, posts in expected.items()
    }


def test_an_entry_says_who_said_what_where_and_when(thread: Thread, author: User) -> None:
    post = published(thread, author, "Some *words*.", ref="p1")
    entry = parsed(PASSAGE).entries[0]
    assert (entry.title, entry.author) == ("Author one on paragraph 1 of “A title”", "Author one")
    assert entry.author_detail.href == f"{settings.SITE_URL}/members/author-one/"
    assert entry.content[0].value == "<p>Some <em>words</em>.</p>"
    assert entry.content[0].type == "text/html"
    assert post.published_at
    assert entry.published == entry.updated == post.published_at.isoformat()
    assert [(tag.term, tag.label) for tag in entry.tags] == [("an-essay", "A title")]


def test_a_discussion_is_named_by_its_title_and_category(author: User, stranger: User) -> None:
    opening = public_discussion(author, "Of masks")
    published(opening.thread, stranger)
    found = parsed(own(opening.thread))
    assert found.feed.title == "Of masks"
    assert [entry.title for entry in found.entries] == ["Reader two in “Of masks”", "Of masks, by Author one"]
    assert {tag.label for entry in found.entries for tag in entry.tags} == {"The texts"}


def test_a_feed_names_itself_and_its_page(thread: Thread, author: User) -> None:
    for url, page in ((SITE, "/discussions/"), (ESSAY, "/essays/an-essay/"), (MEMBER, "/members/author-one/")):
        feed = parsed(url).feed
        addresses = {link.rel: link.href for link in feed.links}
        assert addresses == {"self": f"{settings.SITE_URL}{url}", "alternate": f"{settings.SITE_URL}{page}"}
        assert feed.id == addresses["self"]


def test_the_words_that_are_answered_come_first(thread: Thread, author: User) -> None:
    posting.reply(thread, author=author, source="Yes.", anchor=passage(thread, "p1"), quote="with <angles>")
    Post.objects.update(status="published", published_at=Post.objects.get().written_at)
    assert parsed(PASSAGE).entries[0].content[0].value.split() == (
        "<blockquote><p>with &lt;angles&gt;</p></blockquote> <p>Yes.</p>".split()
    )


def in_reply_to(url: str) -> list[tuple[str, str]]:
    """What each entry answers: the name and the address. The parser knows only the last attributes of one tag."""
    return [
        (found["ref"], found["href"])
        for entry in parsed(url).entries
        if (found := entry.get("thr_in-reply-to", entry.get("in-reply-to")))
    ]


def test_an_entry_says_which_one_it_answers(thread: Thread, author: User, stranger: User) -> None:
    first = published(thread, author, ref="p1")
    published(thread, stranger, parent=first, ref="p1")
    ids = {entry.link: entry.id for entry in parsed(PASSAGE).entries}
    place = f"{settings.SITE_URL}/essays/an-essay/p1/"
    assert in_reply_to(PASSAGE) == [(ids[absolute(first)], absolute(first)), (place, place)]


def test_what_is_said_on_a_whole_answers_that_and_what_opens_a_discussion_nothing(
    thread: Thread, author: User, stranger: User
) -> None:
    published(thread, author)
    opening = public_discussion(author)
    published(opening.thread, stranger)
    whole = f"{settings.SITE_URL}/essays/an-essay/"
    assert in_reply_to(ESSAY) == [(whole, whole)]
    assert in_reply_to(own(opening.thread)) == [(absolute(opening.thread),) * 2]


def test_a_name_stays_when_the_host_the_place_or_the_words_change(
    thread: Thread, author: User, settings: Settings
) -> None:
    post = published(thread, author)
    before = parsed(SITE).entries[0].id
    settings.SITE_URL = "https://elsewhere.example"
    posting.edit(post, by=author, source="Other words.")
    Post.objects.filter(pk=post.pk).update(anchor=passage(thread, "p1"))
    entry = parsed(PASSAGE).entries[0]
    assert entry.id == before
    assert entry.link == f"https://elsewhere.example/posts/{post.pk}/"


def test_a_name_stays_when_the_date_of_an_imported_post_becomes_known(serge: Thread) -> None:
    before = {entry.link: entry.id for entry in parsed(SITE).entries}
    serge.posts.update(written_at=timezone.now() - timedelta(days=1))
    assert {entry.link: entry.id for entry in parsed(SITE).entries} == before != {}


def test_an_edit_in_public_is_an_update(thread: Thread, author: User) -> None:
    post = published(thread, author)
    posting.edit(post, by=author, source="Other words.")
    post.refresh_from_db()
    assert post.edited_at
    found = parsed(SITE)
    assert found.entries[0].updated == post.edited_at.isoformat() != found.entries[0].published
    assert found.feed.updated >= found.entries[0].updated


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<p><a class="name" href="/members/x/">@x</a></p>', f'href="{settings.SITE_URL}/members/x/"'),
        ('<p><a href="#n1" rel="nofollow">1</a></p>', f'href="{settings.SITE_URL}/posts/{{pk}}/#n1"'),
        ('<p><a href="https://example.org/" rel="nofollow">1</a></p>', 'href="https://example.org/"'),
        ('<p>As in &lt;a href="/x"></p>', '&lt;a href="/x"'),
    ],
)
def test_links_lead_to_the_same_from_anywhere(thread: Thread, author: User, html: str, expected: str) -> None:
    post = published(thread, author)
    Post.objects.filter(pk=post.pk).update(html=html)
    # The parser makes addresses absolute by itself: what is read here is what was sent.
    content = Client().get(SITE).content.decode().replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert expected.format(pk=post.pk) in content


def test_what_xml_cannot_say_is_left_out(thread: Thread, author: User) -> None:
    post = published(thread, author)
    Post.objects.filter(pk=post.pk).update(html="<p>a\x0bb\x1b\ufffe & ]]> c</p>", quote="q\x0c")
    User.objects.filter(pk=author.pk).update(display_name="A\x0buthor <one>")
    entry = parsed(SITE).entries[0]
    assert "ab" in entry.content[0].value
    assert entry.author == "Author <one>"


def test_the_latest_30_are_told_by_when_they_were_published(thread: Thread, author: User) -> None:
    posts = make_forest(thread, author, bush(ENTRIES + 5))
    late = posts[1]
    assert late.published_at
    Post.objects.filter(pk=late.pk).update(published_at=late.published_at + timedelta(days=1))
    found = links(SITE)
    assert (found[0], len(found)) == (absolute(late), ENTRIES)


@pytest.mark.parametrize(("url", "budget"), [(SITE, 2), (ESSAY, 3), (PASSAGE, 3), (MEMBER, 3)])
def test_a_feed_costs_the_same_at_two_sizes(thread: Thread, author: User, url: str, budget: int) -> None:
    def cost(**known: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(url, **known)  # type: ignore[arg-type]
        return len(captured)

    client = Client()
    make_forest(thread, author, bush(3), passage(thread, "p1"))
    few = cost()
    make_forest(thread, author, bush(50), passage(thread, "p1"))
    assert cost() == few == budget
    mark = client.get(url)["ETag"]
    assert cost(HTTP_IF_NONE_MATCH=mark) == budget - 1  # No words are read.


def test_the_latest_of_the_site_are_read_in_order_and_not_sorted(thread: Thread, author: User) -> None:
    make_forest(thread, author, bush(50))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # Of so few rows, it would sort all.
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
    plan = for_feed(Post.objects.all())[:ENTRIES].explain()
    assert "post_latest" in plan
    assert "ORDER BY" not in plan  # As SQLite says it.


def test_nothing_is_a_feed_of_what_nobody_knows(thread: Thread, author: User) -> None:
    for url in (
        "/essays/nothing/feed/",
        "/essays/an-essay/p99/feed/",
        "/discussions/123456/feed/",
        "/members/nobody/feed/",
    ):
        assert Client().get(url).status_code == 404


def test_there_is_one_feed_for_one_thing(thread: Thread, author: User, moderator: User) -> None:
    answer = Client().get(own(thread))
    assert (answer.status_code, answer["Location"]) == (301, ESSAY)
    answer = Client().get("/members/Author-One/feed/")
    assert (answer.status_code, answer["Location"]) == (302, MEMBER)
    one, other = public_discussion(author).thread, public_discussion(author, "Another").thread
    Thread.objects.filter(pk=one.pk).update(merged_into=other)
    answer = Client().get(own(one))
    assert (answer.status_code, answer["Location"]) == (301, own(other))


def test_a_removed_post_leaves_the_feed_and_its_discussion_its_title(author: User, moderator: User) -> None:
    opening = public_discussion(author, "A xylophone", "A xylophone.")
    url = own(opening.thread)
    assert "xylophone" in Client().get(url).content.decode()
    moderation.remove(opening, by=moderator, seen=1, reason=because("attack"))
    assert parsed(url).entries == []
    for feed in (url, SITE, MEMBER):
        assert "xylophone" not in Client().get(feed).content.decode()
