"""A long talk comes in pages: nothing is lost, nothing is shown twice, and what is too deep is behind a link."""

import re

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, example, given, settings

from accounts.models import User
from forum.discussion import ANCESTORS_SHOWN, MAX_DEPTH, POSTS_PER_BRANCH, POSTS_PER_PAGE
from forum.models import Post, Thread
from tests.forum.forest import Shape, bush, chain, make_forest, shapes
from tests.forum.pages import Page, all_pages, next_page, read
from tests.forum.talk import passage, published, say, signed_in

pytestmark = pytest.mark.django_db
FORESTS = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def shown(pages: list[Page]) -> list[int]:
    return [pk for page in pages for pk in page.posts]


@pytest.mark.parametrize(
    "count", [0, 1, POSTS_PER_PAGE - 1, POSTS_PER_PAGE, POSTS_PER_PAGE + 1, POSTS_PER_PAGE * 2 + 1]
)
@pytest.mark.parametrize("ref", ["", "p1"])
def test_all_top_level_posts_are_on_the_pages_in_order(thread: Thread, author: User, count: int, ref: str) -> None:
    posts = make_forest(thread, author, [None] * count, passage(thread, ref) if ref else None)
    pages = all_pages(f"/essays/an-essay/{ref and ref + '/'}")
    assert shown(pages) == [post.pk for post in posts]
    assert max(len(page.posts) for page in pages) <= POSTS_PER_PAGE


@given(shapes)
@example([None] * (POSTS_PER_PAGE + 1))
@example(bush(200, POSTS_PER_BRANCH * 2))
@example(chain(60))
@FORESTS
def test_no_post_is_lost_and_none_shown_twice(thread: Thread, author: User, shape: Shape) -> None:
    with transaction.atomic():
        posts = make_forest(thread, author, shape)
        pages = all_pages(thread.get_absolute_url())
        found, tops = shown(pages), roots(posts, shape)
        assert len(found) == len(set(found))
        assert [pk for pk in found if pk in tops] == tops
        below = {pk for page in pages for pk in behind_links(page)}
        assert {post.pk for post in posts} == {*found, *below}
        transaction.set_rollback(True)


def roots(posts: list[Post], shape: Shape) -> list[int]:
    return [post.pk for post, above in zip(posts, shape, strict=True) if above is None]


def behind_links(page: Page, seen: frozenset[int] = frozenset()) -> set[int]:
    """All posts that "Continues" and "Show the whole branch" lead to, and those that these lead to."""
    tops = {int(pk) for pk in re.findall(r'class="goes-on ui"><a href="/posts/(\d+)/"', page.html)} - seen
    found: set[int] = set()
    for pk in tops:
        pages = all_pages(f"/posts/{pk}/")
        found |= set(shown(pages))
        for below in pages:
            found |= behind_links(below, seen | tops)
    return found


def test_a_page_is_the_same_when_a_post_was_added_elsewhere(thread: Thread, author: User) -> None:
    make_forest(thread, author, [None] * 110)
    first, second, third = all_pages("/essays/an-essay/")
    published(thread, author, "One more.")
    assert read(Client().get(next_page(first))).posts == second.posts
    assert len(all_pages("/essays/an-essay/")[2].posts) == len(third.posts) + 1


def test_a_later_page_leads_back_to_the_first(thread: Thread, author: User) -> None:
    make_forest(thread, author, [None] * 60)
    first, second = all_pages("/essays/an-essay/")
    assert ["Back to the first replies" in page.text for page in (first, second)] == [False, True]
    assert "/essays/an-essay/#page-talk" in second.links


@pytest.mark.parametrize("after", ["-1", "x", "1.5", "²", "٣", "9" * 19, "", " 1", "1;drop", "%00"])
@pytest.mark.parametrize("where", ["essay", "passage", "thread", "post"])
def test_an_address_that_names_no_page_is_404(thread: Thread, author: User, after: str, where: str) -> None:
    post = published(thread, author)
    url = {
        "essay": "/essays/an-essay/",
        "passage": "/essays/an-essay/p1/",
        "thread": thread.get_absolute_url(),
        "post": post.get_absolute_url(),
    }[where]
    assert Client().get(f"{url}?after={after}").status_code == 404


def test_a_page_after_the_last_is_empty(thread: Thread, author: User) -> None:
    published(thread, author)
    assert read(Client().get("/essays/an-essay/", {"after": "9" * 18})).posts == []


# --- Deep talk ---


def test_what_is_deeper_than_the_limit_is_behind_a_link(thread: Thread, author: User) -> None:
    posts = make_forest(thread, author, chain(MAX_DEPTH + 4))
    page = read(Client().get("/essays/an-essay/"))
    assert page.posts == [post.pk for post in posts[: MAX_DEPTH + 1]]
    assert len(re.findall(r"Show \d+ more answers?", page.text)) == 1
    deeper = read(Client().get(f"/posts/{posts[MAX_DEPTH].pk}/"))
    assert deeper.posts[-4:] == [post.pk for post in posts[-4:]]


