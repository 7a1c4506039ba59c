"""A member follows a thread or a passage, with a button that needs no JavaScript, and stops in a list of all of it."""

import pytest
from django.test import Client

from accounts.models import User
from forum import following, posting
from forum.models import Subscription, Thread
from tests.forum.at_once import at_once
from tests.forum.pages import read
from tests.forum.talk import passage, signed_in, sorted_under
from tests.forum.test_query_budgets import queries

PLACES = {"/essays/an-essay/": "/discussions/{pk}/follow/", "/essays/an-essay/p1/": "/essays/an-essay/p1/follow/"}


def followed(member: User) -> list[tuple[int, str]]:
    found = Subscription.objects.filter(member=member).order_by("pk")
    return [(one.thread_id, one.anchor.ref if one.anchor else "") for one in found]


@pytest.mark.django_db
@pytest.mark.parametrize("url", [*PLACES, "/discussions/{pk}-a-title/"])
def test_a_button_follows_and_follows_no_more(thread: Thread, reader: User, url: str) -> None:
    client, url = signed_in(reader), url.format(pk=thread.pk)
    button = PLACES.get(url, "/discussions/{pk}/follow/").format(pk=thread.pk)
    assert "Follow " in read(client.get(url)).text
    assert client.post(button, {"next": url})["Location"] == url
    assert followed(reader) == [(thread.pk, "p1" if "p1" in button else "")]
    assert "Following " in read(client.get(url)).text
    client.post(button, {"next": url})
    assert Subscription.objects.count() == 1
    client.post(button, {"next": url, "stop": "1"})
    assert followed(reader) == []


@pytest.mark.django_db
def test_who_presses_it_comes_back_to_the_button(thread: Thread, reader: User) -> None:
    client, button = signed_in(reader), "/essays/an-essay/p1/follow/"
    back = read(client.get("/essays/an-essay/p1/")).fields["next"]
    assert client.post(button, {"next": back})["Location"] == back
    assert f'id="{back.partition("#")[2]}"' in client.get(back).content.decode()
    html = client.post(button, {"next": back, "stop": "1"}, HTTP_HX_REQUEST="true").content.decode()
    assert f'value="{back}"' in html


@pytest.mark.django_db
def test_who_follows_all_is_told_so_at_a_passage(thread: Thread, reader: User) -> None:
    following.follow(reader, thread)
    assert "You follow all talk on this text." in read(signed_in(reader).get("/essays/an-essay/p1/")).text


@pytest.mark.django_db
@pytest.mark.parametrize("button", PLACES.values())
def test_who_signs_in_to_follow_comes_to_the_button(thread: Thread, reader: User, button: str) -> None:
    button = button.format(pk=thread.pk)
    for answer in (Client().get(button), Client().post(button)):
        assert answer["Location"] == f"/accounts/login/?next={button}"
    page = read(signed_in(reader).get(button))
    assert "<button" in page.html
    assert "Follow " in page.text
    assert not Subscription.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("to", ["https://example.org/", "//example.org/", "no-address", "", "javascript:alert(1)"])
def test_a_button_leads_nowhere_else(thread: Thread, reader: User, to: str) -> None:
    answer = signed_in(reader).post("/essays/an-essay/p1/follow/", {"next": to})
    assert answer["Location"] == "/essays/an-essay/p1/"


@pytest.mark.django_db
def test_a_page_that_is_open_gets_the_button_alone(thread: Thread, reader: User) -> None:
    answer = signed_in(reader).post("/essays/an-essay/p1/follow/", HTTP_HX_REQUEST="true")
    assert "Following paragraph 1" in answer.content.decode()
    assert "<html" not in answer.content.decode()


@pytest.mark.django_db
def test_it_takes_a_token_to_follow(thread: Thread, reader: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(reader)
    assert client.post("/essays/an-essay/p1/follow/").status_code == 403


@pytest.mark.django_db
def test_a_discussion_that_nobody_may_know_of_cannot_be_followed(author: User, reader: User) -> None:
    held = posting.open_thread(author, "A secret title", sorted_under("texts"), "First words.").thread
    assert signed_in(reader).post(f"/discussions/{held.pk}/follow/").status_code == 404
    assert signed_in(author).get(f"/discussions/{held.pk}/follow/").status_code == 200
    assert "A secret title" in read(signed_in(author).get("/following/")).text
    following.follow(reader, held)  # While it was public.
    assert "secret" not in read(signed_in(reader).get("/following/")).html


@pytest.mark.django_db
def test_the_list_has_all_of_it_and_stops_each(thread: Thread, reader: User, stranger: User) -> None:
    following.follow(reader, thread, passage(thread, "p1"))
    following.follow(reader, thread)
    following.follow(stranger, thread, passage(thread, "p2"))
    client = signed_in(reader)
    page = read(client.get("/following/"))
    assert [link for link in page.links if link.startswith("/essays/")] == ["/essays/an-essay/", "/essays/an-essay/p1/"]
    assert client.post("/essays/an-essay/p1/follow/", {"stop": "1", "next": "/following/"})["Location"] == "/following/"
    assert followed(reader) == [(thread.pk, "")]
    assert followed(stranger) == [(thread.pk, "p2")]
    assert "/following/" in read(client.get("/notices/")).links
    assert Client().get("/following/")["Location"] == "/accounts/login/?next=/following/"


@pytest.mark.django_db
def test_the_list_costs_the_same_at_two_sizes_and_has_pages(thread: Thread, reader: User) -> None:
    following.follow(reader, thread)
    few = queries("/following/", reader)
    for number in range(60):
        following.follow(reader, Thread.objects.create(title=f"No. {number}", category=sorted_under("texts")))
    assert queries("/following/", reader) == few
    page = read(signed_in(reader).get("/following/"))
    (older,) = [link for link in page.links if link.startswith("?before=")]
    assert page.classes["line"] + read(signed_in(reader).get(f"/following/{older}")).classes["line"] == 61


@pytest.mark.django_db(transaction=True)
def test_who_presses_ten_times_at_once_follows_once(thread: Thread, reader: User) -> None:
    acts = [
        lambda anchor=anchor: following.follow(reader, thread, anchor) for anchor in [None, passage(thread, "p1")] * 5
    ]
    assert at_once(acts) == [None] * 10
    assert len(followed(reader)) == 2
