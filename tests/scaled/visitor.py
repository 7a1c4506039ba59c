"""A browser as far as the walk needs it, with cookies and forms; and what each web process says by itself."""

from __future__ import annotations

import os
import re
import ssl
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from http.cookiejar import CookieJar
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, HTTPSHandler, Request, build_opener

from config.replicas import WROTE
from tests.browser.running_site import CODE
from tests.forum.pages import Page

SITE = os.environ["SITE_URL"]
SCRATCH = Path(os.environ["SCALED_SCRATCH"])
WEB_PORTS = [int(port) for port in os.environ["SCALED_WEB_PORTS"].split()]
FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)
PASSWORD = "quite a long password"
SOON = 0.02  # seconds between two looks
PATIENCE = 5.0  # seconds


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    url: str
    headers: Any
    html: str

    def fields(self, *names: str) -> dict[str, str]:
        """What a browser would send of the form that has these fields."""
        forms = (form for form in FORM.findall(self.html) if all(f'name="{name}"' in form for name in names))
        form = next(forms).encode()
        return Page(SimpleNamespace(content=form)).fields  # type: ignore[arg-type]  # It reads no more of it.


class Visitor:
    """Somebody at nginx, with cookies of their own."""

    def __init__(self) -> None:
        self.cookies = CookieJar()
        context = ssl.create_default_context(cafile=str(SCRATCH / "certificate.pem"))
        self.opener = build_opener(
            HTTPSHandler(context=context), HTTPCookieProcessor(self.cookies), HTTPRedirectHandler()
        )

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask(path, None, headers)

    def send(self, path: str, **typed: str) -> Answer:
        """Fill in the form that stands there, send it, and go where that leads."""
        fields = {**self.get(path).fields(*typed), **typed}
        return self.ask(path, urlencode(fields).encode(), {"Origin": SITE})

    def ask(self, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        request = Request(SITE + path, body, headers)  # noqa: S310  # The address is ours.
        try:
            answer = self.opener.open(request, timeout=20)
        except HTTPError as error:  # Also 304.
            answer = error
        return Answer(answer.status, answer.url, answer.headers, answer.read().decode())

    def join(self, username: str) -> None:
        email = f"{username}@example.org"
        self.send("/accounts/signup/", username=username, email=email, password1=PASSWORD)
        joined = self.send("/accounts/confirm-email/", code=code_for(email))
        assert "Sign out" in joined.html, f"{joined.status} {joined.url}: nobody is signed in."

    def let_seconds_pass(self) -> None:
        """As if it were some seconds since this browser has sent something."""
        for cookie in [cookie for cookie in self.cookies if cookie.name == WROTE]:
            self.cookies.clear(cookie.domain, cookie.path, cookie.name)

    def finds(self, words: str, path: str) -> bool:
        return words in self.get(path).html


def code_for(email: str) -> str:
    """The code in the mail to this address."""
    mails = [path.read_text() for path in (SCRATCH / "mail").iterdir()]
    (mail,) = (mail for mail in mails if f"To: {email}\n" in mail)
    found = CODE.search(mail)
    assert found, mail
    return found[1]


def from_each_process(path: str) -> Iterator[str]:
    """What readers without an account get from either of the two, as nginx would ask it."""
    for port in WEB_PORTS:
        connection = HTTPConnection("127.0.0.1", port, timeout=20)
        connection.request("GET", path, headers={"Host": "localhost", "X-Forwarded-Proto": "https"})
        answer: HTTPResponse = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        assert answer.status == 200, f"{answer.status} from port {port}"
        yield text


def seconds_until(done: Callable[[], bool]) -> float:
    """How long it takes until this is so."""
    began = time.monotonic()
    while not done():
        assert time.monotonic() - began < PATIENCE, "It does not come."
        time.sleep(SOON)
    return time.monotonic() - began


def number_in(address: str) -> int:
    """The number of the post that an address leads to."""
    found = re.search(r"post-(\d+)$|posts/(\d+)/", address)
    assert found, address
    return int(found[1] or found[2])
