"""The page of a discussion that a member opened: its first post before all others, and who finds what."""

import pytest
from django.test import Client

from accounts.models import User
from forum import moderation, posting
from forum.discussion import POSTS_PER_PAGE
from forum.models import Post, Thread
from tests.forum.forest import bush, make_forest
from tests.forum.pages import read
from tests.forum.talk import (
    because,
    client_of,
    discussion_by,
    passage,
    public_discussion,
    published,
    signed_in,
    trusting,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def opening(reader: User) -> Post:
    return public_discussion(reader, "On memory", "Who remembers?")


@pytest.fixture
def url(opening: Post) -> str:
    return opening.thread.get_absolute_url()


def shown(url: str, user: User | None = None) -> list[str]:
    """The posts of a page in their order, by what they say."""
    words = dict(Post.objects.values_list("pk", "source"))
    return [words[pk] for pk in read(client_of(user).get(url)).posts]


def test_it_says_what_it_is(opening: Post, url: str) -> None:
    said = Client().get(url).content.decode()
    for words in ('<h1 dir="auto">On memory</h1>', "The texts", "Reader one", "Nobody has replied yet."):
        assert words in said


@pytest.mark.parametrize("sort", ["oldest", "newest", "answered"])
def test_the_first_post_comes_first_in_every_order(opening: Post, url: str, author: User, sort: str) -> None:
    post = published(opening.thread, author, "First.")
    published(opening.thread, author, "An answer.", parent=post)
    pinned = published(opening.thread, author, "Pinned.")
    Post.objects.filter(pk=pinned.pk).update(is_pinned=True)
    assert shown(f"{url}?sort={sort}") == ["Who remembers?", "Pinned.", "First.", "An answer."]


def test_the_first_post_is_on_the_first_page_only(opening: Post, url: str, author: User) -> None:
    make_forest(opening.thread, author, bush(POSTS_PER_PAGE + 5))
    first = Client().get(url)
    assert "Who remembers?" in first.content.decode()
    after = first.context["talk"].after
    assert after
    assert "Who remembers?" not in Client().get(f"{url}?after={after}").content.decode()


def test_a_reply_to_the_first_post_is_one_to_the_discussion(opening: Post, url: str, author: User) -> None:
    said = Client().get(url).content.decode()
    assert f'href="{url}#page-reply"' in said
    assert f"{opening.get_absolute_url()}reply/" not in said
    asked = Client().get(f"{opening.get_absolute_url()}reply/")
    assert f'action="{url}reply/"' in asked.content.decode()


def test_a_member_replies(opening: Post, url: str, author: User) -> None:
    with trusting():
        answer = signed_in(author).post(f"{url}reply/", {"source": "I do."})
    post = Post.objects.get(source="I do.")
    assert answer["Location"] == f"{url}#post-{post.pk}"
    assert (post.parent, post.thread, post.edition) == (None, opening.thread, None)
    assert shown(url) == ["Who remembers?", "I do."]


def test_the_form_takes_any_name(opening: Post, author: User) -> None:
    answer = signed_in(author).post(f"/discussions/{opening.thread_id}-whatever/reply/", {"source": "I do."})
    assert answer.status_code == 302


def test_another_name_leads_to_the_discussion(opening: Post, url: str) -> None:
    answer = Client().get(f"/discussions/{opening.thread_id}-whatever/?sort=newest")
    assert answer["Location"] == f"{url}?sort=newest"


def test_news_come_to_a_discussion(opening: Post, url: str, author: User) -> None:
    since = {"since": "2020-01-01T00:00:00Z"}
    assert Client().get(f"{url}news/", since).status_code == 204  # What opens it is no reply in it.
    published(opening.thread, author)
    assert "1 new reply" in Client().get(f"{url}news/", since).content.decode()


def test_a_part_of_the_page_is_the_talk(opening: Post, url: str) -> None:
    answer = Client().get(url, headers={"HX-Request": "true"})
    assert answer.content.decode().startswith('<div class="talk-of"')
    assert "HX-Request" in answer["Vary"]


# --- What waits, and what is gone ---


def test_what_waits_only_its_author_and_moderators_find(reader: User, stranger: User, moderator: User) -> None:
    opening = discussion_by(reader, "On memory", "Who remembers?")
    url = opening.thread.get_absolute_url()
    places = [url, f"{url}reply/", f"{url}news/?since=2020-01-01T00:00:00Z", opening.get_absolute_url()]
    assert {client_of(user).get(place).status_code for place in places for user in (None, stranger)} == {404}
    for user in (reader, moderator):
        said = client_of(user).get(url).content.decode()
        assert "On memory</h1>" in said
        assert "Who remembers?" in said
        assert 'name="robots" content="noindex"' in said
        assert '<form class="compose"' not in said
    assert "Your discussion is waiting for a moderator" in client_of(reader).get(url).content.decode()


def test_nobody_replies_to_what_waits(reader: User) -> None:
    url = discussion_by(reader).thread.get_absolute_url()
    assert signed_in(reader).get(f"{url}reply/").status_code == 403
    assert signed_in(reader).post(f"{url}reply/", {"source": "Mine."}).status_code == 422


TITLE = "A title nobody may read"


def everywhere(opening: Post, author: User) -> list[str]:
    """Where the title of a discussion could be told."""
    own = opening.get_absolute_url()
    answer = opening.thread.posts.latest("pk").get_absolute_url()
    url = opening.thread.get_absolute_url()
    return [url, f"{url}reply/", own, answer, f"{answer}reply/", "/discussions/", "/moderation/log/",
            f"/members/{author.username}/"]  # fmt: skip


@pytest.mark.parametrize("act", ["remove", "withdraw"])
def test_the_title_goes_with_the_first_post(
    reader: User, author: User, stranger: User, moderator: User, act: str
) -> None:
    opening = public_discussion(reader, TITLE)
    published(opening.thread, author, "A reply that stays.")
    if act == "remove":
        moderation.remove(opening, by=moderator, seen=1, reason=because("attack"))
    else:
        posting.withdraw(opening, by=reader)
    opening = Post.objects.get(pk=opening.pk)
    for user in (None, stranger, author, moderator):
        for place in everywhere(opening, author):
            answer = client_of(user).get(place)
            assert answer.status_code == 200, place
            assert TITLE not in answer.content.decode(), place
    assert "A reply that stays." in Client().get(opening.thread.get_absolute_url()).content.decode()
    assert f"{TITLE}</h1>" in signed_in(reader).get(opening.thread.get_absolute_url()).content.decode()


def test_a_locked_discussion_says_so(opening: Post, url: str, moderator: User) -> None:
    moderation.lock_thread(opening.thread, by=moderator, reason=because("heated"))
    said = Client().get(url).content.decode()
    assert said.count("This talk is locked: <bdi>too heated</bdi>.") == 2
    assert said.index("This talk is locked") < said.index(f'id="post-{opening.pk}"')  # Before anybody has read it all.
    assert "#page-reply" not in said


# --- What it is about ---


def test_it_leads_to_what_it_is_about(thread: Thread, reader: User, author: User) -> None:
    post = published(thread, author, ref="p2")
    cases = {
        "/essays/an-essay/": thread.essay,
        "/essays/an-essay/p1/": passage(thread, "p1"),
        post.get_absolute_url(): post,
        "/essays/an-essay/p2/": post,
    }
    for wanted, about in cases.items():
        url = public_discussion(reader, about=about).thread.get_absolute_url()
        assert f'href="{wanted}"' in Client().get(url).content.decode()


def test_what_it_is_about_is_not_named_when_it_is_gone(
    thread: Thread, reader: User, author: User, moderator: User
) -> None:
    post = published(thread, author)
    url = public_discussion(reader, about=post).thread.get_absolute_url()
    moderation.remove(post, by=moderator, seen=1, reason=because("attack"))
    said = Client().get(url).content.decode()
    assert "Author one" not in said
    assert "a post that is not shown any more" in said
