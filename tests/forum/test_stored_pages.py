"""Pages for everybody are made once, answered before anything else is asked, and never older than a second."""

import gzip
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import brotli
import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.shortcuts import render
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from accounts.models import User
from config import stored
from forum.models import Thread
from tests.forum.pages import OF_THE_MOMENT
from tests.forum.talk import published

pytestmark = pytest.mark.django_db
ESSAY = "/essays/an-essay/"
PAGES = ["/", ESSAY, f"{ESSAY}p1/", "/discussions/", "{thread}"]
IN_MARGIN = {"HX-Request": "true", "HX-Target": "page-margin"}


def made_now(url: str) -> bytes:
    """What the page says where nothing is stored, but for when that is."""
    without = [name for name in settings.MIDDLEWARE if "StoredPages" not in name]
    with override_settings(MIDDLEWARE=without):
        return OF_THE_MOMENT.sub(b"", Client().get(url).content)


class Clock:
    def __init__(self) -> None:
        self.now = 1_000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch, _every_page_is_asked_after: None) -> Clock:
    found = Clock()
    monkeypatch.setattr(stored, "SOON", 0.5)
    monkeypatch.setattr(stored, "FRESH", 0.9)
    monkeypatch.setattr(stored, "time", found)
    return found


@pytest.fixture(params=PAGES)
def url(request: pytest.FixtureRequest, thread: Thread, author: User) -> str:
    published(thread, author, "Here.")
    return str(request.param.format(thread=thread.get_absolute_url()))


def queries(client: Client, url: str, **headers: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url, headers=headers).status_code == 200
    return len(captured)


def test_a_stored_page_asks_nobody_anything(url: str) -> None:
    client = Client()
    first = client.get(url)
    assert queries(client, url) == 0
    again = client.get(url)
    assert again.content == first.content
    assert b"</html>" in first.content
    assert not again.cookies
    assert again.headers == first.headers
    assert "Content-Security-Policy" in again.headers


