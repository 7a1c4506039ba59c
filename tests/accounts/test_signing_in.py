import pytest
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from tests.accounts.joining import sign_in, signed_in_as


@pytest.mark.parametrize("login", ["reader-one", "reader-one@example.org", "READER-ONE@EXAMPLE.ORG", " reader-one "])
def test_a_member_signs_in_by_name_or_address(client: Client, reader: User, login: str) -> None:
    assert sign_in(client, login).status_code == 302
    assert signed_in_as(client) == "reader-one"


@pytest.mark.parametrize(
    ("login", "password"),
    [("reader-one", "wrong"), ("reader-one", " a long password"), ("nobody-here", "a long password"), ("", "")],
)
def test_nobody_else_is_let_in(client: Client, reader: User, login: str, password: str) -> None:
    assert sign_in(client, login, password).status_code == 200
    assert not signed_in_as(client)


def test_a_wrong_password_says_what_to_do_and_keeps_the_name(client: Client, reader: User) -> None:
    page = sign_in(client, "reader-one", "wrong").content.decode()
    assert '<div class="error" role="alert"><p>This name or address and this password do not go together.' in page
    assert 'value="reader-one"' in page


def test_who_guesses_too_often_must_wait_even_with_the_right_password(client: Client, reader: User) -> None:
    for _ in range(5):
        sign_in(client, "reader-one", "wrong")
    page = sign_in(client, "reader-one").content.decode()
    assert "Wait five minutes" in page
    assert not signed_in_as(client)
    cache.clear()
    sign_in(client, "reader-one")
    assert signed_in_as(client)


def test_a_closed_account_is_told_so(client: Client, reader: User) -> None:
    User.objects.update(is_active=False)
    response = client.post("/accounts/login/", {"login": "reader-one", "password": "a long password"}, follow=True)
    assert "This account is closed" in response.content.decode()
    assert not signed_in_as(client)


def test_signing_out_takes_a_button_not_a_link(client: Client, reader: User) -> None:
    client.force_login(reader)
    assert client.get("/accounts/logout/").status_code == 200
    assert signed_in_as(client)
    assert client.post("/accounts/logout/").headers["Location"] == "/"
    assert not signed_in_as(client)


def test_the_admin_sends_a_visitor_to_the_site_s_own_sign_in(client: Client, db: None) -> None:
    response = client.get("/admin/auth/group/", follow=True)
    assert response.redirect_chain[-1][0] == "/accounts/login/?next=%2Fadmin%2Fauth%2Fgroup%2F"
    assert client.post("/admin/login/", {"username": "x", "password": "y"}).status_code == 302


def test_the_admin_is_closed_to_a_member(client: Client, reader: User) -> None:
    client.force_login(reader)
    assert client.get("/admin/", follow=True).status_code == 403


def test_the_admin_opens_to_staff_who_signed_in(client: Client, reader: User) -> None:
    User.objects.update(is_staff=True)
    response = client.post(
        "/accounts/login/", {"login": "reader-one", "password": "a long password", "next": "/admin/"}, follow=True
    )
    assert response.request["PATH_INFO"] == "/admin/"
    assert response.status_code == 200
