"""What was published and is not public any more, or never was, is in nothing that gathers talk from many places."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from accounts.models import User
from forum.models import Draft, Notification, Post, Subscription, Thread
from tests.conftest import make_member
from tests.forum.acts import reach
from tests.forum.talk import client_of, discussion_by, public_discussion, published, say, signed_in

pytestmark = pytest.mark.django_db
WORD = "xylophone"  # No page has it of itself.
UNSEEN = ["pending", "hidden", "returned", "withdrawn", "removed", "erased"]


@pytest.fixture(params=UNSEEN)
def state(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def follower(thread: Thread) -> User:
    """Follows the essay, and is named in the post that the tests are about."""
    member = make_member("follower-one")
    Subscription.objects.create(member=member, thread=thread)
    return member


@pytest.fixture
def post(state: str, thread: Thread, author: User, follower: User, moderator: User) -> Post:
    words = f"A {WORD} for @{follower.username}."
    if state == "pending":
        return say(thread, author, words, ref="p1")
    found = published(thread, author, words, ref="p1")
    reach(state, found, moderator)
    return Post.objects.get(pk=found.pk)


@pytest.fixture
def opening(state: str, author: User, follower: User, moderator: User) -> Post:
    """A discussion whose title says it as well."""
    title, words = f"The {WORD}", f"A {WORD} for @{follower.username}."
    if state == "pending":
        return discussion_by(author, title, words)
    found = public_discussion(author, title, words)
    published(Thread.objects.get(pk=found.thread_id), make_member("answerer-one"), "An answer.")
    reach(state, found, moderator)
    return Post.objects.select_related("thread").get(pk=found.pk)


GATHERED = [
    *("/", "/discussions/", "/discussions/?sort=newest", "/discussions/?sort=replies", "/discussions/?category=texts"),
    *("/discussions/?author=author-one", "/discussions/?unanswered=1", "/essays/an-essay/", "/essays/an-essay/p1/"),
    *("/search/?q=" + query for query in (WORD, "xylophones", f'"A {WORD}"', f"author:author-one {WORD}", "xylophon")),
    *(f"/search/?q={WORD}&sort=newest", "/search/?q=author:author-one", "/search/?q=follower", "/search/?q=xylophne"),
    *("/search/suggest/?q=xylo", "/search/suggest/?q=the+xylo", "/search/suggest/?q=A"),
    *("/feed/", "/essays/an-essay/feed/", "/essays/an-essay/p1/feed/", "/members/author-one/feed/"),
    *("/robots.txt", "/about/", "/notices/", "/following/", "/drafts/", "/moderation/log/", "/members/author-one/"),
]


def said(client: Client, address: str) -> str:
    """What an address answers, without what the reader asked for themselves."""
    answer = client.get(address, follow=True)
    assert answer.status_code == 200 or (answer.status_code == 404 and address not in GATHERED), address
    html = answer.content.decode()
    return re.sub(r"<input[^>]*>|<title>.*?</title>|[?&;]\w+=[^&\"]*", "", html).replace(f"“{WORD}”", "")


def sitemap(client: Client) -> str:
    """The index and all that it leads to."""
    index = client.get("/sitemap.xml")
    assert index.status_code == 200
    files = [re.sub(r"^https?://[^/]+", "", found) for found in re.findall(r"<loc>(.*?)</loc>", index.content.decode())]
    assert files
    return "".join(client.get(file).content.decode() for file in files)


@pytest.mark.parametrize("who", ["nobody", "stranger", "follower"])
def test_a_posts_words_are_in_nothing_that_others_find(post: Post, stranger: User, follower: User, who: str) -> None:
    client = client_of({"nobody": None, "stranger": stranger, "follower": follower}[who])
    for address in GATHERED:
        assert WORD not in said(client, address), address


@pytest.mark.parametrize("who", ["nobody", "stranger", "follower"])
def test_a_discussions_title_is_in_nothing_that_others_find(
    opening: Post, stranger: User, follower: User, who: str
) -> None:
    client = client_of({"nobody": None, "stranger": stranger, "follower": follower}[who])
    own = f"/discussions/{opening.thread_id}-thread/"
    for address in [*GATHERED, own, f"/discussions/{opening.thread_id}/feed/"]:
        assert WORD not in said(client, address), address
    assert WORD not in sitemap(client)


def test_the_follower_is_told_nothing_of_it(post: Post, follower: User) -> None:
    """Not even that there is something to read."""
    page = signed_in(follower).get("/notices/").content.decode()
    assert "unread" not in page
    assert f"/posts/{post.pk}/" not in page
    if post.status == Post.Status.PENDING:
        assert not Notification.objects.filter(member=follower).exists()


def test_it_is_counted_nowhere(post: Post, thread: Thread, stranger: User) -> None:
    assert Thread.objects.get(pk=thread.pk).post_count == 0
    client = signed_in(stranger)
    client.get("/essays/an-essay/")
    assert "new:" not in client.get("/essays/an-essay/").content.decode()


def test_the_sitemap_does_not_name_it(opening: Post) -> None:
    assert f"/discussions/{opening.thread_id}-" not in sitemap(Client())


def test_nobody_finds_the_drafts_of_others(
    thread: Thread, author: User, stranger: User, moderator: User, owner: User
) -> None:
    Draft.objects.create(member=author, path="/essays/an-essay/p1/reply/", words={"source": f"A {WORD}."})
    for person in (None, stranger, moderator, owner):
        client = client_of(person)
        for address in [*GATHERED, "/essays/an-essay/p1/reply/", "/drafts/?for=/essays/an-essay/p1/reply/"]:
            assert WORD not in said(client, address), address
    assert WORD in said(signed_in(author), "/drafts/")


@pytest.fixture
def owner(db: None) -> User:
    return User.objects.create_superuser("owner-one", password="a long password")


def test_all_this_finds_what_is_public(thread: Thread, author: User, stranger: User) -> None:
    """Else the tests above would find nothing whatever was wrong."""
    published(thread, author, f"A {WORD} for @{stranger.username}.", ref="p1")
    public_discussion(author, f"The {WORD}", "Words.")
    for address in (
        "/discussions/",
        f"/search/?q={WORD}",
        "/search/suggest/?q=the+xylo",
        "/feed/",
        "/essays/an-essay/p1/feed/",
    ):
        assert WORD in said(Client(), address), address
    assert WORD in said(signed_in(stranger), "/notices/")
    assert WORD in sitemap(Client())