def test_another_process_takes_it_from_the_cache(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    first = Client().get(url)
    monkeypatch.setattr(stored.StoredPages, "made", lambda *_: pytest.fail("It is made already."))
    assert Client().get(url).content == first.content


def test_after_a_while_it_is_asked_whether_it_is_the_same(url: str, clock: Clock) -> None:
    client = Client()
    first = client.get(url)
    clock.now += 0.6
    assert queries(client, url) == (3 if url == "/discussions/" else 1)
    assert client.get(url).content == first.content


def test_a_change_shows_within_a_second_whichever_process_answers(thread: Thread, author: User, clock: Clock) -> None:
    processes = [Client(), Client()]
    for client in processes:
        assert "New words." not in client.get(ESSAY).content.decode()
    published(thread, author, "New words.")
    clock.now += 0.49
    assert "New words." not in processes[0].get(ESSAY).content.decode()
    clock.now += 0.45
    for client in processes:
        assert "New words." in client.get(ESSAY).content.decode()


def test_to_a_member_it_shows_at_once(thread: Thread, author: User, reader: User) -> None:
    member = Client()
    member.force_login(reader)
    member.get(ESSAY)
    published(thread, author, "New words.")
    answer = member.get(ESSAY)
    assert "New words." in answer.content.decode()
    assert answer["Cache-Control"] == "private, no-cache"


def test_what_is_for_one_reader_is_not_kept(thread: Thread, reader: User) -> None:
    client = Client()
    client.force_login(reader)
    client.get(ESSAY)
    assert "Sign in" in Client().get(ESSAY).content.decode()
    assert "Reader one" in client.get(ESSAY).content.decode()


def test_who_wrote_before_signing_in_finds_the_words(thread: Thread) -> None:
    visitor = Client()
    visitor.get(ESSAY)
    visitor.post(f"{ESSAY}reply/", {"source": "Typed before."}, headers={"Origin": "http://testserver"})
    assert "Typed before." in visitor.get(ESSAY).content.decode()
    assert "Typed before." not in Client().get(ESSAY).content.decode()


def test_other_cookies_make_no_difference(url: str) -> None:
    Client().get(url)
    client = Client(headers={"Cookie": "csrftoken=x; theme=dark"})
    assert queries(client, url) <= 3


def test_a_page_says_how_it_may_be_kept(url: str) -> None:
    answer = Client().get(url)
    assert answer["Cache-Control"] == "public, no-cache"
    assert {"Cookie", "Accept-Encoding"} <= {name.strip() for name in answer["Vary"].split(",")}


@pytest.mark.parametrize("known", ["{}", "W/{}", '"another", W/{}', "*"])
def test_who_has_it_already_is_told_so(url: str, known: str) -> None:
    client = Client()
    first = client.get(url)
    strong = first["ETag"].removeprefix("W/")
    again = client.get(url, headers={"If-None-Match": known.format(strong)})
    assert again.status_code == 304
    assert again.content == b""
    assert again["ETag"] == first["ETag"]
    assert {"Cache-Control", "Vary"} <= set(again.headers)


def test_who_has_another_gets_it(url: str) -> None:
    client = Client()
    assert client.get(url, headers={"If-None-Match": '"another"'}).status_code == 200
    assert client.get(url, headers={"If-None-Match": '"another"'}).status_code == 200


@pytest.mark.parametrize(
    ("accepts", "way", "unpack"),
    [("gzip, br", "br", brotli.decompress), ("gzip", "gzip", gzip.decompress), ("", "", bytes)],
)
def test_it_is_kept_packed(url: str, accepts: str, way: str, unpack: Callable[[bytes], bytes]) -> None:
    client, plain = Client(), made_now(url)
    for _ in range(2):  # The first is the one for whom it is made.
        packed = client.get(url, headers={"Accept-Encoding": accepts})
        assert packed.get("Content-Encoding", "") == way
        assert OF_THE_MOMENT.sub(b"", unpack(packed.content)) == plain
        assert packed["Content-Length"] == str(len(packed.content))


def test_only_its_head_can_be_asked_for(url: str) -> None:
    client = Client()
    head, whole = client.head(url), client.get(url)
    assert head.content == b""
    assert head.headers == whole.headers
    assert len(whole.content) == int(head["Content-Length"])


def test_the_talk_for_the_margin_is_kept_by_itself(thread: Thread) -> None:
    client = Client()
    page, part = client.get(f"{ESSAY}p1/"), client.get(f"{ESSAY}p1/", headers=IN_MARGIN)
    assert b"<html" in page.content
    assert b"<html" not in part.content
    assert client.get(f"{ESSAY}p1/").content == page.content
    assert client.get(f"{ESSAY}p1/", headers=IN_MARGIN).content == part.content
    assert queries(client, f"{ESSAY}p1/", **IN_MARGIN) == 0


@pytest.mark.parametrize(
    ("query", "headers"),
    [
        ("?after=0", {}),
        ("?sort=newest", {}),
        ("?x", {}),
        ("", {"HX-Request": "true", "HX-Target": "anything"}),
        ("", {**IN_MARGIN, "HX-Boosted": "true"}),
    ],
)
def test_what_an_address_can_ask_for_without_end_is_not_kept(
    thread: Thread, query: str, headers: dict[str, str]
) -> None:
    client = Client()
    client.get(f"{ESSAY}p1/{query}", headers=headers)
    assert queries(client, f"{ESSAY}p1/{query}", **headers) > 1


@pytest.mark.parametrize("path", ["/essays/none/", f"{ESSAY}p999/", "/discussions/99-none/", "/nowhere/"])
def test_what_is_not_there_is_not_kept(thread: Thread, path: str) -> None:
    client = Client()
    for _ in range(2):
        assert client.get(path).status_code == 404
    assert not slots(client)


def test_an_old_address_leads_on_each_time(thread: Thread) -> None:
    client = Client()
    for _ in range(2):
        assert client.get(f"/discussions/{thread.pk}-old/").status_code == 302


def test_a_host_that_is_not_ours_gets_no_page(thread: Thread) -> None:
    client = Client()
    client.get(ESSAY)
    assert client.get(ESSAY, headers={"Host": "example.org"}).status_code == 400


def test_who_must_come_by_https_gets_no_page_before(thread: Thread, settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    client = Client()
    assert client.get(ESSAY, secure=True).status_code == 200
    assert client.get(ESSAY).status_code == 301


def test_a_process_keeps_so_many_at_hand(thread: Thread, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored, "KEPT", 2)
    client = Client()
    for path in ("/", ESSAY, f"{ESSAY}p1/"):
        client.get(path)
    for path in (f"{ESSAY}p{number}/" for number in range(100, 110)):
        assert client.get(path).status_code == 404
    assert [path for path, _ in slots(client)] == [ESSAY, f"{ESSAY}p1/"]


def test_where_templates_are_being_changed_nothing_is_kept(settings: Settings) -> None:
    settings.DEBUG = True
    assert not hasattr(middleware(Client()), "slots")


def slots(client: Client) -> dict[Any, stored.Slot]:
    found: dict[Any, stored.Slot] = middleware(client).slots
    return found


def middleware(client: Client) -> Any:
    """The outermost one of the site that this client talks to."""
    handler: Any = client.handler
    if handler._middleware_chain is None:
        handler.load_middleware()
    return getattr(handler._middleware_chain, "__wrapped__", handler._middleware_chain)


# --- Many at once ---


@pytest.mark.django_db(transaction=True)
def test_fifty_who_ask_at_once_have_it_made_once(thread: Thread, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def counted(request: Any, template: str, context: Any) -> HttpResponse:
        made.append(template)
        return render(request, template, context)

    monkeypatch.setattr("forum.views.reading.render", counted)
    clients = [Client(), Client()]  # Two processes with one cache.
    for client in clients:
        middleware(client)

    def ask(number: int) -> int:
        try:
            return clients[number % 2].get(ESSAY).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(50) as threads:
        assert list(threads.map(ask, range(50))) == [200] * 50
    assert made == ["forum/reading.html"]


def test_without_a_cache_pages_are_made_all_the_same(
    thread: Thread, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    closed = "redis://127.0.0.1:1/0"  # Nobody listens there.
    backend = "django.core.cache.backends.redis.RedisCache"
    settings.CACHES = {**settings.CACHES, "pages": {"BACKEND": backend, "LOCATION": closed}}
    assert Client().get(ESSAY).status_code == 200
    assert "The cache cannot be used" in caplog.text
