"""Akismet is asked where there is a key, told little, and waited for in vain only a moment."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest
from django.db import connection
from pytest_django.fixtures import Settings

from accounts.models import User
from forum.models import Post, QueueItem, Thread
from forum.moderation import akismet
from tests.forum.talk import say

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("trust")]


class Service(ThreadingHTTPServer):
    """What answers in Akismet's place: `says`, or nothing where that is empty."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.says, self.status = "false", 200
        self.asked: list[dict[str, str]] = []
        self.is_over = threading.Event()


class Handler(BaseHTTPRequestHandler):
    server: Service

    def do_POST(self) -> None:  # As the library calls it.
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.asked.append({name: value for name, (value,) in parse_qs(body).items()})
        if not self.server.says:
            self.server.is_over.wait()
            return
        self.send_response(self.server.status)
        self.end_headers()
        self.wfile.write(self.server.says.encode())

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def service(settings: Settings) -> Iterator[Service]:
    with Service() as service:
        thread = threading.Thread(target=service.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        settings.AKISMET_KEY = "a-key"
        settings.AKISMET_URL = f"http://127.0.0.1:{service.server_port}/1.1/comment-check"
        yield service
        service.is_over.set()
        service.shutdown()
        thread.join()


def test_what_it_takes_for_spam_is_held(thread: Thread, reader: User, service: Service) -> None:
    service.says = "true"
    post = say(thread, reader)
    assert QueueItem.objects.get(post=post).why == "Akismet takes it for spam."
    assert [finding["check"] for finding in QueueItem.objects.get(post=post).findings] == ["like_spam_elsewhere"]


def test_what_it_lets_through_is_published(thread: Thread, reader: User, service: Service) -> None:
    assert say(thread, reader).is_published
    assert len(service.asked) == 1


def test_it_is_told_the_name_the_words_and_the_place_and_no_more(
    thread: Thread, reader: User, service: Service
) -> None:
    say(thread, reader, "Words & ümlauts.", ref="p1")
    assert service.asked == [
        {
            "api_key": "a-key",
            "blog": "http://testserver",
            "user_ip": akismet.NO_ADDRESS,
            "comment_type": "comment",
            "comment_author": "Reader one",
            "comment_content": "Words & ümlauts.",
            "permalink": "http://testserver/essays/an-essay/",
            "blog_charset": "UTF-8",
        }
    ]
    assert reader.email not in str(service.asked)


def test_without_a_key_nothing_is_sent(thread: Thread, reader: User, service: Service, settings: Settings) -> None:
    settings.AKISMET_KEY = ""
    service.says = "true"
    assert (say(thread, reader).is_published, service.asked) == (True, [])


def test_nothing_of_a_moderators_is_sent(thread: Thread, moderator: User, service: Service) -> None:
    assert (say(thread, moderator).is_published, service.asked) == (True, [])


@pytest.mark.parametrize(("says", "status"), [("invalid", 200), ("true", 500), ("<html>", 200), ("\x00", 200)])
def test_an_answer_that_is_none_finds_nothing(
    thread: Thread, reader: User, service: Service, caplog: pytest.LogCaptureFixture, says: str, status: int
) -> None:
    service.says, service.status = says, status
    assert say(thread, reader).is_published
    assert "Akismet could not be asked" in caplog.text


def test_nobody_waits_long_for_an_answer(
    thread: Thread, reader: User, service: Service, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    service.says = ""
    assert akismet.TIMEOUT == 3
    monkeypatch.setattr(akismet, "TIMEOUT", 0.2)
    assert say(thread, reader).is_published
    assert "timed out" in caplog.text


def test_where_nobody_is_there_to_ask_the_post_is_published(
    thread: Thread, reader: User, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.AKISMET_KEY, settings.AKISMET_URL = "a-key", "http://127.0.0.1:1/"
    assert say(thread, reader).is_published
    assert "Akismet could not be asked" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_it_is_asked_before_anything_is_locked(
    thread: Thread, reader: User, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_transaction, answer = [], akismet.answer

    def looking_on(asked: dict[str, str]) -> str:
        in_transaction.append(connection.in_atomic_block)
        return answer(asked)

    monkeypatch.setattr(akismet, "answer", looking_on)
    say(thread, reader)
    assert (in_transaction, Post.objects.count()) == ([False], 1)
