"""What a moderator has pinned comes first at its place, on its first page, and only there."""

import pytest
from django.test import Client

from accounts.models import User
from forum import moderation
from forum.discussion import POSTS_PER_BRANCH, POSTS_PER_PAGE, POSTS_PER_PINNED_BRANCH
from forum.models import Post, Thread
from forum.moderation.closing import PINS_PER_PLACE
from tests.forum.forest import bush, make_forest
from tests.forum.pages import all_pages, read
from tests.forum.talk import passage, published, sorted_under

pytestmark = pytest.mark.django_db
SORTS = ["oldest", "newest", "answered"]


def pin(post: Post, moderator: User) -> None:
    moderation.pin(post, by=moderator, seen=post.revision)


def shown(url: str) -> list[list[int]]:
    """The posts of each page from there on, in order."""
    return [page.posts for page in all_pages(url)]


@pytest.mark.parametrize("sort", SORTS)
def test_pinned_posts_come_first_and_no_post_comes_twice(
    thread: Thread, author: User, moderator: User, sort: str
) -> None:
    posts = make_forest(thread, author, [None] * 100, passage(thread, "p1"))
    pinned = [posts[70], posts[30], posts[99]]
    for post in pinned:
        pin(post, moderator)
    pages = shown(f"/essays/an-essay/p1/?sort={sort}")
    assert set(pages[0][:3]) == {post.pk for post in pinned}
    everything = [pk for page in pages for pk in page]
    assert sorted(everything) == [post.pk for post in posts]
    assert len(pages) == 3


def test_long_branches_that_are_pinned_leave_room_for_the_next_branch(
    thread: Thread, author: User, moderator: User
) -> None:
    long = [None, *[0] * 30]
    branches = [make_forest(thread, author, long) for _ in range(PINS_PER_PLACE + 1)]
    for branch in branches[1:]:
        pin(branch[0], moderator)
    pages = shown("/essays/an-essay/")
    assert pages[0][0] == branches[1][0].pk
    assert branches[0][0].pk in pages[0]
    assert len([pk for pk in pages[0] if pk in {post.pk for post in branches[1]}]) == POSTS_PER_PINNED_BRANCH
    assert read(Client().get("/essays/an-essay/")).text.count("Show the whole branch below this post") == 4


def test_one_pin_more_than_can_be_set_leaves_room_too() -> None:
    """An undone act can bring a pin back."""
    assert (PINS_PER_PLACE + 1) * POSTS_PER_PINNED_BRANCH + POSTS_PER_BRANCH <= POSTS_PER_PAGE


def test_a_pin_counts_at_its_own_place(thread: Thread, author: User, moderator: User) -> None:
    first, second = published(thread, author), published(thread, author)
    elsewhere = published(thread, author, ref="p1")
    pin(elsewhere, moderator)
    assert read(Client().get("/essays/an-essay/")).posts == [first.pk, second.pk]
    pin(second, moderator)
    page = read(Client().get("/essays/an-essay/"))
    assert page.posts == [second.pk, first.pk]
    assert page.text.count("pinned") == 1


def test_what_is_unpinned_goes_back_to_its_place(thread: Thread, author: User, moderator: User) -> None:
    posts = make_forest(thread, author, bush(3))
    tops = [post for post in posts if post.parent_id is None]
    pin(tops[-1], moderator)
    moderation.unpin(tops[-1], by=moderator, seen=tops[-1].revision)
    assert "pinned" not in read(Client().get("/essays/an-essay/")).text


def test_pinned_threads_come_first_among_the_discussions(thread: Thread, author: User, moderator: User) -> None:
    quiet = Thread.objects.create(title="A quiet thread", category=sorted_under("texts"), post_count=1)
    published(thread, author)
    assert titles() == ["A title", "A quiet thread"]
    moderation.pin_thread(quiet, by=moderator)
    assert titles() == ["A quiet thread", "A title"]


def titles() -> list[str]:
    html = read(Client().get("/discussions/")).html
    return sorted(["A title", "A quiet thread"], key=lambda title: html.index(f">{title}</a></h2>"))
