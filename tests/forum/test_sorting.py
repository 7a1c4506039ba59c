"""Branches are read oldest, newest or most answered first, on every page of them; what is counted stays true."""

import re
from collections.abc import Callable
from contextlib import nullcontext, suppress

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from accounts.models import User
from forum import moderation, posting
from forum.discussion import POSTS_PER_BRANCH, POSTS_PER_PAGE
from forum.models import Post, Thread
from forum.moderation import NotPossible
from forum.ordering import Order
from tests.forum.forest import Shape, bush, make_forest, shapes
from tests.forum.pages import Page, all_pages, next_page, read
from tests.forum.talk import answer_counters, answers_counted, because, passage, published, say, trusting

pytestmark = pytest.mark.django_db
ON_SCRATCH = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
PLACES = ["/essays/an-essay/", "/essays/an-essay/p1/", "/discussions/{pk}-a-title/"]
# Branches with 2, 0, 1 and 2 answers.
SHAPE: Shape = [None, 0, 1, None, None, 4, None, 6, 6]
EXPECTED = {"oldest": [0, 3, 4, 6], "newest": [6, 4, 3, 0], "answered": [6, 0, 4, 3]}


def tops(pages: list[Page]) -> list[int]:
    """The top-level posts, in the order of the pages."""
    at_top = set(Post.objects.filter(position=0).values_list("pk", flat=True))
    return [pk for page in pages for pk in page.posts if pk in at_top]


def sort_of(page: Page) -> list[str]:
    """What is marked as the present order."""
    return re.findall(r'aria-current="true">(\w+ \w+)</a></li>', page.html.partition('class="order')[2])


# --- The order ---


@pytest.mark.parametrize("sort", EXPECTED)
@pytest.mark.parametrize("place", PLACES)
def test_branches_come_in_the_order_that_is_asked_for(thread: Thread, author: User, place: str, sort: str) -> None:
    posts = make_forest(thread, author, SHAPE, passage(thread, "p1") if "p1" in place else None)
    page = read(Client().get(place.format(pk=thread.pk), {"sort": sort}))
    assert tops([page]) == [posts[index].pk for index in EXPECTED[sort]]
    assert sort_of(page) == [Order(sort).label]


def test_answers_stay_in_their_order_whatever_the_order_of_branches(thread: Thread, author: User) -> None:
    posts = make_forest(thread, author, SHAPE)
    page = read(Client().get("/essays/an-essay/?sort=newest"))
    assert page.posts == [posts[index].pk for index in (6, 7, 8, 4, 5, 3, 0, 1, 2)]


@pytest.mark.parametrize("place", PLACES)
def test_the_usual_order_is_the_oldest_first_and_not_in_the_address(thread: Thread, author: User, place: str) -> None:
    make_forest(thread, author, SHAPE, passage(thread, "p1") if "p1" in place else None)
    url = place.format(pk=thread.pk)
    page = read(Client().get(url))
    assert sort_of(page) == ["Oldest first"]
    assert [f"{url}{query}#page-talk" in page.links for query in ("", "?sort=newest", "?sort=answered")] == [True] * 3
    assert "sort=oldest" not in page.html


@pytest.mark.parametrize("sort", ["", "best", "Newest", "OLDEST", "newest ", "0", "%00", "oldest,newest"])
@pytest.mark.parametrize("place", PLACES)
def test_an_order_that_there_is_none_of_is_404(thread: Thread, place: str, sort: str) -> None:
    assert Client().get(f"{place.format(pk=thread.pk)}?sort={sort}").status_code == 404


@pytest.mark.parametrize(("shape", "offered"), [([], False), ([None, 0, 1], False), ([None, None], True)])
def test_an_order_is_offered_where_there_is_something_to_sort(
    thread: Thread, author: User, shape: Shape, offered: bool
) -> None:
    make_forest(thread, author, shape)
    for place in (PLACES[0], PLACES[2]):
        assert ("order" in read(Client().get(place.format(pk=thread.pk))).classes) == offered


def test_an_order_is_offered_where_other_branches_are_on_other_pages(thread: Thread, author: User) -> None:
    posts = make_forest(thread, author, [None, *[0] * POSTS_PER_BRANCH, None, *[21] * POSTS_PER_BRANCH, None])
    last = read(Client().get(f"/essays/an-essay/?after={posts[21].pk}"))
    assert tops([last]) == [posts[-1].pk]
    assert "order" in last.classes


def test_a_new_answer_brings_its_branch_up(thread: Thread, author: User) -> None:
    posts = make_forest(thread, author, SHAPE)
    for _ in range(3):
        published(thread, author, parent=posts[3])
    assert tops(all_pages("/essays/an-essay/?sort=answered"))[0] == posts[3].pk


# --- Its pages ---

# What Python sorts by, to compare with what the database does.
KEYS: dict[str, Callable[[Post], tuple[int, ...]]] = {
    "oldest": lambda post: (post.pk,),
    "newest": lambda post: (-post.pk,),
    "answered": lambda post: (-post.answer_count, -post.pk),
}


def in_order(sort: str) -> list[int]:
    return [post.pk for post in sorted(Post.objects.filter(position=0), key=KEYS[sort])]


