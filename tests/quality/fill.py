"""Writes sample talk under the seed, signs its people in, and says who can open what.

Run in a copy of the site, by its own manage.py.
"""

import json
import sys

from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.browser import pages
from tests.browser.talk import MARKDOWN, Talk, make_talk


def main() -> None:
    talk = make_talk()
    json.dump({"pages": measured(talk), "visitors": visitors(talk), "sent": sent(talk)}, sys.stdout)


def measured(talk: Talk) -> dict[str, str]:
    return {
        "reading": talk.address,
        "paragraph": f"{talk.address}p26/",
        "thread": talk.thread.get_absolute_url(),
        "login": reverse("account_login"),
    }


def visitors(talk: Talk) -> list[dict[str, object]]:
    public = pages.public(talk)
    # The frame of the moderators' pages is Django's.
    moderators = [address for address in pages.moderators(talk) if not address.startswith(reverse("admin:index"))]
    return [
        {"name": "anonymous", "cookie": "", "addresses": pages.strangers(talk)},
        {"name": "member", "cookie": cookie_of(talk.reader), "addresses": pages.members(talk)},
        {"name": "newcomer", "cookie": cookie_of(talk.newcomer), "addresses": [*public, *pages.newcomers(talk)]},
        {"name": "moderator", "cookie": cookie_of(talk.moderator), "addresses": [*public, *moderators]},
    ]


def sent(talk: Talk) -> list[dict[str, object]]:
    """Forms that come back: with a fault, or with a preview."""
    reply, own = f"{talk.address}p26/reply/", talk.published.get_absolute_url()
    wrong = {"login": "nobody", "password": "wrong"}
    return [
        {"name": "member", "address": reply, "fields": {"source": ""}},
        {"name": "member", "address": reply, "fields": {"source": "Words.", "quote": "Not in the text."}},
        {"name": "member", "address": reply, "fields": {"source": MARKDOWN, "preview": "1"}},
        {"name": "member", "address": f"{own}edit/", "fields": {"source": ""}},
        {"name": "anonymous", "address": reverse("account_login"), "fields": wrong},
        {"name": "anonymous", "address": reverse("account_signup"), "fields": {}},
    ]


def cookie_of(user: User) -> str:
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