def test_how_much_is_behind_a_link_is_not_said_since_a_branch_is_cut_before_it_is_counted(
    thread: Thread, author: User
) -> None:
    make_forest(thread, author, chain(POSTS_PER_BRANCH + 5))
    page = read(Client().get("/essays/an-essay/"))
    assert re.search(r"Show \d+ more answer", page.text)
    assert not re.search(r"Continues[^.]*\d", page.text)


def test_a_long_branch_among_others_is_cut_and_leads_to_the_whole(thread: Thread, author: User) -> None:
    posts = make_forest(thread, author, [None, *[0] * 40, None])
    page = read(Client().get("/essays/an-essay/"))
    assert page.posts == [post.pk for post in [*posts[:POSTS_PER_BRANCH], posts[-1]]]
    assert "Show the whole branch below this post" in page.text
    assert shown(all_pages(f"/posts/{posts[0].pk}/")) == [post.pk for post in posts[:-1]]


def test_a_branch_of_just_that_length_is_whole(thread: Thread, author: User) -> None:
    make_forest(thread, author, [None, *[0] * (POSTS_PER_BRANCH - 1)])
    assert "Show the whole branch" not in read(Client().get("/essays/an-essay/")).text


def test_held_answers_do_not_promise_a_longer_branch(thread: Thread, author: User, reader: User) -> None:
    posts = make_forest(thread, author, [None, *[0] * (POSTS_PER_BRANCH - 1)])
    say(thread, reader, parent=posts[0])
    assert "Show the whole branch" not in read(Client().get("/essays/an-essay/")).text
    assert "Show the whole branch" in read(signed_in(reader).get("/essays/an-essay/")).text


# --- One post and what it answers ---


def test_a_permalink_shows_what_the_post_answers_and_its_answers(thread: Thread, author: User) -> None:
    posts = make_forest(thread, author, [None, 0, 0, 1, 3])
    page = read(Client().get(f"/posts/{posts[3].pk}/"))
    assert page.posts == [posts[0].pk, posts[1].pk, posts[3].pk, posts[4].pk]
    assert "What it answers" in page.text
    assert "/essays/an-essay/#page-talk" in page.links


def test_a_permalink_in_a_deep_branch_shows_the_nearest_and_leads_up(thread: Thread, author: User) -> None:
    posts = make_forest(thread, author, chain(ANCESTORS_SHOWN + 5))
    page = read(Client().get(f"/posts/{posts[-1].pk}/"))
    assert page.posts == [post.pk for post in posts[4:]]
    assert f"/posts/{posts[3].pk}/" in page.links
    assert "Earlier in this branch" in page.text


def test_an_answer_whose_post_is_on_an_earlier_page_leads_to_it(thread: Thread, author: User) -> None:
    posts = make_forest(thread, author, [None, *[0] * (POSTS_PER_PAGE + 1), 1])
    first, second = all_pages(f"/posts/{posts[0].pk}/")
    assert "in reply to an earlier post" not in first.text
    assert second.posts == [posts[0].pk, posts[-2].pk, posts[-1].pk]
    assert f"/posts/{posts[1].pk}/" in second.links


def test_a_reply_leads_to_its_place_or_to_its_own_page(thread: Thread, author: User) -> None:
    make_forest(thread, author, [None] * (POSTS_PER_PAGE - 1))
    client = signed_in(author)
    landings = [client.post("/essays/an-essay/reply/", {"source": f"Reply {n}."})["Location"] for n in range(2)]
    assert re.fullmatch(r"/essays/an-essay/#post-\d+", landings[0])
    assert re.fullmatch(r"/posts/(\d+)/#post-\1", landings[1])


def test_a_reply_that_is_too_deep_or_too_late_in_its_branch_leads_to_its_own_page(thread: Thread, author: User) -> None:
    deep = make_forest(thread, author, chain(MAX_DEPTH + 1))
    long = make_forest(thread, author, [None, *[0] * (POSTS_PER_BRANCH - 2)])
    client = signed_in(author)
    for parent, is_shown in ((deep[-2], True), (deep[-1], False), (long[0], True), (long[0], False)):
        answer = client.post(f"/posts/{parent.pk}/reply/", {"source": f"An answer, {is_shown}."})
        post = Post.objects.latest("pk")
        assert (post.pk in read(Client().get("/essays/an-essay/")).posts) == is_shown
        place = "/essays/an-essay/" if is_shown else post.get_absolute_url()
        assert answer["Location"] == f"{place}#post-{post.pk}"


# --- A member's page ---


def test_a_members_posts_come_latest_first_in_pages(thread: Thread, author: User, stranger: User) -> None:
    posts = make_forest(thread, author, bush(65))
    published(thread, stranger)
    say(thread, stranger)
    url, found = f"/members/{author.username}/", []
    following = url
    while following:
        page = read(Client().get(following))
        found += page.posts
        links = [link for link in page.links if link.startswith("?before=")]
        following = url + links[0] if links else ""
    assert found == sorted((post.pk for post in posts), reverse=True)


@pytest.mark.parametrize("before", ["-1", "x", "9" * 19, ""])
def test_a_members_page_that_is_none_is_404(author: User, before: str) -> None:
    assert Client().get(f"/members/{author.username}/?before={before}").status_code == 404
