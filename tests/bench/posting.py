"""What a reply costs through the real form, beside the least that a form with Markdown and a row costs."""

import re
import sys
from statistics import median, quantiles
from time import perf_counter
from urllib.parse import urlencode
from uuid import uuid4

from accounts.models import User
from forum.models import Thread
from tests.bench.servers import Server

BLOCKS = 10
PER_BLOCK = 20  # posts
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="(\w+)"')
FOUND = 302
WORDS = "A reply with *some* words, which has a [link](https://example.org/) and two sentences. This is the other. " * 4


class Form:
    """A form that is filled in and sent again and again, with other words each time."""

    def __init__(self, server: Server, page: str, action: str, cookie: str, **fields: str) -> None:
        self.server, self.action, self.fields = server, action, fields
        _, headers, body = server.ask("GET", page, Cookie=cookie)
        token = TOKEN.search(body)
        if token is None:
            sys.exit(f"There is no form at {page}.")
        self.token = token[1].decode()
        self.cookie = f"{cookie}; {headers['Set-Cookie'].partition(';')[0]}"
        self.times: list[float] = []  # milliseconds

    def send(self) -> None:
        words = {"source": f"{WORDS} {uuid4()}", "form": str(uuid4()), **self.fields}
        body = urlencode({"csrfmiddlewaretoken": self.token, **words})
        kind = "application/x-www-form-urlencoded"
        began = perf_counter()
        status, _, _ = self.server.ask("POST", self.action, body, **{"Cookie": self.cookie, "Content-Type": kind})
        self.times.append((perf_counter() - began) * 1000)
        if status != FOUND:
            sys.exit(f"{self.action} took no post: {status}")


def compare(
    site: Server, reference: Server, cookie: str, member: User, threads: dict[int, Thread]
) -> dict[str, dict[str, float]]:
    """The same number of posts to each, in turn. `threads` are by their number of replies."""
    forms: dict[str, Form] = {}
    for replies, thread in threads.items():
        assert thread.essay
        page, bare = thread.essay.get_absolute_url(), f"/write/{thread.pk}/"
        forms.setdefault("a bare form", Form(reference, bare, bare, "", author=str(member.pk)))
        forms[f"the form below {replies:,} replies"] = Form(site, page, f"{page}reply/", cookie)
    for _ in range(BLOCKS):
        for form in forms.values():
            for _ in range(PER_BLOCK):
                form.send()
    return {
        name: {"p50_ms": median(form.times), "p99_ms": quantiles(form.times, n=100)[98]} for name, form in forms.items()
    }


def as_table(posting: object) -> str:
    assert isinstance(posting, dict)
    bare = posting["a bare form"]["p50_ms"]
    rows = ["| a post through | p50, ms | p99, ms | times the bare form (goal: at most 3) |", "|---|---|---|---|"]
    for name, times in posting.items():
        rows.append(f"| {name} | {times['p50_ms']:.1f} | {times['p99_ms']:.1f} | {times['p50_ms'] / bare:.2f} |")
    return "\n".join(rows)
