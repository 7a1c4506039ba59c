"""What was posted since a page was made: counted for whoever may read it, and never one's own."""

from urllib.parse import quote

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from forum.models import Post, Thread
from forum.views.news import NAMED_AT_MOST
from tests.forum.forest import make_forest
from tests.forum.talk import published, say, signed_in

pytestmark = pytest.mark.django_db
WHOLE, P1 = "/essays/an-essay/news/", "/essays/an-essay/p1/news/"


def asked(client: Client, url: str, since: str, known: str = "") -> str:
    answer = client.get(url, {"since": since, "known": known})
    assert answer.status_code in {200, 204}
    return answer.content.decode()


def test_what_is_new_is_counted_at_its_own_place(thread: Thread, author: User) -> None:
    published(thread, author, "Before.")
    since = timezone.now().isoformat()
    assert asked(Client(), WHOLE, since) == ""
    published(thread, author, "After.")
    published(thread, author, "After that.")
    assert ">2 new replies<" in asked(Client(), WHOLE, since)
    assert asked(Client(), P1, since) == ""
    published(thread, author, "On it.", ref="p1")
    assert ">1 new reply<" in asked(Client(), P1, since)


def test_ones_own_and_what_is_held_is_no_news(thread: Thread, author: User, stranger: User) -> None:
    since = timezone.now().isoformat()
    published(thread, author, "Mine.")
    assert say(thread, stranger, "Not yet.").is_pending
    assert asked(signed_in(author), WHOLE, since) == ""
    assert ">1 new reply<" in asked(Client(), WHOLE, since)


@pytest.mark.parametrize("since", ["", "yesterday", "2026-01-01", "2026-01-01T00:00:00", "2026-13-01T00:00:00Z"])
def test_what_is_no_moment_is_no_address(thread: Thread, since: str) -> None:
    assert Client().get(f"{WHOLE}?since={quote(since)}").status_code == 404


def test_a_page_says_when_it_was_made(thread: Thread, author: User) -> None:
    page = Client().get("/essays/an-essay/").content.decode()
    since = page.split('data-since="')[1].split('"')[0]
    assert asked(Client(), WHOLE, since) == ""
    published(thread, author, "After.")
    assert asked(Client(), WHOLE, since)


def test_the_offer_keeps_the_order_that_was_chosen(thread: Thread, author: User) -> None:
    since = timezone.now().isoformat()
    published(thread, author, "After.")
    offer = Client().get(WHOLE, {"since": since, "sort": "newest"}).content.decode()
    assert 'data-hx-get="/essays/an-essay/?sort=newest"' in offer
    assert Client().get(WHOLE, {"since": since, "sort": "random"}).status_code == 404


def test_an_offer_leads_to_the_first_of_what_is_new_and_names_all(thread: Thread, author: User) -> None:
    since = timezone.now().isoformat()
    posts = [published(thread, author, f"Number {number}.") for number in range(3)]
    offer = asked(Client(), WHOLE, since)
    assert f'href="/posts/{posts[0].pk}/"' in offer
    assert f'data-ids="{",".join(str(post.pk) for post in posts)}"' in offer


def test_many_are_counted_and_the_latest_named(thread: Thread, author: User) -> None:
    since = timezone.now().isoformat()
    posts = make_forest(thread, author, [None] * (NAMED_AT_MOST + 10))
    offer = asked(Client(), WHOLE, since)
    assert f">{NAMED_AT_MOST + 10} new replies<" in offer
    assert f'data-ids="{",".join(str(post.pk) for post in posts[10:])}"' in offer


def test_what_a_page_shows_is_not_offered_to_it(thread: Thread, author: User) -> None:
    since = timezone.now().isoformat()
    known, new = published(thread, author, "Known."), published(thread, author, "New.")
    assert f'data-ids="{new.pk}"' in asked(Client(), WHOLE, since, f"{known.pk},,x,{'9' * 30}")
    assert asked(Client(), WHOLE, since, f"{new.pk},{known.pk}") == ""


def test_a_post_that_came_while_the_page_was_made_is_offered(thread: Thread, author: User) -> None:
    """Its time is of before the page, which was read before others could see it."""
    published_at = timezone.now()
    page = Client().get("/essays/an-essay/").content.decode()
    post = published(thread, author, "Between.")
    Post.objects.filter(pk=post.pk).update(published_at=published_at)
    assert asked(Client(), WHOLE, page.split('data-since="')[1].split('"')[0])
