"""A page costs the same few queries whatever is said on it."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from forum import moderation
from forum.discussion import POSTS_PER_PAGE
from forum.models import Post, Thread
from forum.permissions import can_moderate
from tests.conftest import make_member
from tests.forum.forest import bush, chain, make_forest
from tests.forum.pages import read
from tests.forum.talk import because, client_of, passage, published, say, sorted_under

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made_anew")]


def queries(url: str, user: User | None = None) -> int:
    client = client_of(user)
    client.get(url)  # What is read once in a process is not counted.
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def fill(thread: Thread, author: User, count: int) -> None:
    make_forest(thread, author, bush(count))
    make_forest(thread, author, bush(count), passage(thread, "p1"))


# What a page may cost a reader without an account, and a member with session, account, standing and rights on top.
BUDGETS = {
    "/": 1,
    "/discussions/": 2,
    "/discussions/?sort=replies&essay=an-essay": 2,
    "/discussions/new/": 1,
    "/discussions/new/?essay=an-essay&passage=p1": 2,
    "/essays/an-essay/": 3,
    "/essays/an-essay/?sort=newest&after=3&folded=1,2": 3,
    "/essays/an-essay/?sort=answered&after=1": 3,
    "/essays/an-essay/p1/": 6,
    "/essays/an-essay/p1/?sort=answered": 6,
    "/discussions/{thread}/": 2,
    "/discussions/{thread}/?sort=newest": 2,
    "/discussions/{thread}/?sort=answered&after=1": 2,
    "/posts/{post}/": 3,
    "/posts/{post}/history/": 2,
    "/posts/{post}/reply/": 1,
    "/members/author-one/": 2,
    "/moderation/log/": 1,
}
# Session, account, rights (two), standing; how far they have read, what is new, their draft, whether they follow it.
FOR_A_MEMBER = 9


@pytest.fixture(params=BUDGETS)
def costs(request: pytest.FixtureRequest, thread: Thread, author: User) -> tuple[str, int]:
    make_forest(thread, author, bush(5))
    post = thread.posts.first()
    assert post
    url = request.param.format(thread=f"{thread.pk}-{thread.slug}", post=post.pk)
    return url, BUDGETS[request.param]


def test_a_page_keeps_its_budget_at_two_sizes(
    thread: Thread, author: User, stranger: User, costs: tuple[str, int]
) -> None:
    url, budget = costs
    assert queries(url) <= budget
    few = queries(url, stranger)
    fill(thread, author, 300)
    assert queries(url) <= budget
    assert queries(url, stranger) <= max(few, budget + FOR_A_MEMBER)


def test_5000_replies_cost_no_more_queries_and_fill_the_page_no_more(serge: Thread, author: User) -> None:
    assert serge.essay
    url = serge.essay.get_absolute_url()
    # The first page is full either way: what is compared is what lies behind it.
    make_forest(serge, author, bush(50))
    few, shown = queries(url), len(read(Client().get(url)).posts)
    make_forest(serge, author, bush(5000))
    assert queries(url) == few <= 3
    assert len(read(Client().get(url)).posts) == shown <= POSTS_PER_PAGE


@pytest.mark.parametrize("shape", [chain(2000), bush(2000, 2000), [None, *[0] * 1999]])
def test_one_branch_of_2000_posts_keeps_the_budget(thread: Thread, author: User, shape: list[int | None]) -> None:
    posts = make_forest(thread, author, shape)
    for url, budget in (
        ("/essays/an-essay/", 3),
        (thread.get_absolute_url(), 2),
        (f"/posts/{posts[0].pk}/", 3),
        (f"/posts/{posts[-1].pk}/", 3),
    ):
        assert queries(url) <= budget


def test_the_queue_costs_the_same_at_two_sizes(thread: Thread, moderator: User) -> None:
    url = "/admin/forum/post/"

    def wait(numbers: range) -> None:
        for number in numbers:
            say(thread, make_member(f"newcomer-{number}"), ref=["", "p1", "n1"][number % 3])

    wait(range(3))
    few = queries(url, moderator)
    wait(range(3, 20))
    assert queries(url, moderator) == few <= 12


def test_the_lists_cost_the_same_with_more_threads(thread: Thread, author: User) -> None:
    published(thread, author)
    few = queries("/discussions/")
    for number in range(5):
        Thread.objects.create(title=f"Thread {number}", category=sorted_under("texts"), post_count=1)
    assert queries("/discussions/") == few == 2


def test_an_approval_costs_the_same_in_a_long_thread(
    thread: Thread, author: User, reader: User, moderator: User
) -> None:
    def cost(post: Post) -> int:
        with CaptureQueriesContext(connection) as captured:
            moderation.approve(post, by=moderator, seen=post.revision)
        return len(captured)

    assert can_moderate(moderator)  # Asked once for each request.
    few = cost(say(thread, reader))
    fill(thread, author, 300)
    moderation.remove(Post.objects.by(reader).get(), by=moderator, seen=1, reason=because("attack"))
    assert cost(say(thread, reader)) == few
