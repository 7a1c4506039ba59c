"""How a member reads: the pages that are put together, beside those that are made for them."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection, transaction
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from tests.conftest import STORES
from tests.forum.pages import OF_THE_MOMENT
from tests.forum.talk import signed_in

# Another one on every page, and when it was made.
TOKENS = re.compile(rb'(name="(csrfmiddlewaretoken|before)" value=|data-at=)"[^"]*"')


@contextmanager
def without_a_trace() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class Reading:
    """A member's browser, and beside it one for which every page is made."""

    def __init__(self, member: User) -> None:
        self.member, self.client, self.other = member, signed_in(member), signed_in(member)
        self.client.get("/robots.txt")  # With the middleware of now.
        with override_settings(MIDDLEWARE=[name for name in settings.MIDDLEWARE if name not in STORES]):
            self.other.get("/robots.txt")

    def says(self, url: str, **headers: str) -> bytes:
        """What the page says by either way, for once without being noted as a visit."""
        with without_a_trace():
            found = self.client.get(url, headers=headers)
        with without_a_trace():
            made = self.other.get(url, headers=headers)
        assert of_no_moment(found.content).splitlines() == of_no_moment(made.content).splitlines()
        assert found.headers.items() >= {(k, v) for k, v in made.headers.items() if k != "Content-Length"}
        return found.content

    def visit(self, url: str) -> int:
        """How many queries a page costs."""
        with CaptureQueriesContext(connection) as captured:
            assert self.client.get(url).status_code == 200
        return len(captured)


def of_no_moment(body: bytes) -> bytes:
    return TOKENS.sub(b"", OF_THE_MOMENT.sub(b"", body))
