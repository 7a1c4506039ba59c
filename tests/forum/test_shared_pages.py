"""Pages for members are put together from what all of them share, and say what they would say if made for each."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings

from accounts.models import User
from config import shared
from config.replicas import reading, reads_from
from forum.models import Post, Thread
from forum.personal import Answer
from forum.views.members import HOLES
from tests.forum.members import Reading
from tests.forum.pages import read
from tests.forum.talk import published, signed_in

pytestmark = pytest.mark.django_db
ESSAY = "/essays/an-essay/"
PAGES = ["/", ESSAY, f"{ESSAY}p1/", "/discussions/", "{essays}", "{members}"]
TALK = PAGES[1:3]
IN_MARGIN = {"HX-Request": "true", "HX-Target": "page-margin"}
LONG_AGO = timedelta(days=1)


@pytest.fixture(params=PAGES)
def url(request: pytest.FixtureRequest, old_talk: Thread, old_discussion: Thread) -> str:
    url: str = request.param
    return url.format(essays=old_talk.get_absolute_url(), members=old_discussion.get_absolute_url())


# --- What is shared ---


def test_a_page_that_says_nothing_new_costs_three_queries(url: str, reader: User) -> None:
    reading = Reading(reader)
    reading.visit(url)  # Which is noted.
    reading.visit(url)
    assert reading.visit(url) == 3  # The session, the member, and what the page is made of.
    assert b"</html>" in reading.says(url)


def test_what_was_made_for_one_serves_all(url: str, reader: User, stranger: User) -> None:
    for member in (reader, stranger):
        signed_in(member).get(url)
    first, second = Reading(reader), Reading(stranger)
    second.client.handler.load_middleware()
    second.client.handler = first.client.handler  # The same process.
    first.visit(url)
    assert second.visit(url) == 3
    page = second.says(url)
    assert b"/members/reader-two/" in page
    for other in (b"reader-one", b"Reader one", b"nobody"):
        assert other not in page


def test_the_part_for_the_margin_is_shared_too(old_talk: Thread, reader: User) -> None:
    reading = Reading(reader)
    reading.visit(ESSAY)
    for _ in range(2):
        assert b"<html" not in reading.says(f"{ESSAY}p1/", **IN_MARGIN)
    assert b"<html" in reading.says(f"{ESSAY}p1/")


def test_the_token_of_a_page_is_its_reader_s(old_talk: Thread, reader: User, stranger: User) -> None:
    for member in (reader, stranger):
        client = Client(enforce_csrf_checks=True)
        client.force_login(member)
        for _ in range(3):
            page = read(client.get(ESSAY))
        sent = {**page.fields, "source": f"Words of {member}."}
        assert client.post(f"{ESSAY}reply/", sent).status_code == 302
        assert Post.objects.filter(author=member).count() == 1


def test_every_page_names_its_form_anew(old_talk: Thread, reader: User) -> None:
    client = signed_in(reader)
    client.get(ESSAY)
    first, second = (read(client.get(ESSAY)).fields for _ in range(2))
    assert first["form"] != second["form"]
    assert first["source"] == second["source"] == ""


def test_words_are_no_holes(old_talk: Thread, author: User, reader: User) -> None:
    published(
        old_talk, author, 'See <input type="hidden" name="csrfmiddlewaretoken" value="abc"> and `<details class="own">`'
    )
    reading = Reading(reader)
    for _ in range(3):
        reading.visit(ESSAY)
        assert b"&lt;details" in reading.says(ESSAY)


def test_old_pages_make_room(old_talk: Thread, reader: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared, "KEPT", 1)
    reading = Reading(reader)
    for url in (*TALK, *TALK):
        reading.visit(url)
    assert reading.visit(TALK[1]) == 3
    assert reading.visit(TALK[0]) > 3


def test_nothing_is_kept_while_templates_are_changed() -> None:
    with override_settings(DEBUG=True), pytest.raises(MiddlewareNotUsed):
        shared.SharedPages(lambda _: pytest.fail("Nobody asked."))


def test_it_is_made_from_the_primary(rf: RequestFactory, reader: User) -> None:
    """Else a replica that lags could keep an old page under the name of a new one."""

    class Said:
        holes = HOLES

        def asked(self, _: HttpRequest) -> Answer:
            return Answer("made of this", is_own=True, unread=0)

        def values(self, *_: object) -> dict[str, bytes]:
            return {}

    def view(_: HttpRequest) -> HttpResponse:
        return HttpResponse(reads_from.get() or "")

    view.for_members = Said()  # type: ignore[attr-defined]
    request = rf.get("/")
    request.user = reader
    with reading("replica"):
        page = shared.SharedPages(view).process_view(request, view, [], {})
    assert page is not None
    assert page.content == b"default"


def test_a_page_in_use_stays(old_talk: Thread, reader: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared, "KEPT", 2)
    reading = Reading(reader)
    reading.visit(ESSAY)
    for url in (ESSAY, "/", ESSAY, "/discussions/"):
        reading.visit(url)
    assert reading.visit(ESSAY) == 3


def test_nothing_of_who_asked_first_is_in_it(rf: RequestFactory, reader: User) -> None:
    request = rf.get("/", headers={"Cookie": "a=b"})
    request.user, request.session, request.META["CSRF_COOKIE"] = reader, Client().session, "a secret"
    asked = shared.as_asked_by("nobody", request)
    assert not asked.META.keys() & {"CSRF_COOKIE", "HTTP_COOKIE"}
    assert not asked.COOKIES
    assert request.META["CSRF_COOKIE"] == "a secret"


def test_no_header_puts_a_whole_page_into_the_margin(old_talk: Thread, reader: User) -> None:
    for client in (Client(), signed_in(reader)):
        client.get(f"{ESSAY}p1/")
        for _ in range(2):
            client.get(f"{ESSAY}p1/", headers={**IN_MARGIN, "HX-Request": "1"})
            assert b"<html" not in client.get(f"{ESSAY}p1/", headers=IN_MARGIN).content
