"""Who opened a discussion reads what it is called, also while nobody else does."""

import pytest
from django.test import Client

from accounts.models import User
from forum import moderation
from forum.models import Post
from tests.conftest import make_member
from tests.forum.pages import read
from tests.forum.talk import because, client_of, discussion_by, public_discussion, published, signed_in
from tests.forum.test_query_budgets import queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made_anew")]
LIST = "/discussions/"


def remove(post: Post, moderator: User) -> None:
    moderation.remove(post, by=moderator, seen=1, reason=because("attack"))


def give_back(post: Post, moderator: User) -> None:
    moderation.return_to_author(post, by=moderator, seen=1, reason=because("unclear"))


@pytest.fixture(params=["waits", "returned", "removed"])
def opening(request: pytest.FixtureRequest, author: User, moderator: User) -> Post:
    post = discussion_by(author, "My own title")
    if request.param == "returned":
        give_back(post, moderator)
    elif request.param == "removed":
        moderation.approve(post, by=moderator, seen=1)
        remove(post, moderator)
    return Post.objects.select_related("thread").get(pk=post.pk)


def test_the_tab_and_the_way_back_name_it_to_its_opener_alone(opening: Post, author: User, stranger: User) -> None:
    for url in (opening.thread.get_absolute_url(), opening.get_absolute_url()):
        mine = read(signed_in(author).get(url))
        assert "My own title" in mine.html.split("</title>")[0]
        assert f"Discussion {opening.thread_id}" not in mine.text
        for other in (stranger, None):
            assert "My own title" not in client_of(other).get(url).content.decode()


def test_notices_name_it_to_its_opener(opening: Post, author: User) -> None:
    said = read(signed_in(author).get("/notices/")).text
    assert "My own title" in said
    assert f"Discussion {opening.thread_id}" not in said


def test_the_list_begins_with_what_waits_of_ones_own(author: User, stranger: User, moderator: User) -> None:
    post = discussion_by(author, "My own title")
    own = signed_in(author)
    assert "My own title waiting for a moderator" in read(own.get(LIST)).text
    for other in (Client(), signed_in(stranger), signed_in(moderator)):
        assert "My own title" not in read(other.get(LIST)).text
    for narrowed in ("?category=texts", "?unanswered=1", "?before=1.1"):
        assert "My own title" not in read(own.get(LIST + narrowed)).text
    give_back(post, moderator)
    assert "My own title returned to you" in read(own.get(LIST)).text


def test_it_is_listed_once_when_it_is_public(author: User, moderator: User) -> None:
    moderation.approve(discussion_by(author, "My own title"), by=moderator, seen=1)
    said = read(signed_in(author).get(LIST)).text
    assert said.count("My own title") == 1
    assert "waiting for a moderator" not in said


def test_ones_own_that_wait_cost_one_query(author: User) -> None:
    few = queries(LIST, make_member("somebody"))
    assert queries(LIST) == 2
    for number in range(3):
        discussion_by(author, f"Title {number}")
    assert queries(LIST, author) <= few


def test_what_was_answered_and_removed_is_listed_by_name_to_its_opener(
    author: User, stranger: User, moderator: User
) -> None:
    post = public_discussion(author, "My own title")
    published(post.thread, stranger)
    remove(post, moderator)
    assert "My own title" in read(signed_in(author).get(LIST)).text
    for other in (stranger, None):
        said = read(client_of(other).get(LIST)).text
        assert "My own title" not in said
        assert f"Discussion {post.thread_id}" in said
