"""The answers to a post can be folded away behind their number; the address says which are."""

import re

import pytest
from django.test import Client

from accounts.models import User
from forum import moderation
from forum.models import Post, Thread
from forum.views.paging import FOLDED_AT_MOST
from tests.forum.forest import chain, make_forest
from tests.forum.pages import Page, read
from tests.forum.talk import because, passage, published, say, signed_in

pytestmark = pytest.mark.django_db
BRANCH = re.compile(
    r'<details class="branch"(?P<open> open)? data-branch="(?P<pk>\d+)">\s*<summary[^>]*>(?P<says>.*?)</summary>'
)


def branches(page: Page) -> dict[int, tuple[str, bool]]:
    """For each post with answers what is said of them, and whether they are unfolded."""
    found = BRANCH.finditer(page.html)
    return {int(match["pk"]): (re.sub("<[^>]*>", "", match["says"]), bool(match["open"])) for match in found}


def folded(page: Page) -> list[int]:
    return [pk for pk, (_, is_open) in branches(page).items() if not is_open]


def test_a_post_with_answers_has_them_below_their_number(thread: Thread, author: User) -> None:
    posts = make_forest(thread, author, [None, 0, 1, 0, None])
    assert branches(read(Client().get("/essays/an-essay/"))) == {
        posts[0].pk: ("3 answers to Author one", True),
        posts[1].pk: ("1 answer to Author one", True),
    }


def test_answers_too_deep_for_the_page_are_counted_and_hidden_ones_are_not(
    thread: Thread, author: User, reader: User
) -> None:
    posts = make_forest(thread, author, chain(9))
    says = [says for says, _ in branches(read(Client().get("/essays/an-essay/"))).values()]
    assert says == [f"{count} answer{'s' * (count > 1)} to Author one" for count in (8, 7, 6, 5, 4)]
    say(thread, reader, parent=posts[0])
    assert branches(read(Client().get("/essays/an-essay/")))[posts[0].pk][0].startswith("8 ")
    assert branches(read(signed_in(reader).get("/essays/an-essay/")))[posts[0].pk][0].startswith("9 ")


def test_the_answers_of_a_post_that_is_gone_name_nobody(thread: Thread, author: User, moderator: User) -> None:
    post = published(thread, author)
    published(thread, author, parent=post)
    moderation.remove(post, by=moderator, seen=1, reason=because("attack"))
    assert branches(read(Client().get("/essays/an-essay/"))) == {post.pk: ("1 answer", True)}


def places(thread: Thread, post: Post) -> list[str]:
    return ["/essays/an-essay/p1/", thread.get_absolute_url(), post.get_absolute_url()]


def test_the_address_folds_branches_on_every_page_that_shows_them(thread: Thread, author: User) -> None:
    posts = make_forest(thread, author, [None, 0, 1], passage(thread, "p1"))
    for url in places(thread, posts[0]):
        assert folded(read(Client().get(f"{url}?folded={posts[1].pk}"))) == [posts[1].pk]
        assert folded(read(Client().get(f"{url}?folded={posts[1].pk},{posts[0].pk}"))) == [posts[0].pk, posts[1].pk]
        assert folded(read(Client().get(url))) == []


@pytest.mark.parametrize(
    "asked", ["", ",", "x", "-{pk}", "{pk}.0", "²", "٣", "%00", "9" * 19, "999999", "{pk};drop", " {pk}", "0x1"]
)
def test_what_cannot_be_folded_is_passed_over(thread: Thread, author: User, asked: str) -> None:
    first, second = (published(thread, author) for _ in range(2))
    for post in (first, second):
        published(thread, author, parent=post)
    url = f"/essays/an-essay/?folded={asked.format(pk=first.pk)}"
    assert folded(read(Client().get(url))) == []
    assert folded(read(Client().get(f"{url},{second.pk}"))) == [second.pk]


def test_of_a_long_list_the_first_are_folded(thread: Thread, author: User) -> None:
    posts = make_forest(thread, author, [None, 0, None, 2])
    others = ",".join(str(10**9 + number) for number in range(FOLDED_AT_MOST - 1))
    page = read(Client().get(f"/essays/an-essay/?folded={others},{posts[0].pk},{posts[2].pk}"))
    assert folded(page) == [posts[0].pk]


# --- What stands on a post ---


def test_the_time_of_a_post_is_its_permalink(thread: Thread, author: User, serge: Thread) -> None:
    post = published(thread, author)
    html = read(Client().get("/essays/an-essay/")).html
    assert f'<a class="when" href="/posts/{post.pk}/"><time' in html
    imported = serge.posts.first()
    assert imported
    html = read(Client().get(f"/essays/{serge.essay.slug}/" if serge.essay else "")).html
    assert re.search(rf'<a class="when" href="/posts/{imported.pk}/">\s*<span class="when">date unknown', html)


def test_a_post_can_be_answered_quoted_and_linked_and_each_act_says_whose_it_is(thread: Thread, author: User) -> None:
    post = published(thread, author)
    page = read(Client().get("/essays/an-essay/"))
    reply = f"/posts/{post.pk}/reply/"
    assert f'<a href="{reply}" data-hx-get="{reply}">Reply' in page.html
    assert f'<a href="{reply}?quote=1" data-hx-get="{reply}?quote=1">Quote' in page.html
    assert f'<button type="button" class="js-only link" data-copy-link="/posts/{post.pk}/">Copy link' in page.html
    assert f'<a class="no-js" href="/posts/{post.pk}/">Link' in page.html
    for name in ("Reply to", "Quote", "Copy link to the post by", "Link to the post by"):
        assert f"{name} Author one" in page.text


def test_what_is_held_can_be_linked_but_not_answered(thread: Thread, reader: User) -> None:
    post = say(thread, reader)
    html = read(signed_in(reader).get("/essays/an-essay/")).html
    assert f'data-copy-link="/posts/{post.pk}/"' in html
    assert f"/posts/{post.pk}/reply/" not in html


def test_quoted_words_know_what_stood_around_them(thread: Thread, author: User) -> None:
    post = published(thread, author, ref="p1")
    Post.objects.filter(pk=post.pk).update(quote="with", quote_prefix='One, "', quote_suffix=" <angles>")
    html = read(Client().get("/essays/an-essay/p1/")).html
    assert 'data-prefix="One, &quot;" data-suffix=" &lt;angles&gt;"><p>with</p>' in html
