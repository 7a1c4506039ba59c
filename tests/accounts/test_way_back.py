"""Whoever signs in on the way to a reply is back where they were, with what they had typed."""

from typing import TYPE_CHECKING

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from tests.accounts.joining import NEWCOMER, enter_code, join, newest_code, sign_in, signed_in_as

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response

pytestmark = pytest.mark.django_db

BACK = "/essays/victor-serge/p26/?order=new"
QUOTED_BACK = "%2Fessays%2Fvictor-serge%2Fp26%2F%3Forder%3Dnew"
UNSAFE = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "http:evil.example",
    "\\\\evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    " https://evil.example/",
    "https:\\\\evil.example",
    "/\\evil.example",
    "http://testserver@evil.example/",
]


def words(response: "Response") -> str:
    return response.content.decode()


def test_signing_in_leads_back(client: Client, reader: User) -> None:
    assert sign_in(client, "reader-one", next=BACK).headers["Location"] == BACK


def test_the_way_back_survives_a_wrong_password(client: Client, reader: User) -> None:
    page = words(sign_in(client, "reader-one", "wrong", next=BACK))
    assert f'<input type="hidden" name="next" value="{BACK}">' in page


def test_joining_leads_back(client: Client) -> None:
    join(client, next=BACK)
    assert enter_code(client, newest_code()).headers["Location"] == BACK


@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"])
def test_a_form_carries_the_way_back(client: Client, path: str) -> None:
    assert f'<input type="hidden" name="next" value="{BACK}">' in words(client.get(path, {"next": BACK}))


def test_the_page_for_the_code_knows_the_way_back_for_starting_again(client: Client) -> None:
    page = words(client.get(join(client, next=BACK).headers["Location"]))
    starting_again = page[page.index('action="/accounts/signup/start-again/"') :]
    assert f'name="next" value="{BACK}"' in starting_again.split("</form>")[0]


def test_the_way_back_survives_a_wrong_and_a_second_code(client: Client) -> None:
    join(client, next=BACK)
    cache.clear()
    enter_code(client, "BBBB-BBBB")
    client.post("/accounts/confirm-email/", {"action": "resend"})
    assert enter_code(client, newest_code()).headers["Location"] == BACK


@pytest.mark.parametrize(
    ("path", "links"),
    [
        ("/accounts/login/", ["/accounts/signup/", "/accounts/password/reset/"]),
        ("/accounts/signup/", ["/accounts/login/"]),
        ("/accounts/password/reset/", ["/accounts/login/"]),
    ],
)
def test_the_way_back_survives_the_links_between_the_pages(client: Client, path: str, links: list[str]) -> None:
    shown = words(client.get(path, {"next": BACK})).replace("/essays", "%2Fessays").replace("/p26/", "%2Fp26%2F")
    shown = shown.replace("%2Fessays/victor", "%2Fessays%2Fvictor")
    for link in links:
        assert f'href="{link}?next={QUOTED_BACK}"' in shown


def test_a_reset_leads_back(client: Client, reader: User) -> None:
    client.post("/accounts/password/reset/", {"email": reader.email, "next": BACK})
    confirmed = client.post("/accounts/password/reset/confirm/", {"code": newest_code(), "next": BACK})
    page = words(client.get(confirmed.headers["Location"]))
    assert f'name="next" value="{BACK}"' in page
    done = client.post("/accounts/password/reset/complete/", {"password1": "a new long password", "next": BACK})
    assert done.headers["Location"] == BACK
    assert signed_in_as(client) == "reader-one"


@pytest.mark.parametrize("unsafe", UNSAFE)
def test_signing_in_never_leads_to_another_site(client: Client, reader: User, unsafe: str) -> None:
    assert sign_in(client, "reader-one", next=unsafe).headers["Location"] == "/"


@pytest.mark.parametrize("unsafe", UNSAFE)
def test_joining_never_leads_to_another_site(client: Client, unsafe: str) -> None:
    assert "evil" not in join(client, next=unsafe).headers["Location"]
    assert enter_code(client, newest_code()).headers["Location"] == "/"


@pytest.mark.parametrize("unsafe", UNSAFE)
def test_signing_out_and_starting_again_never_lead_to_another_site(client: Client, reader: User, unsafe: str) -> None:
    assert client.post("/accounts/signup/start-again/", {"next": unsafe}).headers["Location"] == "/accounts/signup/"
    client.force_login(reader)
    assert client.post("/accounts/logout/", {"next": unsafe}).headers["Location"] == "/"


@pytest.fixture
def writer(client: Client) -> Client:
    """A visitor whose session holds a draft."""
    session = client.session
    session["draft"] = {"text": "Half a tho"}
    session.save()
    return client


def draft(client: Client) -> object:
    return client.session.get("draft")


def test_a_draft_survives_signing_in(writer: Client, reader: User) -> None:
    sign_in(writer, "reader-one", "wrong")
    sign_in(writer, "reader-one")
    assert signed_in_as(writer)
    assert draft(writer) == {"text": "Half a tho"}


def test_a_draft_survives_joining(writer: Client) -> None:
    join(writer)
    enter_code(writer, newest_code())
    assert signed_in_as(writer)
    assert draft(writer) == {"text": "Half a tho"}


def test_a_draft_survives_starting_again_and_too_many_wrong_codes(writer: Client) -> None:
    join(writer, email="mistyped@example.org")
    writer.post("/accounts/signup/start-again/")
    assert draft(writer) == {"text": "Half a tho"}
    join(writer)
    for _ in range(6):
        enter_code(writer, "BBBB-BBBB")
    cache.clear()
    sign_in(writer, "newcomer", NEWCOMER["password1"])
    enter_code(writer, newest_code())
    assert signed_in_as(writer)
    assert draft(writer) == {"text": "Half a tho"}


def test_a_draft_survives_a_reset(writer: Client, reader: User) -> None:
    writer.post("/accounts/password/reset/", {"email": reader.email})
    writer.post("/accounts/password/reset/confirm/", {"code": newest_code()})
    writer.post("/accounts/password/reset/complete/", {"password1": "a new long password"})
    assert signed_in_as(writer)
    assert draft(writer) == {"text": "Half a tho"}


def test_signing_out_leaves_nothing_behind_for_the_next_person(writer: Client, reader: User) -> None:
    sign_in(writer, "reader-one")
    writer.post("/accounts/logout/")
    assert draft(writer) is None
