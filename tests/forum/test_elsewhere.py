"""A discussion and what set it off lead to each other, and nobody finds what is not public."""

import pytest
from django.test import Client

from accounts.models import User
from forum import posting
from forum.models import Post, Thread
from tests.forum.talk import client_of, discussion_by, passage, public_discussion, published

pytestmark = pytest.mark.django_db
PAGES = ["/essays/an-essay/", "/essays/an-essay/p1/", "/posts/{post}/", "/discussions/{thread}/"]


@pytest.fixture
def post(thread: Thread, author: User) -> Post:
    return published(thread, author, ref="p1")


def said(url: str, user: User | None = None) -> str:
    return client_of(user).get(url).content.decode()


def test_each_place_leads_to_a_new_discussion_on_it(post: Post) -> None:
    assert 'href="/discussions/new/?essay=an-essay"' in said("/essays/an-essay/")
    assert 'href="/discussions/new/?essay=an-essay&amp;passage=p1"' in said("/essays/an-essay/p1/")
    panel = Client().get("/essays/an-essay/p1/", headers={"HX-Request": "true"}).content.decode()
    assert 'href="/discussions/new/?essay=an-essay&amp;passage=p1"' in panel
    for url in ("/essays/an-essay/p1/", post.get_absolute_url()):
        assert f'href="/discussions/new/?post={post.pk}"' in said(url)


def test_what_a_text_set_off_is_shown_there(thread: Thread, reader: User, post: Post) -> None:
    public_discussion(reader, "On the essay", about=thread.essay)
    public_discussion(reader, "On the paragraph", about=passage(thread, "p1"))
    continued = public_discussion(reader, "On the post", about=post).thread
    published(continued, reader)
    assert [
        title for title in ("On the essay", "On the paragraph", "On the post") if title in said("/essays/an-essay/")
    ]
    there = said("/essays/an-essay/p1/")
    assert "On the essay" not in there
    assert "On the paragraph" in there
    assert "Continued in" in there
    assert "(2 posts)" in there
    alone = said(post.get_absolute_url())
    assert "On the post" in alone
    assert "On the paragraph" not in alone


def test_more_than_are_named_are_in_the_list(thread: Thread, reader: User, post: Post) -> None:
    for number in range(4):
        public_discussion(reader, f"Essay {number}", about=thread.essay)
        public_discussion(reader, f"Post {number}", about=post)
    assert 'href="/discussions/?essay=an-essay">All of them' in said("/essays/an-essay/")
    there = said("/essays/an-essay/p1/")
    assert 'href="/discussions/?essay=an-essay&amp;passage=p1">All of them' in there
    assert f'href="/discussions/?post={post.pk}">others' in there
    for query, title, other in (("essay=an-essay&passage=p1", "Post", "Essay"), (f"post={post.pk}", "Post", "Essay")):
        listed = said(f"/discussions/?{query}")
        assert all(f"{title} {number}" in listed for number in range(4))
        assert f"{other} 0" not in listed


@pytest.mark.parametrize("who", ["nobody", "reader", "moderator"])
def test_what_is_not_public_is_not_named(
    thread: Thread, reader: User, author: User, moderator: User, post: Post, who: str
) -> None:
    discussion_by(reader, "It waits", about=post)
    gone = public_discussion(reader, "It went", about=post)
    published(gone.thread, author)
    posting.withdraw(gone, by=reader)
    user = {"nobody": None, "reader": author, "moderator": moderator}[who]
    for page in PAGES:
        there = said(page.format(post=post.pk, thread=f"{thread.pk}-{thread.slug}"), user)
        assert "It waits" not in there
        assert "It went" not in there
        assert "Continued in" not in there
        assert "Discussed elsewhere" not in there
