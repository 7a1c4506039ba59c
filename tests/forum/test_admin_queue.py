"""The list of what waits, the longest waiting on top; what it is narrowed by, and what it costs."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries, Settings

from accounts.models import User
from forum.admin import facets
from forum.models import Post, QueueItem, Thread
from tests.conftest import make_member
from tests.forum.pages import Page, read
from tests.forum.queue import QUEUE, appealed, decide, held_posts, item_of, listed, reported
from tests.forum.talk import client_of, published, say

pytestmark = pytest.mark.django_db

QUERIES = 15


def shown(desk: Client, **asked: str) -> list[str]:
    """What the filter offers, with its counts."""
    changelist = desk.get(QUEUE, asked).context["cl"]
    return [choice["display"] for spec in changelist.filter_specs for choice in spec.choices(changelist)]


# --- What is listed ---


def test_what_waits_is_listed_the_longest_waiting_on_top(
    thread: Thread, author: User, reader: User, moderator: User, desk: Client
) -> None:
    standing, other = published(thread, author), published(thread, reader)
    held = held_posts(thread, 2)
    items = [item_of(held[0]), item_of(held[1]), reported(standing), appealed(other, by_moderator=moderator)]
    assert listed(desk) == items
    QueueItem.objects.filter(pk=items[2].pk).update(since=timezone.now() - timedelta(days=2))
    assert listed(desk) == [items[2], items[0], items[1], items[3]]


def test_what_was_decided_has_left_the_list_and_can_be_asked_for(thread: Thread, desk: Client) -> None:
    first, second = held_posts(thread, 2)
    decide(desk, item_of(first), "approve")
    assert listed(desk) == [item_of(second)]
    assert listed(desk, state="decided") == [item_of(first)]
    page = read(desk.get(QUEUE, {"state": "decided"}))
    assert "Approved by Keeper one" in page.text
    assert "items" not in page.fields


def test_the_queue_is_for_moderators(thread: Thread, reader: User, desk: Client) -> None:
    (post,) = held_posts(thread, 1)
    reader.is_staff = True
    reader.save()
    for client, answer in ((client_of(None), 302), (client_of(reader), 403), (desk, 200)):
        assert client.get(QUEUE).status_code == answer
        sent = {"items": item_of(post).pk, f"seen-{item_of(post).pk}": 1, "act": "nothing"}
        assert client.post(QUEUE, sent).status_code == {200: 422}.get(answer, answer)
        assert client.post(f"{QUEUE}undo/", {"entries": "1"}).status_code == {200: 302}.get(answer, answer)
        assert client.get(f"{QUEUE}{item_of(post).pk}/change/").status_code == {200: 302}.get(answer, answer)


def test_a_thing_leads_to_the_page_of_its_post(thread: Thread, desk: Client) -> None:
    (post,) = held_posts(thread, 1)
    assert desk.get(f"{QUEUE}{item_of(post).pk}/change/")["Location"] == f"/admin/forum/post/{post.pk}/change/"
    assert desk.get(f"{QUEUE}0/change/").status_code == 404
    assert desk.get(f"{QUEUE}undo/").status_code == 405


@pytest.mark.parametrize(
    ("asked", "nothing"),
    [
        ({}, "Nothing is waiting."),
        ({"kind": "held"}, "Nothing that waits matches."),
        ({"q": "nothing"}, "Nothing that waits matches."),
        ({"state": "decided"}, "There is nothing like that."),
    ],
)
def test_an_empty_list_says_so_and_offers_no_act(
    thread: Thread, desk: Client, asked: dict[str, str], nothing: str
) -> None:
    page = read(desk.get(QUEUE, asked))
    assert nothing in page.text
    assert ("Show all that waits" in page.text) == bool(asked)
    assert "reason" not in page.fields


# --- What it is narrowed by ---


def test_a_filter_says_how_many_there_are(thread: Thread, author: User, desk: Client) -> None:
    item = reported(published(thread, author))
    held = [item_of(post) for post in held_posts(thread, 2)]
    offered = shown(desk)
    assert {"Held (2)", "Reported (1)", "Appeal (0)", "A title (3)", "Reported: spam (1)"} <= set(offered)
    assert listed(desk, kind="held") == held
    assert listed(desk, kind="flagged") == listed(desk, why="Reported: spam") == [item]
    assert listed(desk, thread=str(thread.pk)) == [item, *held]
    assert listed(desk, thread="0") == listed(desk, kind="nonsense") == []
    assert offered == shown(desk, kind="held")


def test_counts_are_bounded_and_say_so(
    thread: Thread, author: User, desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(facets, "COUNTED", 3)
    reported(published(thread, author))
    held_posts(thread, 4)
    assert {"Held (3+)", "Reported (1+)", "Appeal (0)"} <= set(shown(desk))


def test_a_search_finds_words_authors_reports_and_appeals(
    thread: Thread, author: User, reader: User, moderator: User, desk: Client
) -> None:
    item = reported(published(thread, author, "An elephant."), note="It is about a mouse.")
    appeal = appealed(published(thread, reader), by_moderator=moderator, words="I said nothing of a giraffe.")
    (held,) = held_posts(thread, 1)
    assert listed(desk, q="elephant") == listed(desk, q="mouse") == listed(desk, q="author-one") == [item]
    assert listed(desk, q="giraffe") == listed(desk, q="reader one") == [appeal]
    assert listed(desk, q="newcomer-0") == [item_of(held)]
    assert "Held (0)" in shown(desk, q="mouse")


def test_the_list_is_narrowed_to_a_year_a_month_a_day(thread: Thread, desk: Client) -> None:
    posts = held_posts(thread, 3)
    since = [timezone.now().replace(year=year, month=5, day=day) for year, day in ((2020, 1), (2021, 2), (2021, 3))]
    items = [item_of(post) for post in posts]
    for item, at in zip(items, since, strict=True):
        QueueItem.objects.filter(pk=item.pk).update(since=at)
    assert ways(desk) == ["2020", "2021"]
    assert ways(desk, since__year="2021") == ["All dates", "2 May", "3 May"]
    assert listed(desk, since__year="2021") == items[1:]
    assert ways(desk, since__year="2021", since__month="5") == ["All dates", "2021", "2 May", "3 May"]
    day = {"since__year": "2021", "since__month": "5", "since__day": "3"}
    assert listed(desk, **day) == items[2:]
    assert ways(desk, **day) == ["All dates", "2021", "3 May"]


def ways(desk: Client, **asked: str) -> list[str]:
    return [way.title for way in desk.get(QUEUE, asked).context["cl"].dates]


@pytest.mark.parametrize("asked", [{"since__year": "x"}, {"since__year": "0"}, {"nothing": "1"}, {"p": "x"}])
def test_what_is_no_filter_is_answered(thread: Thread, desk: Client, asked: dict[str, str]) -> None:
    held_posts(thread, 1)
    assert desk.get(QUEUE, asked, follow=True).status_code == 200


def test_a_page_beyond_the_last_is_the_last(thread: Thread, desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("forum.admin.queue.QueueItemAdmin.list_per_page", 2)
    items = [item_of(post) for post in held_posts(thread, 3)]
    assert listed(desk, p="1") == items[:2]
    assert listed(desk, p="2") == listed(desk, p="9") == items[2:]
    assert "Page 2 of 2" in read(desk.get(QUEUE, {"p": "9"})).text


# --- What it costs ---


@pytest.mark.parametrize("count", [2, 30])
def test_the_queue_costs_the_same_however_much_waits(
    thread: Thread,
    moderator: User,
    desk: Client,
    settings: Settings,
    count: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    settings.APPROVALS_BEFORE_TRUST = 0
    authors = [make_member(f"writer-{n}") for n in range(count)]
    items = [reported(published(thread, writer, ref="p1")) for writer in authors]
    appeals = [appealed(published(thread, writer), by_moderator=moderator) for writer in authors[:10]]
    assert len(items) == count
    QueueItem.objects.filter(pk__in=[item.pk for item in appeals]).update(since=timezone.now() - timedelta(days=1))
    with django_assert_max_num_queries(QUERIES):
        assert desk.get(QUEUE).status_code == 200


def test_the_number_beside_the_link_is_for_moderators(thread: Thread, reader: User, desk: Client) -> None:
    held_posts(thread, 2)
    url = thread.get_absolute_url()
    assert "Moderation 2 waiting" in read(desk.get(url)).text
    assert QUEUE in read(desk.get(url)).links
    assert "waiting)" in Page(desk.get("/admin/")).text
    assert "2 waiting" not in read(client_of(reader).get(url)).text


def test_a_closed_menu_shows_the_number_too(thread: Thread, reader: User, desk: Client) -> None:
    """In a narrow window, the link beside which it stands is within the menu."""
    held_posts(thread, 2)
    for client, is_there in ((desk, True), (client_of(reader), False)):
        menu = client.get("/").content.decode().partition("<summary>Account")[2].partition("</summary>")[0]
        assert ('2<span class="visually-hidden"> waiting for a moderator</span>' in menu) == is_there


def test_the_number_is_bounded(thread: Thread, author: User, desk: Client) -> None:
    post = say(thread, author)
    posts = [Post(thread=thread, author=author, status="pending", source="x", html="x") for _ in range(100)]
    for number, other in enumerate(posts):
        other.written_at, other.root, other.parent, other.position = post.written_at, post, post, number + 1
    Post.objects.bulk_create(posts)
    QueueItem.objects.bulk_create([QueueItem(kind="held", post=other, thread=thread, why="x") for other in posts])
    assert "Moderation 99+ waiting" in read(desk.get(thread.get_absolute_url())).text


def test_an_author_of_many_posts_has_the_latest_counted(
    thread: Thread, author: User, desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("forum.admin.rows.COUNTED", 2)
    for _ in range(3):
        published(thread, author)
    say(thread, author)
    (item,) = listed(desk) or [reported(published(thread, author))]
    (row,) = desk.get(QUEUE).context["cl"].rows
    assert item == row.item
    assert (row.record.posts, row.record.is_cut) == (2, True)
