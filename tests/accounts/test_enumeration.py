"""Nobody learns from the site whether an address has an account. A username is public anyway."""

import re
from typing import TYPE_CHECKING

from django.core import mail
from django.test import Client

from accounts.models import User
from tests.accounts.joining import enter_code, join, sign_in

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response

KNOWN = "reader-one@example.org"
UNKNOWN = "stranger@example.org"


def outside(response: "Response", address: str) -> tuple[int, str, str]:
    """What a visitor sees of an answer, without the address that they typed and the token of the form."""
    page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
    return response.status_code, response.headers.get("Location", ""), page.replace(address, "ADDRESS")


def walk_of_joining(address: str) -> list[tuple[int, str, str]]:
    client = Client()
    answers = [join(client, email=address, next="/essays/serge/")]
    answers += [client.get("/accounts/confirm-email/?next=/essays/serge/"), enter_code(client, "BBBB-BBBB")]
    answers += [client.post("/accounts/confirm-email/", {"action": "resend"}), client.get("/accounts/login/")]
    answers += [client.post("/accounts/signup/start-again/", {"next": "/essays/serge/"})]
    answers += [client.get("/accounts/signup/?next=/essays/serge/")]
    return [outside(answer, address) for answer in answers]


def walk_of_a_reset(address: str) -> list[tuple[int, str, str]]:
    client = Client()
    answers = [client.post("/accounts/password/reset/", {"email": address})]
    answers += [client.get("/accounts/password/reset/confirm/")]
    answers += [client.post("/accounts/password/reset/confirm/", {"code": "BBBB-BBBB"}) for _ in range(6)]
    return [outside(answer, address) for answer in answers]


def test_joining_with_a_known_address_looks_like_joining_with_a_new_one(reader: User) -> None:
    assert walk_of_joining(KNOWN) == walk_of_joining(UNKNOWN)
    assert [message.subject for message in mail.outbox] == [
        "You have an account at Colloquy already",
        "Your code for Colloquy",
    ]


def test_a_known_address_gets_no_second_account(client: Client, reader: User) -> None:
    join(client, email=KNOWN.upper())
    assert User.objects.get() == reader


def test_a_reset_for_a_known_address_looks_like_one_for_an_unknown_one(reader: User) -> None:
    assert walk_of_a_reset(KNOWN) == walk_of_a_reset(UNKNOWN)
    assert mail.outbox[-1].subject == "No account with this address at Colloquy"


def test_a_wrong_password_looks_like_an_unknown_name_or_address(reader: User) -> None:
    logins = ["reader-one", KNOWN, "nobody-here", UNKNOWN]
    assert len({outside(sign_in(Client(), login, "wrong"), login) for login in logins}) == 1
