"""`make run` says what it needs before it begins, and where to go once it is ready."""

import socket
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import CommandError

from config import gunicorn, serve
from tests.config.running import run


@pytest.fixture
def taken_port() -> Iterator[int]:
    """A port that somebody listens on while the test runs."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


@pytest.fixture
def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port


def test_a_taken_port_is_told_at_once_in_one_sentence(taken_port: int) -> None:
    refused = run("-m", "config.serve", PORT=str(taken_port))
    assert refused.returncode == 1
    assert refused.stdout == ""
    assert refused.stderr.startswith(f"Cannot listen on 127.0.0.1, port {taken_port}")
    assert refused.stderr.endswith("choose another, as in  make run PORT=8001\n")
    assert refused.stderr.count("\n") == 1


def test_a_free_port_is_not_refused(free_port: int) -> None:
    serve.refuse_taken_port("127.0.0.1", str(free_port))


@pytest.mark.parametrize("port", ["", "0", "65536", "http", "-1", "²"])
def test_a_port_is_a_number_that_can_be_one(port: str) -> None:
    with pytest.raises(CommandError, match="PORT is not a number"):
        serve.refuse_taken_port("127.0.0.1", port)


def test_a_host_that_is_not_this_machine_is_refused() -> None:
    with pytest.raises(CommandError, match=r"Cannot listen on 192\.0\.2\.1"):
        serve.refuse_taken_port("192.0.2.1", "8000")


def test_bad_settings_are_told_in_one_sentence(free_port: int) -> None:
    refused = run("-m", "config.serve", DATABASE_URL="rubbish", PORT=str(free_port))
    assert refused.returncode == 1
    assert refused.stderr.startswith("DATABASE_URL cannot be read")
    assert refused.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("host", "written"), [("127.0.0.1", "127.0.0.1"), ("localhost", "localhost"), ("::1", "[::1]")]
)
def test_an_ipv6_host_stands_in_brackets(host: str, written: str) -> None:
    assert serve.bracketed(host) == written


def test_the_greeting_names_the_address_and_the_way_to_the_first_moderator(settings: Any) -> None:
    settings.SITE_URL = "http://127.0.0.1:8001"
    settings.EMAIL_FILE_PATH = "var/mail"
    greeting = serve.greeting()
    assert "http://127.0.0.1:8001" in greeting
    assert "make moderator NAME=<username>" in greeting
    assert "var/mail/" in greeting


def test_the_greeting_says_nothing_of_files_where_mail_is_sent(settings: Any) -> None:
    settings.EMAIL_FILE_PATH = ""
    assert "Mail" not in serve.greeting()


def test_the_greeting_is_printed_when_the_server_is_ready(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GREETING", "Colloquy is at http://127.0.0.1:8001")
    gunicorn.when_ready(None)
    assert capsys.readouterr().out == "Colloquy is at http://127.0.0.1:8001\n"
