"""What holds for every page of an account that can be reached."""

from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.accounts.joining import join, newest_code, sign_in

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
Attributes = dict[str, str | None]


class Page(HTMLParser):
    """A page's tags in order, what its title and headings say, and whether everything opened is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, Attributes]] = []
        self.texts: dict[str, list[str]] = {}
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)
            self.texts.setdefault(tag, []).append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        for tag in self.open:
            self.texts[tag][-1] += data

    def all(self, *names: str) -> list[Attributes]:
        return [attrs for tag, attrs in self.tags if tag in names]


def nothing(client: Client) -> None:
    pass


def member(client: Client) -> None:
    sign_in(client, "reader-one")


def member_without_password(client: Client) -> None:
    user = User.objects.get()
    user.set_unusable_password()
    user.save()
    client.force_login(user)


def newcomer(client: Client) -> None:
    join(client, next="/essays/serge/")


def newcomer_with_a_known_address(client: Client) -> None:
    join(client, email="reader-one@example.org")


def member_with_a_new_address(client: Client) -> None:
    member(client)
    client.post("/accounts/email/", {"action_add": "", "email": "new@example.org"})


def member_with_an_unconfirmed_address(client: Client) -> None:
    member(client)
    User.objects.update(email="entered@example.org")


def forgetful(client: Client) -> None:
    client.post("/accounts/password/reset/", {"email": "reader-one@example.org"})


def forgetful_with_the_code(client: Client) -> None:
    forgetful(client)
    client.post("/accounts/password/reset/confirm/", {"code": newest_code()})


REACHABLE: list[tuple[Callable[[Client], None], str, str]] = [
    (nothing, "account_login", "Sign in"),
    (nothing, "account_signup", "Join"),
    (nothing, "account_inactive", "Account closed"),
    (nothing, "account_reset_password", "Forgotten password"),
    (nothing, "account_password_reset_completed", "Password saved"),
    (newcomer, "account_email_verification_sent", "Enter the code"),
    (newcomer_with_a_known_address, "account_email_verification_sent", "Enter the code"),
    (member_with_a_new_address, "account_email_verification_sent", "Enter the code"),
    (forgetful, "account_confirm_password_reset_code", "Enter the code"),
    (forgetful_with_the_code, "account_complete_password_reset", "New password"),
    (member, "account_profile", "Your profile"),
    (member, "account_email", "Your e-mail"),
    (member_with_an_unconfirmed_address, "account_email", "Your e-mail"),
    (member, "account_change_password", "Your password"),
    (member_without_password, "account_set_password", "Your password"),
    (member, "account_reauthenticate", "Your password, please"),
    (member, "account_logout", "Sign out"),
]
WRONG = {"login": "x", "code": "x", "email": "x", "username": "x", "display_name": "x" * 99, "action_add": ""}
PAGES = [pytest.param(*row, id=f"{row[0].__name__} at {row[1]}") for row in REACHABLE]


@pytest.fixture(params=["as it is", "sent back"])
def shown(request: pytest.FixtureRequest) -> Callable[[Client, Callable[[Client], None], str], Page]:
    """A page as it is, and as it comes back when what was sent is wrong."""

    def show(client: Client, before: Callable[[Client], None], name: str) -> Page:
        before(client)
        if request.param == "as it is" or name == "account_logout":
            response = client.get(reverse(name))
        else:
            response = client.post(reverse(name), WRONG)
        assert response.status_code in (200, 405, 422)
        return Page(response.content.decode() or client.get(reverse(name)).content.decode())

    return show


@pytest.mark.parametrize(("before", "name", "title"), PAGES)
def test_a_page_has_one_heading_a_title_and_a_calm_voice(
    client: Client, reader: User, shown: Callable[..., Page], before: Callable[[Client], None], name: str, title: str
) -> None:
    page = shown(client, before, name)
    assert page.texts["title"] == [f"{title} – Colloquy"]
    assert len(page.texts["h1"]) == 1
    assert page.texts["h1"][0].strip()
    assert "!" not in page.texts["main"][0]
    assert not page.open


@pytest.mark.parametrize(("before", "name", "title"), PAGES)
def test_a_page_keeps_to_the_security_policy(
    client: Client, reader: User, shown: Callable[..., Page], before: Callable[[Client], None], name: str, title: str
) -> None:
    page = shown(client, before, name)
    assert not page.all("style")
    assert [attrs for attrs in page.all("script") if "src" not in attrs] == [{}]  # The one that the policy names.
    for _, attrs in page.tags:
        assert not [key for key in attrs if key == "style" or key.startswith("on")]


@pytest.mark.parametrize(("before", "name", "title"), PAGES)
def test_every_field_has_a_label_and_what_it_is_described_by(
    client: Client, reader: User, shown: Callable[..., Page], before: Callable[[Client], None], name: str, title: str
) -> None:
    page = shown(client, before, name)
    ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    labelled = {attrs["for"] for attrs in page.all("label") if "for" in attrs}
    for field in page.all("input"):
        if field["type"] == "hidden" or "data-choice" in field:  # A choice of how pages look stands in its label.
            continue
        assert field["id"] in labelled
        assert "placeholder" not in field
        assert field.get("autocomplete"), f"{field['name']} tells the browser nothing"
        assert set((field.get("aria-describedby") or "").split()) <= set(ids)
        assert (field.get("aria-invalid") == "true") == (f"{field['id']}_error" in ids)
    for form_or_label in page.all("button"):
        assert form_or_label.get("form", ids[0]) in ids


@pytest.mark.parametrize("name", ["account_profile", "account_email", "account_change_password"])
def test_the_three_pages_of_an_account_link_to_one_another(client: Client, reader: User, name: str) -> None:
    member(client)
    page = Page(client.get(reverse(name)).content.decode())
    links = {attrs["href"]: attrs.get("aria-current") for attrs in page.all("a")}
    for other in ("account_profile", "account_email", "account_change_password"):
        assert links[reverse(other)] == ("page" if other == name else None)
