"""Drafts are taken from pages of ours, and not without end; whoever sends one has a way on."""

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from accounts.models import User
from forum.drafts import session
from forum.models import Thread
from tests.forum.pages import read
from tests.forum.talk import published

pytestmark = pytest.mark.django_db

REPLY = "/essays/an-essay/p1/reply/"
HERE = {"Origin": "http://testserver"}
WORDS = "My long words."


# --- A preview ---


@pytest.mark.parametrize("kind", ["reply", "edit"])
def test_a_preview_is_kept_as_well(thread: Thread, author: User, kind: str) -> None:
    url, client = f"/posts/{published(thread, author).pk}/{kind}/", Client()
    read(client.post(url, {"source": WORDS, "preview": "1"}, headers=HERE))
    client.force_login(author)
    assert read(client.get(url)).fields["source"] == WORDS


def test_what_is_right_is_kept_of_a_reply_in_which_something_is_wrong(thread: Thread) -> None:
    client = Client()
    read(client.post(REPLY, {"source": WORDS, "quote": "Not these"}, headers=HERE), 422)
    fields = read(client.get(REPLY)).fields
    assert (fields["source"], fields["quote"]) == (WORDS, "")


def test_words_that_are_too_long_are_not_kept(thread: Thread) -> None:
    client = Client()
    read(client.post(REPLY, {"source": "x" * 20_001, "preview": "1"}, headers=HERE), 422)
    assert "sessionid" not in client.cookies


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://testserver.evil", "http://["])
def test_a_preview_from_elsewhere_is_shown_and_not_kept(thread: Thread, origin: str) -> None:
    client = Client()
    page = read(client.post(REPLY, {"source": WORDS, "preview": "1"}, headers={"Origin": origin}))
    assert page.fields["source"] == WORDS
    assert "sessionid" not in client.cookies


# --- From where ---


@pytest.mark.parametrize("headers", [{}, {"Origin": "null"}])
def test_a_browser_that_hides_the_origin_sends_it_again_with_a_token(thread: Thread, headers: dict[str, str]) -> None:
    client = Client(enforce_csrf_checks=True)
    page = read(client.post(REPLY, {"source": WORDS}, headers=headers), 403)
    assert "Please send it again" in page.text
    answer = client.post(REPLY, page.fields, headers=headers)
    assert answer["Location"].startswith("/accounts/login/")
    assert client.session["drafts"][REPLY]["source"] == WORDS


@pytest.mark.parametrize("token", ["", "x", "x" * 64])
@pytest.mark.parametrize("has_cookie", [True, False])
def test_a_wrong_token_is_none(thread: Thread, token: str, has_cookie: bool) -> None:
    client = Client()
    if has_cookie:
        client.post(REPLY, {"source": WORDS})
    read(client.post(REPLY, {"source": WORDS, "csrfmiddlewaretoken": token}), 403)
    assert "sessionid" not in client.cookies


def test_a_token_does_not_excuse_another_origin(thread: Thread) -> None:
    client = Client()
    page = read(client.post(REPLY, {"source": WORDS}), 403)
    read(client.post(REPLY, page.fields, headers={"Origin": "http://evil.example"}), 403)


@pytest.mark.parametrize(("origin", "status"), [("https://forum.example.org", 302), ("https://example.org", 403)])
def test_the_address_that_readers_use_is_ours(thread: Thread, settings: Settings, origin: str, status: int) -> None:
    settings.CSRF_TRUSTED_ORIGINS = ["https://forum.example.org"]
    assert Client().post(REPLY, {"source": WORDS}, headers={"Origin": origin}).status_code == status
    referer = {"Referer": f"{origin}/essays/an-essay/"}
    assert Client().post(REPLY, {"source": WORDS}, headers=referer).status_code == status


# --- How many ---


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "SESSIONS_PER_ADDRESS", 2)


def send(address: str, client: Client | None = None, forwarded: str = "", **data: str) -> int:
    headers = {**HERE, **({"X-Forwarded-For": forwarded} if forwarded else {})}
    answer = (client or Client()).post(REPLY, {"source": WORDS, **data}, headers=headers, REMOTE_ADDR=address)
    return answer.status_code


@pytest.mark.usefixtures("few")
def test_more_than_a_few_from_one_address_are_shown_again_and_not_kept(thread: Thread) -> None:
    assert [send("192.0.2.1") for _ in range(3)] == [302, 302, 429]
    client = Client()
    page = read(client.post(REPLY, {"source": WORDS}, headers=HERE, REMOTE_ADDR="192.0.2.1"), 429)
    assert "Wait a little, then send it again." in page.text
    assert page.fields["source"] == WORDS
    assert "sessionid" not in client.cookies
    assert send("192.0.2.2") == 302


@pytest.mark.usefixtures("few")
def test_a_preview_is_shown_over_the_limit(thread: Thread) -> None:
    assert [send("192.0.2.1", preview="1") for _ in range(3)] == [200, 200, 200]
    assert send("192.0.2.1") == 429


@pytest.mark.usefixtures("few")
def test_one_visitor_may_change_a_draft_as_often_as_they_like(thread: Thread) -> None:
    client = Client()
    assert {send("192.0.2.1", client, source=f"Version {number}.") for number in range(5)} == {302}


@pytest.mark.usefixtures("few")
def test_a_session_that_was_made_up_counts_as_a_new_one(thread: Thread) -> None:
    def pretend(number: int) -> int:
        client = Client()
        client.cookies["sessionid"] = f"{number:032}"
        return send("192.0.2.1", client)

    assert [pretend(number) for number in range(3)] == [302, 302, 429]


@pytest.mark.usefixtures("few")
def test_the_addresses_of_one_network_count_together(thread: Thread) -> None:
    assert [send(f"2001:db8::{number}") for number in range(1, 4)] == [302, 302, 429]
    assert send("2001:db8:0:1::1") == 302


@pytest.mark.usefixtures("few")
def test_the_proxies_word_on_the_address_is_taken_where_there_is_one(thread: Thread, settings: Settings) -> None:
    made_up = [send("192.0.2.1", forwarded=f"198.51.100.{number}") for number in range(3)]
    assert made_up == [302, 302, 429]
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert [send("192.0.2.1", forwarded=f"203.0.113.{number}, 198.51.100.7") for number in range(3)] == [302, 302, 429]
    assert send("192.0.2.1", forwarded="198.51.100.8") == 302


def test_a_draft_that_is_wrong_is_not_said_to_be_one_too_many() -> None:
    """Its writer was signed out meanwhile, and has no JavaScript."""
    sent = {"source": "Words.", "title": "x" * 1000}
    page = read(Client().post("/drafts/", sent, query_params={"for": REPLY}, headers=HERE), 422)
    assert page.fields["source"] == "Words."
    assert "Too many" not in page.text
