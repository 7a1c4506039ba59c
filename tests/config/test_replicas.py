"""What only looks reads from the replica; whoever has written, signs in or decides reads from the primary."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.core.exceptions import MiddlewareNotUsed
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from accounts.models import User
from config import replicas, stored
from config.replicas import PRIMARY, REPLICA, WROTE, ReadFromReplica, Router
from config.settings import MIDDLEWARE
from config.stored import StoredPages
from essays.models import Essay
from forum.models import Post, SearchDocument, Thread
from forum.search import postgresql
from tests.config.running import manage

PRIMARY_URL = "postgres://colloquy:secret@db.example.org/talk"
REPLICA_URL = "postgres://colloquy:secret@copy.example.org/talk"
Look = Callable[[HttpRequest], str]
router = Router()
requests = RequestFactory()


@pytest.fixture(autouse=True)
def routed(settings: Settings) -> None:
    settings.DATABASE_ROUTERS = ["config.replicas.Router"]


def from_where(model: type[Model] = Post) -> Look:
    return lambda _: router.db_for_read(model)


def asked(request: HttpRequest, look: Look | None = None) -> str:
    """Where a view that is asked so reads from."""
    return ReadFromReplica(lambda request: HttpResponse((look or from_where())(request)))(request).content.decode()


def written_then_read(request: HttpRequest) -> str:
    assert router.db_for_write(Thread) == PRIMARY
    return router.db_for_read(Post)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_who_only_looks_reads_from_the_replica(method: str) -> None:
    assert asked(requests.generic(method, "/essays/an-essay/")) == REPLICA


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_whoever_sends_something_reads_from_the_primary(method: str) -> None:
    assert asked(requests.generic(method, "/essays/an-essay/")) == PRIMARY


@pytest.mark.parametrize("alias", [PRIMARY, REPLICA])
def test_what_is_written_goes_to_the_primary(alias: str) -> None:
    with replicas.reading(alias):
        assert router.db_for_write(Post) == PRIMARY


def test_commands_read_from_the_primary() -> None:
    assert router.db_for_read(Post) == PRIMARY


@pytest.mark.parametrize("model", [User, Group, Session])
def test_who_somebody_is_is_read_from_the_primary(model: type[Model]) -> None:
    assert asked(requests.get("/"), from_where(model)) == PRIMARY


def test_every_table_of_those_who_sign_in_is_read_from_the_primary() -> None:
    labels = {model._meta.app_label for model in (User, Group, Session, User.emailaddress_set.rel.related_model)}
    assert labels == replicas.IDENTITY


@pytest.mark.parametrize("address", ["/admin/", "/admin/forum/queueitem/"])
def test_a_moderator_decides_on_what_stands_there_now(address: str) -> None:
    assert asked(requests.get(address)) == PRIMARY


@pytest.mark.parametrize("address", ["/administration/", "/essays/admin/"])
def test_other_addresses_are_not_the_admin(address: str) -> None:
    assert asked(requests.get(address)) == REPLICA


def test_what_a_request_writes_it_also_reads() -> None:
    assert asked(requests.get("/"), written_then_read) == PRIMARY


@pytest.mark.django_db(transaction=True)
def test_a_transaction_reads_where_it_writes() -> None:
    def in_transaction(request: HttpRequest) -> str:
        with transaction.atomic():
            return router.db_for_read(Post)

    assert asked(requests.get("/"), in_transaction) == PRIMARY
    assert asked(requests.get("/")) == REPLICA


@pytest.mark.parametrize("look", [from_where(), written_then_read])
def test_nothing_is_left_of_a_request(look: Look) -> None:
    asked(requests.post("/"), look)
    assert asked(requests.get("/")) == REPLICA
    asked(requests.get("/"), look)
    assert asked(requests.get("/")) == REPLICA
    assert replicas.reads_from.get() is None


def test_nothing_is_left_of_a_request_that_fails() -> None:
    def fail(request: HttpRequest) -> HttpResponse:
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011  # Raised above.
        ReadFromReplica(fail)(requests.get("/"))
    assert replicas.reads_from.get() is None


# --- Own writes ---


def answer(request: HttpRequest) -> HttpResponse:
    return ReadFromReplica(lambda _: HttpResponse())(request)


def test_who_has_just_sent_something_reads_from_the_primary() -> None:
    sent = answer(requests.post("/"))
    request = requests.get("/")
    request.COOKIES = {name: cookie.value for name, cookie in sent.cookies.items()}
    assert asked(request) == PRIMARY


@pytest.mark.parametrize("is_secure", [True, False])
def test_the_cookie_of_it_lives_a_few_seconds_and_is_for_the_site_alone(settings: Settings, is_secure: bool) -> None:
    settings.SESSION_COOKIE_SECURE = is_secure
    cookie = answer(requests.post("/")).cookies[WROTE]
    assert cookie["max-age"] == 5  # seconds
    assert (bool(cookie["httponly"]), cookie["samesite"], bool(cookie["secure"])) == (True, "Lax", is_secure)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_who_only_looks_gets_no_cookie(method: str) -> None:
    assert not answer(requests.generic(method, "/")).cookies


# --- Pages for everybody ---


def test_a_page_for_everybody_is_made_from_where_its_mark_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    read_from: list[str] = []

    def reads(*_: object) -> str:
        read_from.append(router.db_for_read(Thread))
        return "The same."

    monkeypatch.setattr(stored, "mark_for", lambda _: reads)
    site = StoredPages(ReadFromReplica(lambda request: HttpResponse(reads(request))))
    site(requests.get("/"))
    assert read_from == [PRIMARY, PRIMARY]
    site(requests.get("/?not=stored"))
    assert read_from[2:] == [REPLICA]


def test_pages_are_stored_before_it_is_asked_where_to_read_and_sessions_come_after() -> None:
    names = [name.rpartition(".")[2] for name in MIDDLEWARE]
    places = [names.index(name) for name in ("StoredPages", "ReadFromReplica", "SessionMiddleware")]
    assert places == sorted(places)


def test_a_search_reads_where_its_documents_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    cursors = {alias: SimpleNamespace(cursor=lambda alias=alias: alias) for alias in (PRIMARY, REPLICA)}
    monkeypatch.setattr(postgresql, "connections", cursors)
    assert asked(requests.get("/search/"), lambda _: str(postgresql.cursor_to_read())) == REPLICA
    assert str(postgresql.cursor_to_read()) == router.db_for_read(SearchDocument) == PRIMARY


# --- What Django asks ---


def test_only_the_primary_is_migrated() -> None:
    assert router.allow_migrate(REPLICA, "forum") is False
    assert router.allow_migrate(PRIMARY, "forum") is None


def test_what_was_read_from_either_goes_together() -> None:
    text, thread = Essay(pk=1), Thread(pk=1)
    text._state.db, thread._state.db = REPLICA, PRIMARY
    thread.essay = text
    assert thread.essay_id == 1


# --- What the environment says ---


def test_without_a_replica_nothing_is_asked(settings: Settings) -> None:
    settings.DATABASE_ROUTERS = []
    with pytest.raises(MiddlewareNotUsed):
        ReadFromReplica(lambda _: HttpResponse())


@pytest.mark.parametrize(("replica_url", "routers"), [("", []), (REPLICA_URL, ["config.replicas.Router"])])
def test_an_address_of_a_replica_is_all_that_it_takes(replica_url: str, routers: list[str]) -> None:
    read = manage("diffsettings", "--all", DATABASE_URL=PRIMARY_URL, REPLICA_URL=replica_url)
    assert f"DATABASE_ROUTERS = {routers}" in read.stdout
    assert ("copy.example.org" in read.stdout) == bool(routers)
