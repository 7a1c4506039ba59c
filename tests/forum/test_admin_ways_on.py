"""What was just done on a page of the desk is taken back where it is said; an appeal leads to where it is decided."""

import io
from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.test import Client

from accounts.models import User
from forum import moderation
from forum.models import ModerationEntry, Post, Thread
from tests.conftest import make_member
from tests.forum.desk import decide, entry, page_of
from tests.forum.pages import Page
from tests.forum.queue import QUEUE, UNDO, appealed
from tests.forum.talk import because, published, signed_in

pytestmark = pytest.mark.django_db

OFFER = 'name="entries" value="{}"'


@pytest.fixture
def public(thread: Thread, author: User) -> Post:
    return published(thread, author, ref="p1")


def post(public: Post) -> Post:
    return public


def member(public: Post) -> User:
    assert public.author
    return public.author


def thread_of(public: Post) -> Thread:
    return public.thread


@pytest.mark.parametrize(("thing", "act"), [(post, "remove"), (member, "ban"), (thread_of, "lock")])
def test_an_act_is_taken_back_from_its_message(
    public: Post, desk: Client, thing: Callable[[Post], Post | User | Thread], act: str
) -> None:
    url = page_of(thing(public))
    decide(desk, thing(public), act, "spam")
    assert OFFER.format(entry(act).pk) in desk.get(url).content.decode()
    answer = desk.post(UNDO, {"entries": entry(act).pk, "next": url})
    assert answer.headers["Location"] == url
    assert entry("undo").undoes == entry(act)
    assert 'class="undo"' not in desk.get(url).content.decode()


def test_what_cannot_be_taken_back_is_said_without_it(public: Post, author: User, admin_client: Client) -> None:
    decide(admin_client, public, "remove", "private")
    admin_client.get(page_of(public))
    decide(admin_client, public, "erase", "private", confirm=public.pk)
    html = admin_client.get(page_of(public)).content.decode()
    assert f"Post {public.pk}: erased." in html
    assert 'class="undo"' not in html


def test_nobody_is_led_away_from_here(public: Post, desk: Client) -> None:
    decide(desk, public, "remove", "spam")
    answer = desk.post(UNDO, {"entries": entry("remove").pk, "next": "https://example.com/"})
    assert answer.headers["Location"].startswith(QUEUE)


def test_an_appeal_leads_to_where_it_is_decided(public: Post, moderator: User, desk: Client) -> None:
    call_command("make_moderator", make_member("keeper-two").username, stdout=io.StringIO())
    other = User.objects.get(username="keeper-two")
    appeal = appealed(public, by_moderator=moderator).appeal
    assert appeal
    way = f"{page_of(ModerationEntry.objects.get(pk=appeal.decision_id))}#undo"
    assert way in Page(signed_in(other).get(page_of(public))).links
    assert way not in Page(desk.get(page_of(public))).links
    moderation.deny(appeal, by=other, reason=because("other"))
    assert way not in Page(signed_in(other).get(page_of(public))).links


@pytest.mark.parametrize(
    ("model", "field", "title"),
    [("thread", "is_pinned", "pinned"), ("reason", "is_offered", "offered"), ("wordrule", "is_active", "active")],
)
def test_a_filter_is_not_called_as_its_column(admin_client: Client, model: str, field: str, title: str) -> None:
    answer = admin_client.get(f"/admin/forum/{model}/", {f"{field}__exact": "1"})
    assert title in [spec.title for spec in answer.context["cl"].filter_specs]
    assert field.replace("_", " ") not in Page(answer).text.lower()
