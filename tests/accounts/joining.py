"""The way of a newcomer, one step a function."""

import re
from typing import TYPE_CHECKING

from django.core import mail
from django.test import Client
from django.urls import reverse

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response

CODE = re.compile(r"^    ([A-Z]{4}-[A-Z]{4})$", re.MULTILINE)

NEWCOMER = {
    "username": "newcomer",
    "display_name": "Новенькая",
    "email": "newcomer@example.org",
    "password1": "quite a long password",
}


def join(client: Client, **changed: str) -> "Response":
    """Send the sign-up form."""
    return client.post(reverse("account_signup"), {**NEWCOMER, **changed})


def newest_code() -> str:
    found = CODE.search(str(mail.outbox[-1].body))
    assert found, mail.outbox[-1].body
    return found[1]


def enter_code(client: Client, code: str) -> "Response":
    return client.post(reverse("account_email_verification_sent"), {"code": code})


def signed_in_as(client: Client) -> str:
    """The username of whoever is signed in, "" for nobody."""
    user = client.get(reverse("account_email_verification_sent")).wsgi_request.user
    return user.get_username()


def sign_in(client: Client, login: str, password: str = "a long password", **more: str) -> "Response":
    return client.post(reverse("account_login"), {"login": login, "password": password, **more})
