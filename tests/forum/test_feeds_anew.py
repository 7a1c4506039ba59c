"""A feed that is asked for again is sent when it is another, and never shows anybody what only some may read."""

import gzip
import re

import feedparser  # type: ignore[import-untyped]
import pytest
from django.test import Client

from accounts.models import User
from forum import moderation, posting
from forum.models import Post, Thread
from tests.conftest import make_member
from tests.forum.acts import reach
from tests.forum.talk import because, client_of, discussion_by, public_discussion, published, say, sorted_under

pytestmark = pytest.mark.django_db
URL = "/essays/an-essay/feed/"
SECRET = "xylophone"


def again(**known: str) -> int:
    return Client().get(URL, **known).status_code  # type: ignore[arg-type]


def test_who_has_it_hears_that_it_is_the_same(thread: Thread, author: User) -> None:
    published(thread, author)
    first = Client().get(URL)
    assert again(HTTP_IF_NONE_MATCH=first["ETag"]) == 304
    assert again(HTTP_IF_MODIFIED_SINCE=first["Last-Modified"]) == 304
    assert again(HTTP_IF_MODIFIED_SINCE="Thu, 01 Jan 2015 00:00:00 GMT") == 200
    assert again(HTTP_IF_NONE_MATCH='W/"another"') == 200


def age() -> None:
    """Let all that was said be said a while ago: a date in a header knows no parts of a second."""
    Post.objects.update(published_at="2020-01-01T00:00:00Z", written_at="2020-01-01T00:00:00Z")


def test_a_post_that_is_gone_is_news_by_date_as_well(thread: Thread, author: User, moderator: User) -> None:
    latest = published(thread, author)
    published(thread, author)
    age()
    first = Client().get(URL)
    moderation.remove(latest, by=moderator, seen=1, reason=because("attack"))
    assert again(HTTP_IF_NONE_MATCH=first["ETag"]) == 200
    assert again(HTTP_IF_MODIFIED_SINCE=first["Last-Modified"]) == 200


@pytest.mark.parametrize("act", ["merge", "rename"])
def test_what_is_done_to_a_discussion_is_news_by_date_as_well(author: User, moderator: User, act: str) -> None:
    one, other = public_discussion(author).thread, public_discussion(author, "Another").thread
    age()
    Thread.objects.update(last_post_at="2020-01-01T00:00:00Z")
    url = f"/discussions/{other.pk}/feed/"
    known = Client().get(url)["Last-Modified"]
    if act == "merge":
        moderation.merge(one, by=moderator, into=other)
    else:
        moderation.rename(other, by=moderator, title="A third", category=sorted_under("site"))
    assert Client().get(url, HTTP_IF_MODIFIED_SINCE=known).status_code == 200


def test_an_empty_feed_is_never_the_same_by_date(thread: Thread, author: User) -> None:
    post = published(thread, author)
    first = Client().get(URL)
    posting.withdraw(post, by=author)
    empty = Client().get(URL, HTTP_IF_MODIFIED_SINCE=first["Last-Modified"])
    assert empty.status_code == 200
    found = feedparser.parse(empty.content)
    assert (found.bozo, found.entries) == (False, [])


def test_other_words_and_another_name_are_news(thread: Thread, author: User) -> None:
    post = published(thread, author)
    first = Client().get(URL)["ETag"]
    posting.edit(post, by=author, source="Other words.")
    second = Client().get(URL)["ETag"]
    User.objects.filter(pk=author.pk).update(display_name="Another")
    assert len({first, second, Client().get(URL)["ETag"]}) == 3


def test_it_is_the_same_for_everybody(thread: Thread, author: User, moderator: User) -> None:
    published(thread, author)
    bodies = {client_of(user).get(URL).content for user in (None, author, moderator)}
    answer = Client().get(URL)
    assert len(bodies) == 1
    assert answer.cookies == {}
    assert answer["Cache-Control"] == "no-cache"
    assert "Cookie" not in answer.get("Vary", "")
    head = Client().head(URL)
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", answer["ETag"])
    assert Client().post(URL).status_code == 405


def test_it_is_sent_compressed(thread: Thread, author: User) -> None:
    published(thread, author)
    answer = Client().get(URL, HTTP_ACCEPT_ENCODING="gzip")
    assert answer["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.content) == Client().get(URL).content


def feeds(thread: Thread, post: Post) -> list[str]:
    own = f"/discussions/{post.thread_id}/feed/"
    index = Client().get("/sitemap.xml").content.decode()
    parts = re.findall(r"/sitemap-\w+-\d+\.xml", index)
    assert len(parts) >= 3
    return [
        "/feed/",
        URL,
        "/essays/an-essay/p1/feed/",
        "/members/author-one/feed/",
        own,
        "/about/",
        "/sitemap.xml",
        *parts,
    ]


@pytest.mark.parametrize("state", ["pending", "hidden", "returned", "withdrawn", "removed", "erased"])
@pytest.mark.parametrize("opens", [True, False])
def test_what_not_everybody_may_read_is_in_none(
    thread: Thread, author: User, moderator: User, state: str, opens: bool
) -> None:
    words = f"A {SECRET}."
    if state == "pending":
        post = discussion_by(author, words, words) if opens else say(thread, author, words, ref="p1")
    else:
        post = public_discussion(author, words, words) if opens else published(thread, author, words, ref="p1")
        published(post.thread, make_member("answerer-one"), "An answer.")
        reach(state, post, moderator)
    for url in feeds(thread, post):
        for user in (None, author, moderator):
            assert SECRET not in client_of(user).get(url, follow=True).content.decode(), url


def test_a_discussion_that_was_never_public_has_no_feed(author: User, moderator: User) -> None:
    post = discussion_by(author)
    for user in (None, author, moderator):
        assert client_of(user).get(f"/discussions/{post.thread.pk}/feed/").status_code == 404


@pytest.mark.parametrize(
    ("address", "feed"),
    [
        ("/", "/feed/"),
        ("/discussions/", "/feed/"),
        ("/essays/an-essay/", URL),
        ("/essays/an-essay/p1/", "/essays/an-essay/p1/feed/"),
        ("/discussions/{thread}/", URL),
        ("/discussions/{own}/", "/discussions/{pk}/feed/"),
        ("/members/author-one/", "/members/author-one/feed/"),
    ],
)
def test_a_page_names_its_feed_and_links_to_it(thread: Thread, author: User, address: str, feed: str) -> None:
    own = public_discussion(author).thread
    known = {"thread": f"{thread.pk}-{thread.slug}", "own": f"{own.pk}-{own.slug}", "pk": own.pk}
    html = Client().get(address.format(**known)).content.decode()
    assert f'<link rel="alternate" type="application/atom+xml" href="{feed.format(**known)}" title="Feed">' in html
    assert f'<a href="{feed.format(**known)}" type="application/atom+xml">' in html


@pytest.mark.parametrize(
    ("address", "feed"),
    [
        ("/posts/{post}/", URL),
        ("/posts/{post}/history/", "/feed/"),
        ("/search/", "/feed/"),
        ("/moderation/log/", "/feed/"),
        ("/accounts/password/reset/", "/feed/"),
    ],
)
def test_each_page_names_a_feed(thread: Thread, author: User, address: str, feed: str) -> None:
    post = published(thread, author)
    posting.edit(post, by=author, source="Other words.")
    html = Client().get(address.format(post=post.pk), follow=True).content.decode()
    assert html.count('rel="alternate"') == 1
    assert f'type="application/atom+xml" href="{feed}" title="Feed">' in html
