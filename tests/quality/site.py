"""The running site with sample talk in it, and who opens what of it."""

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

from config.settings import BASE_DIR
from tests.browser.running_site import Copy
from tests.config.running import OURS

NODE_MODULES = BASE_DIR / "tests" / "quality" / "node_modules"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
FILL = "from tests.quality import fill; fill.main()"


@dataclass(frozen=True)
class Visitor:
    name: str
    cookie: str  # Of a session; nothing where nobody is signed in.
    addresses: list[str]


@dataclass(frozen=True)
class Sent:
    """A form that somebody sends, to be shown the page with it again."""

    name: str  # Of the visitor.
    address: str
    fields: dict[str, str]


@dataclass(frozen=True)
class Answer:
    status: int
    kind: str  # "text/html"
    text: str
    cookie: str


@dataclass(frozen=True)
class Site:
    url: str
    folder: Path  # For what a part writes while it works.
    pages: dict[str, str]  # The addresses that are measured, by what they show.
    visitors: list[Visitor]
    sent: list[Sent]

    def get(self, address: str, visitor: Visitor, **headers: str) -> Answer:
        """What this visitor gets at the address. Nothing is followed."""
        return self.ask("GET", address, {"Cookie": visitor.cookie, **headers})

    def send(self, address: str, visitor: Visitor, fields: dict[str, str]) -> Answer:
        """What this visitor gets for a form that is sent there; the form is fetched first, for its token."""
        form = self.get(address, visitor)
        token = TOKEN.search(form.text)
        if not token:
            sys.exit(f"There is no form to send for {visitor.name} at {address}")
        headers = {"Cookie": f"{visitor.cookie}; {form.cookie}", "Content-Type": "application/x-www-form-urlencoded"}
        return self.ask("POST", address, headers, urlencode({"csrfmiddlewaretoken": token[1], **fields}))

    def ask(self, method: str, address: str, headers: dict[str, str], body: str = "") -> Answer:
        connection = HTTPConnection(self.url.removeprefix("http://"), timeout=30)
        try:
            connection.request(method, address, body or None, headers)
            answer = connection.getresponse()
            cookie = answer.getheader("Set-Cookie", "").partition(";")[0]
            return Answer(answer.status, answer.headers.get_content_type(), answer.read().decode(), cookie)
        finally:
            connection.close()


def site_in(copy: Copy) -> Site:
    """Write the sample talk into the copy's database, as the copy itself would."""
    told = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", FILL],
        cwd=copy.folder,
        env={name: value for name, value in os.environ.items() if name not in OURS},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    if told.returncode:
        sys.exit(f"The sample talk could not be written:\n{told.stderr}")
    filled = json.loads(told.stdout)
    visitors = [Visitor(**visitor) for visitor in filled["visitors"]]
    sent = [Sent(**form) for form in filled["sent"]]
    return Site(copy.url, copy.folder.parent, filled["pages"], visitors, sent)
