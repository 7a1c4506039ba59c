"""The running site with sample talk in it, and who opens what of it."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from config.settings import BASE_DIR
from tests.browser.running_site import Copy
from tests.config.running import OURS

NODE_MODULES = BASE_DIR / "tests" / "quality" / "node_modules"
FILL = "from tests.quality import fill; fill.main()"


@dataclass(frozen=True)
class Visitor:
    name: str
    cookie: str  # Of a session; nothing where nobody is signed in.
    addresses: list[str]


@dataclass(frozen=True)
class Answer:
    status: int
    kind: str  # "text/html"
    text: str


@dataclass(frozen=True)
class Site:
    url: str
    folder: Path  # For what a part writes while it works.
    pages: dict[str, str]  # The addresses that are measured, by what they show.
    visitors: list[Visitor]

    def get(self, address: str, visitor: Visitor, **headers: str) -> Answer:
        """What this visitor gets at the address. Nothing is followed."""
        connection = HTTPConnection(self.url.removeprefix("http://"), timeout=30)
        try:
            connection.request("GET", address, headers={"Cookie": visitor.cookie, **headers})
            answer = connection.getresponse()
            kind = answer.headers.get_content_type()
            return Answer(answer.status, kind, answer.read().decode())
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
    return Site(copy.url, copy.folder.parent, filled["pages"], visitors)
