"""Whatever state a post is in, nobody finds its words or its author who may not, on any page or part of one."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import User
from forum import moderation
from forum.models import Post, Thread
from tests.conftest import make_member
from tests.forum.acts import reach
from tests.forum.pages import read
from tests.forum.talk import because, client_of, published, say, signed_in

pytestmark = pytest.mark.django_db
SECRET = "xylophone"  # A word that no page has of itself.
UNSEEN = ["pending", "hidden", "returned", "withdrawn", "removed", "erased"]
IN_PARTS = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "page-margin"}


@pytest.fixture(params=UNSEEN)
def post(request: pytest.FixtureRequest, thread: Thread, author: User, moderator: User) -> Post:
    """A post of an author who has said nothing else, which has come to this state; where it was public, answered."""
    return in_state(request.param, thread, author, moderator)


def in_state(state: str, thread: Thread, author: User, moderator: User) -> Post:
    words = f"A {SECRET}."
    if state == "pending":
        return say(thread, author, words, ref="p1")
    post = published(thread, author, words, ref="p1")
    published(thread, make_member("answerer-one"), "An answer.", parent=post)
    reach(state, post, moderator)
    return Post.objects.select_related("thread").get(pk=post.pk)


def addresses(post: Post) -> list[str]:
    thread, own = post.thread, post.get_absolute_url()
    answers = [reply.get_absolute_url() for reply in post.replies.all()]
    return [
        *("/", "/discussions/", "/moderation/log/", "/notices/"),
        *(
            f"{place}{query}"
            for place in ("/essays/an-essay/", "/essays/an-essay/p1/")
            for query in ("", "?sort=newest")
        ),
        *("/essays/an-essay/p1/reply/", "/essays/an-essay/p1/news/?since=2020-01-01T00:00:00Z"),
        *(f"{thread.get_absolute_url()}{query}" for query in ("", "?sort=newest", "?sort=answered")),
        *(f"{own}{page}" for page in ("", "reply/", "reply/?quote=1", "history/", "edit/", "withdraw/", "flag/")),
        *(f"{answer}{page}" for answer in answers for page in ("", "reply/?quote=1", "history/")),
    ]


@pytest.mark.parametrize("who", ["nobody", "stranger"])
def test_others_find_neither_words_nor_author(post: Post, stranger: User, who: str) -> None:
    published(post.thread, stranger, "Other talk.", ref="p1")
    client = client_of(stranger if who == "stranger" else None)
    for address in addresses(post):
        for how in ({}, IN_PARTS):
            html = client.get(address, **how).content.decode()  # type: ignore[arg-type]
            for secret in (SECRET, "author-one", "Author one"):
                assert secret not in html, address


def test_its_members_page_does_not_show_it(post: Post) -> None:
    assert SECRET not in Client().get("/members/author-one/").content.decode()


def test_its_place_says_what_became_of_it_where_it_was_public(post: Post) -> None:
    page = read(Client().get("/essays/an-essay/p1/"))
    said = {
        "hidden": "Hidden until a moderator has looked at it.",
        "returned": "Returned to its author.",
        "withdrawn": "Withdrawn by its author.",
        "removed": "Removed by a moderator:",
        "erased": "Removed by a moderator:",
    }
    state = "erased" if post.is_erased else post.status
    assert (f"post-{post.pk}" in page.ids) == bool(post.published_at)
    if post.published_at:
        assert said[state] in page.text


READERS = {
    "pending": {"author", "moderator"},
    "hidden": {"author", "moderator"},
    "returned": {"author", "moderator"},
    "withdrawn": {"author"},
    "removed": {"author"},
}


@pytest.mark.parametrize("who", ["author", "moderator"])
def test_its_author_and_the_moderators_find_the_words_in_its_place(
    post: Post, author: User, moderator: User, who: str
) -> None:
    reader = {"author": author, "moderator": moderator}[who]
    page = read(signed_in(reader).get("/essays/an-essay/p1/"))
    may = not post.is_erased and who in READERS[post.status]
    assert (SECRET in page.text) == may


def test_a_returned_post_tells_its_author_why_and_leads_to_changing_it(
    thread: Thread, author: User, moderator: User
) -> None:
    post = published(thread, author, ref="p1")
    moderation.return_to_author(post, by=moderator, seen=1, reason=because("unclear"), note="Say it again.")
    page = read(signed_in(author).get("/essays/an-essay/p1/"))
    assert "Returned to you: hard to follow" in page.text
    assert "Say it again." in page.text
    assert f"{post.get_absolute_url()}edit/" in page.links
    form = read(signed_in(author).get(f"{post.get_absolute_url()}edit/"))
    assert "A moderator returned this post to you: hard to follow." in form.text
    assert "Say it again." in form.text
    assert "minutes" not in form.text


def test_a_returned_post_is_not_sent_again_unchanged(thread: Thread, author: User, moderator: User) -> None:
    post = in_state("returned", thread, author, moderator)
    url, client = f"{post.get_absolute_url()}edit/", signed_in(author)
    assert "Change them, then send them again." in read(client.post(url, {"source": post.source}), 422).text
    assert client.post(url, {"source": "Other words."}).status_code == 302
    assert Post.objects.get(pk=post.pk).waits