@pytest.mark.parametrize("sort", KEYS)
@pytest.mark.parametrize("place", PLACES)
def test_the_pages_show_every_branch_once_and_in_order(thread: Thread, author: User, place: str, sort: str) -> None:
    shape = [*bush(POSTS_PER_PAGE * 2, 5), *[None] * POSTS_PER_PAGE]
    make_forest(thread, author, shape, passage(thread, "p1") if "p1" in place else None)
    pages = all_pages(f"{place.format(pk=thread.pk)}?sort={sort}")
    assert tops(pages) == in_order(sort)
    assert len(pages) == 3
    assert {tuple(sort_of(page)) for page in pages} == {(Order(sort).label,)}


@given(shapes, st.sampled_from(sorted(KEYS)))
@example(bush(200, POSTS_PER_BRANCH * 2), "answered")
@ON_SCRATCH
def test_no_branch_is_lost_in_any_order(thread: Thread, author: User, shape: Shape, sort: str) -> None:
    with transaction.atomic():
        make_forest(thread, author, shape)
        assert tops(all_pages(f"{thread.get_absolute_url()}?sort={sort}")) == in_order(sort)
        transaction.set_rollback(True)


def test_a_page_begins_where_its_last_post_stands_by_now(thread: Thread, author: User) -> None:
    posts = make_forest(thread, author, [*bush(POSTS_PER_PAGE, 4), *[None] * 10])
    first = read(Client().get("/essays/an-essay/?sort=answered"))
    last = Post.objects.get(pk=tops([first])[-1])
    published(thread, author, parent=last)
    assert last.pk not in tops(all_pages(next_page(first)))
    everything = tops(all_pages("/essays/an-essay/?sort=answered"))
    assert sorted(everything) == [post.pk for post in posts if post.root_id == post.pk or not post.parent_id]


@pytest.mark.parametrize("sort", KEYS)
def test_a_later_page_leads_back_to_the_first_of_its_order(thread: Thread, author: User, sort: str) -> None:
    make_forest(thread, author, [None] * (POSTS_PER_PAGE + 5))
    second = all_pages(f"/essays/an-essay/?sort={sort}")[1]
    back = re.search(r'href="([^"]*)">Back to the first replies', second.html)
    assert back
    assert back[1] == f"/essays/an-essay/{Order(sort).query}#page-talk"


def test_after_a_post_that_is_not_there_the_most_answered_are_none(thread: Thread, author: User) -> None:
    make_forest(thread, author, SHAPE)
    assert read(Client().get(f"/essays/an-essay/?sort=answered&after={'9' * 18}")).posts == []


# --- The counters ---

ACTS = ("reply", "answer", "approve", "remove", "withdraw")


def act(name: str, thread: Thread, author: User, moderator: User, at: int) -> None:
    """Do something with one of the posts, or begin a branch. Some answers are held."""
    posts = list(thread.posts.order_by("pk"))
    if name == "reply" or not posts:
        say(thread, author)
        return
    post = posts[at % len(posts)]
    if name == "answer":
        with trusting() if at % 2 else nullcontext():
            say(thread, author, parent=post)
    elif name == "withdraw":
        posting.withdraw(post, by=author)
    elif name == "approve":
        moderation.approve(post, by=moderator, seen=post.revision)
    else:
        moderation.remove(post, by=moderator, seen=post.revision, reason=because("attack"))


@given(st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 20)), min_size=5, max_size=25))
@example([("reply", 0), ("approve", 0), ("answer", 0), ("answer", 1), ("answer", 2), ("approve", 3), ("remove", 0)])
@example([("reply", 0), ("approve", 0), *[("answer", n) for n in (1, 1, 3)], ("remove", 1), ("withdraw", 2)])
@ON_SCRATCH
def test_the_answers_of_each_branch_stay_counted_whatever_is_done(
    thread: Thread, author: User, moderator: User, walk: list[tuple[str, int]]
) -> None:
    with transaction.atomic():
        for name, at in walk:
            with suppress(NotPossible):
                act(name, thread, author, moderator, at)
            assert answer_counters(thread) == answers_counted(thread)
        transaction.set_rollback(True)


def test_a_branch_is_counted_without_its_top(thread: Thread, author: User, reader: User, moderator: User) -> None:
    top = published(thread, author)
    held = say(thread, reader, parent=published(thread, author, parent=top))
    assert answer_counters(thread) == {top.pk: 1}
    moderation.approve(held, by=moderator, seen=1)
    assert answer_counters(thread) == {top.pk: 2}
    moderation.remove(top, by=moderator, seen=1, reason=because("attack"))
    assert answer_counters(thread) == {top.pk: 2}
    posting.withdraw(held, by=reader)
    assert answer_counters(thread) == {top.pk: 1}


def test_only_a_top_level_post_counts_answers(thread: Thread, author: User) -> None:
    answer = published(thread, author, parent=published(thread, author))
    with pytest.raises(IntegrityError, match="post_answers_are_counted_at_the_top"), transaction.atomic():
        Post.objects.filter(pk=answer.pk).update(answer_count=1)
