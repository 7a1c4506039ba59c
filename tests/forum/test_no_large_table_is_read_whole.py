"""Every page finds what it shows by an index, in all tables that grow with the talk."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from forum import following, personal, prepared
from forum.models import Post, Thread
from forum.ordering import Order, tops
from tests.forum.forest import bush, make_forest
from tests.forum.talk import client_of, passage, public_discussion, published, say

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("made_anew"),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="Large forums are on PostgreSQL."),
]
GROWING = {
    "accounts_user",
    "forum_appeal",
    "forum_draft",
    "forum_flag",
    "forum_mention",
    "forum_moderationentry",
    "forum_notification",
    "forum_post",
    "forum_postrevision",
    "forum_queueitem",
    "forum_readmark",
    "forum_replycount",
    "forum_searchdocument",
    "forum_standing",
    "forum_subscription",
    "forum_thread",
}
WHOLE = re.compile(r"Seq Scan on (\w+)")
FOR_ALL = """
/ /essays/an-essay/ /essays/an-essay/?sort=answered&after=3 /essays/an-essay/p1/ {essays} {essays}?sort=newest {members}
/discussions/ /discussions/?sort=replies /discussions/?category=texts /discussions/?essay=an-essay
/discussions/?essay=an-essay&passage=p1 /discussions/?author=author-one /discussions/?unanswered=1
/discussions/?post={post}
/posts/{post}/ /posts/{post}/history/ /posts/{post}/reply/ /members/author-one/ /moderation/log/
/search/?q=words /search/?q=some+words&sort=newest /search/?q="some+words" /search/?q=words+author:author-one
/feed/ /essays/an-essay/feed/ /essays/an-essay/p1/feed/ /members/author-one/feed/ /sitemap.xml
""".split()
FOR_MEMBERS = "/ /essays/an-essay/ /essays/an-essay/p1/ {members} /discussions/ /notices/ /following/ /drafts/".split()
FOR_MODERATORS = ["/admin/forum/queueitem/", "/essays/an-essay/", "/discussions/"]


@pytest.fixture
def addresses(thread: Thread, author: User, reader: User, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Of a little of everything."""
    monkeypatch.setattr(prepared, "binding", lambda used: used.cursor())  # With the values in it, to be explained.
    make_forest(thread, author, bush(60))
    make_forest(thread, author, bush(60), passage(thread, "p1"))
    post = published(thread, author, "Some words.", ref="p1")
    opened = public_discussion(author, about=post)
    following.follow(reader, opened.thread)
    client = client_of(reader)
    for url in ("/essays/an-essay/", opened.thread.get_absolute_url()):
        client.get(url)
    published(thread, author, f"@{reader.username}, look.")
    published(opened.thread, author)
    say(thread, reader, "Held words.")
    with connection.cursor() as cursor:  # These tables are small: they are read whole where nothing forbids it.
        cursor.execute("SET LOCAL enable_seqscan = off")
    return {
        "essays": thread.get_absolute_url(),
        "members": opened.thread.get_absolute_url(),
        "post": str(post.pk),
    }


def read_whole(url: str, user: User | None) -> set[tuple[str, str]]:
    """The growing tables that the page reads whole, each with the question that does."""
    client = client_of(user)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    asked = [query["sql"] for query in captured if query["sql"].startswith(("SELECT", "UPDATE"))]
    return {(table, sql) for sql in asked for table in whole_tables(sql) & GROWING}


def whole_tables(sql: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {sql}")
        return set(WHOLE.findall("\n".join(line for (line,) in cursor.fetchall())))


@pytest.mark.parametrize(
    "ask",
    [
        personal.of_library,
        personal.of_discussions,
        lambda reader: personal.of_essay(reader, "an-essay"),
        lambda reader: personal.of_passage(reader, "an-essay", "p1"),
        lambda reader: personal.of_thread(reader, str(Thread.objects.order_by("pk")[0].pk), "a-title"),
    ],
)
def test_for_what_a_page_says_to_one_member(
    ask: Callable[[int], object], addresses: dict[str, str], reader: User
) -> None:
    with CaptureQueriesContext(connection) as captured:
        ask(reader.pk)
    assert not [query["sql"] for query in captured if whole_tables(query["sql"]) & GROWING]


def test_a_table_that_is_read_whole_is_noticed(addresses: dict[str, str]) -> None:
    assert whole_tables("SELECT pk FROM (SELECT id AS pk FROM forum_post WHERE html = 'x') AS x") == {"forum_post"}


@pytest.mark.parametrize("url", FOR_ALL)
def test_for_everybody(url: str, addresses: dict[str, str]) -> None:
    assert not read_whole(url.format(**addresses), None)


@pytest.mark.parametrize("url", FOR_MEMBERS)
def test_for_a_member(url: str, addresses: dict[str, str], reader: User) -> None:
    assert not read_whole(url.format(**addresses), reader)


@pytest.mark.parametrize("url", FOR_MODERATORS)
def test_for_a_moderator(url: str, addresses: dict[str, str], moderator: User) -> None:
    assert not read_whole(url.format(**addresses), moderator)


@pytest.mark.parametrize(
    ("sort", "index"), [("oldest", "post_tops_of_whole"), ("answered", "post_tops_of_whole_by_answers")]
)
@pytest.mark.parametrize("place", ["", "p1"])
def test_the_first_branches_of_a_place_come_from_an_index_in_their_order(
    place: str, sort: str, index: str, addresses: dict[str, str], thread: Thread
) -> None:
    posts = Post.objects.at(thread, passage(thread, place) if place else None)
    sql, params = tops(posts.visible_to(AnonymousUser()), Order(sort), 0, 10).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
        cursor.execute(f"EXPLAIN {sql}", params)
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert f"{index.replace('_of_whole', '') if place else index} on" in plan
