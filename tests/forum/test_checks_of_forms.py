"""How a form was filled in: a field that no person sees, and the time that it took."""

import time

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from accounts.models import User
from forum.forms import UNKNOWN, stamp
from forum.models import Post, QueueItem, Thread, WordRule
from tests.forum.pages import Page, read
from tests.forum.talk import published, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("trust")]

REPLY = "/essays/an-essay/p1/reply/"
HERE = {"Origin": "http://testserver"}
HTMX = {"HX-Request": "true"}
WORDS = "My words."


@pytest.fixture(autouse=True)
def _time_is_taken(settings: Settings) -> None:
    settings.SECONDS_TO_WRITE = 2


def ago(seconds: float) -> str:
    return stamp(f"{time.time() - seconds:.1f}")


def checks() -> list[str]:
    """What was found in the one post that there is."""
    post = Post.objects.get()
    item = QueueItem.objects.filter(post=post).first()
    return [finding["check"] for finding in item.findings] if item else []


def send(author: User, **data: str) -> list[str]:
    assert signed_in(author).post(REPLY, {"source": WORDS, **data}).status_code == 302
    return checks()


def form_of(page: Page) -> dict[str, str]:
    return {name: page.fields[name] for name in ("source", "opened", "homepage", "form")}


# --- The time ---


def test_what_is_sent_at_once_is_held(thread: Thread, reader: User) -> None:
    client = signed_in(reader)
    fields = form_of(read(client.get(REPLY)))
    client.post(REPLY, {**fields, "source": WORDS})
    assert checks() == ["too_soon"]
    assert QueueItem.objects.get().why == "It was sent within 2 seconds, or without opening the form."


@pytest.mark.parametrize("seconds", [2.5, 60, 30 * 24 * 60 * 60])
def test_what_took_its_time_is_published(thread: Thread, reader: User, seconds: float) -> None:
    """Also that of a page which was kept ready for days, or that somebody went back to."""
    assert send(reader, opened=ago(seconds)) == []


@pytest.mark.parametrize("opened", [None, "", "1.0", "1.0:forged", "unknown", "é:é"])
def test_a_form_that_was_not_made_here_is_held(thread: Thread, reader: User, opened: str | None) -> None:
    assert send(reader, **({} if opened is None else {"opened": opened})) == ["too_soon"]


def test_a_stamp_of_something_else_is_none(thread: Thread, reader: User, settings: Settings) -> None:
    old = ago(60)
    settings.SECRET_KEY = "another key"
    assert send(reader, opened=old) == ["too_soon"]


def test_the_check_can_be_off(thread: Thread, reader: User, settings: Settings) -> None:
    settings.SECONDS_TO_WRITE = 0
    assert send(reader) == []


def test_a_check_that_is_off_holds_nothing_by_another_machines_clock(
    thread: Thread, reader: User, settings: Settings
) -> None:
    """The time of opening is rounded, so it may be ahead on the same machine as well."""
    settings.SECONDS_TO_WRITE = 0
    assert send(reader, opened=ago(-1)) == []


def test_words_that_were_typed_before_signing_in_are_not_held(thread: Thread, reader: User) -> None:
    client = Client()
    fields = form_of(read(client.get(REPLY)))
    client.post(REPLY, {**fields, "source": WORDS}, headers=HERE)
    client.force_login(reader)
    kept = form_of(read(client.get(REPLY)))
    assert kept["opened"] == stamp(UNKNOWN)
    client.post(REPLY, kept)
    assert checks() == []


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_form_with_a_fault_keeps_the_time_when_it_was_opened(
    thread: Thread, reader: User, headers: dict[str, str]
) -> None:
    opened = ago(60)
    answer = signed_in(reader).post(REPLY, {"source": WORDS, "quote": "Not these", "opened": opened}, headers=headers)
    assert (answer.status_code, Page(answer).fields["opened"]) == (422, opened)


def test_a_preview_keeps_the_time_when_the_form_was_opened(thread: Thread, reader: User) -> None:
    opened = ago(60)
    answer = signed_in(reader).post(REPLY, {"source": WORDS, "opened": opened, "preview": "1"})
    assert read(answer).fields["opened"] == opened


def test_a_form_without_a_token_keeps_the_time_when_it_was_opened(thread: Thread, reader: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(reader)
    opened = ago(60)
    answer = client.post(REPLY, {"source": WORDS, "opened": opened})
    assert read(answer, 403).fields["opened"] == opened


def test_an_edit_takes_no_time(thread: Thread, author: User) -> None:
    post = published(thread, author)
    signed_in(author).post(f"/posts/{post.pk}/edit/", {"source": "Other words."})
    assert checks() == []


# --- The field ---


def test_who_fills_in_what_no_person_sees_is_held(thread: Thread, reader: User) -> None:
    assert send(reader, opened=ago(60), homepage="https://one.example") == ["trapped"]
    assert QueueItem.objects.get().why == "A field was filled in that no person sees."


def test_an_empty_field_is_fine(thread: Thread, reader: User) -> None:
    assert send(reader, opened=ago(60), homepage="") == []


def test_the_field_is_out_of_everybodys_way(thread: Thread) -> None:
    page = read(Client().get(REPLY))
    before, _, after = page.html.partition('name="homepage"')
    field = after.partition(">")[0]
    assert all(part in field for part in ('tabindex="-1"', 'autocomplete="off"'))
    assert '<div class="visually-hidden" aria-hidden="true">' in before[-250:]


# --- What is refused ---


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_refused_words_come_back_in_the_form(thread: Thread, reader: User, headers: dict[str, str]) -> None:
    WordRule.objects.create(words="casino", effect=WordRule.Effect.REFUSE)
    answer = signed_in(reader).post(REPLY, {"source": "A casino.", "opened": ago(60)}, headers=headers)
    page = Page(answer)
    assert (answer.status_code, page.fields["source"]) == (422, "A casino.")
    assert "This cannot be posted with these words: “casino”. Change them and send it again." in page.text
    assert not Post.objects.exists()


def test_refused_words_of_an_edit_come_back_in_the_form(thread: Thread, author: User) -> None:
    WordRule.objects.create(words="casino", effect=WordRule.Effect.REFUSE)
    post = published(thread, author)
    page = read(signed_in(author).post(f"/posts/{post.pk}/edit/", {"source": "A casino."}), 422)
    assert (page.fields["source"], "“casino”" in page.text) == ("A casino.", True)
