from datetime import timedelta

import pytest
from allauth.account.internal.flows.email_verification_by_code import EMAIL_VERIFICATION_CODE_SESSION_KEY
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from tests.accounts.joining import NEWCOMER, enter_code, join, newest_code, sign_in, signed_in_as

pytestmark = pytest.mark.django_db

CODE_PAGE = "/accounts/confirm-email/"


def test_who_enters_the_code_from_the_mail_is_a_member_and_signed_in(client: Client) -> None:
    response = join(client)
    assert response.headers["Location"] == CODE_PAGE
    assert not signed_in_as(client)
    assert enter_code(client, newest_code()).status_code == 302
    assert signed_in_as(client) == "newcomer"
    user = User.objects.get()
    assert user.display_name == "Новенькая"
    assert user.emailaddress_set.get().verified


@pytest.mark.parametrize("change", [str.lower, lambda code: code.replace("-", ""), lambda code: f" {code} "])
def test_capitals_dash_and_spaces_around_a_code_do_not_matter(client: Client, change: type[str]) -> None:
    join(client)
    enter_code(client, change(newest_code()))
    assert signed_in_as(client) == "newcomer"


@pytest.mark.parametrize("code", ["", "BBBB-BBBB", "ÄÄÄÄ", "x" * 5000])
def test_a_wrong_code_lets_nobody_in_and_says_what_to_do(client: Client, code: str) -> None:
    join(client)
    response = enter_code(client, code)
    assert response.status_code == 200
    assert response.context["form"].errors["code"]
    assert not signed_in_as(client)


def test_after_too_many_wrong_codes_the_right_one_is_no_use(client: Client) -> None:
    join(client)
    code = newest_code()
    for _ in range(settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS):
        response = enter_code(client, "BBBB-BBBB")
    assert response.headers["Location"] == "/accounts/login/"
    assert "too many times" in client.get("/accounts/login/").content.decode()
    enter_code(client, code)
    assert not signed_in_as(client)


def expire_code(client: Client) -> None:
    session = client.session
    session[EMAIL_VERIFICATION_CODE_SESSION_KEY]["at"] -= settings.CODE_TIMEOUT + 1
    session.save()


def test_an_expired_code_lets_nobody_in_and_says_so(client: Client) -> None:
    join(client)
    expire_code(client)
    response = client.post(CODE_PAGE, {"code": newest_code()}, follow=True)
    assert "The code is no longer valid." in response.content.decode()
    assert not signed_in_as(client)


def test_who_did_not_enter_the_code_gets_a_new_one_on_signing_in(client: Client) -> None:
    join(client)
    old = newest_code()
    cache.clear()
    other = Client()
    assert sign_in(other, "newcomer", NEWCOMER["password1"]).headers["Location"] == CODE_PAGE
    assert newest_code() != old
    enter_code(other, newest_code())
    assert signed_in_as(other) == "newcomer"


def test_a_new_code_takes_the_place_of_the_old_one(client: Client) -> None:
    join(client)
    old = newest_code()
    cache.clear()
    client.post(CODE_PAGE, {"action": "resend"})
    assert len(mail.outbox) == 2
    assert enter_code(client, old).status_code == 200
    enter_code(client, newest_code())
    assert signed_in_as(client) == "newcomer"


def test_who_asks_for_new_codes_too_fast_is_asked_to_wait(client: Client) -> None:
    join(client)
    response = client.post(CODE_PAGE, {"action": "resend"}, follow=True)
    assert "Wait ten seconds" in response.content.decode()
    assert len(mail.outbox) == 1


def test_an_address_gets_no_second_mail_within_ten_seconds(client: Client) -> None:
    join(client)
    assert join(Client(), username="somebody").status_code == 429
    assert len(mail.outbox) == 1


def test_an_error_stands_beside_its_field_and_nothing_typed_is_lost(client: Client) -> None:
    page = join(client, username="admin", password1="short").content.decode()
    assert 'aria-describedby="id_username_helptext id_username_error"' in page
    assert '<div class="error" id="id_username_error"><p>This name is reserved.' in page
    assert 'id="id_password1_error"' in page
    for kept in ("admin", "Новенькая", "newcomer@example.org"):
        assert f'value="{kept}"' in page
    assert "short" not in page.replace("too short", "")


def test_the_first_wrong_field_has_the_focus(client: Client) -> None:
    page = join(client, email="nowhere").content.decode()
    assert page.count("autofocus") == 1
    assert "autofocus" in page[page.index('name="email"') :].split(">")[0]


def test_the_rules_for_a_password_are_shown_before_it_is_typed(client: Client) -> None:
    page = client.get("/accounts/signup/").content.decode()
    assert "at least 8 characters" in page
    assert 'aria-describedby="id_password1_helptext"' in page


@pytest.mark.parametrize("password", ["short", "password", "1928374655", "newcomer"])
def test_a_weak_password_is_refused(client: Client, password: str) -> None:
    assert "password1" in join(client, password1=password).context["form"].errors


def test_a_display_name_is_cleaned_and_not_needed(client: Client) -> None:
    join(client, display_name=" Jane\u202e\u200b  Doe ")
    assert User.objects.get().display_name == "Jane Doe"
    join(Client(), username="another", email="another@example.org", display_name="")
    assert User.objects.get(username="another").display_name == ""


def test_who_mistyped_the_address_starts_again_with_the_same_name(client: Client) -> None:
    join(client, email="mistyped@example.org", next="/essays/serge/p26/")
    page = client.get(f"{CODE_PAGE}?next=/essays/serge/p26/").content.decode()
    assert reverse("account_start_again") in page
    response = client.post(reverse("account_start_again"), {"next": "/essays/serge/p26/"})
    assert response.headers["Location"] == "/accounts/signup/?next=%2Fessays%2Fserge%2Fp26%2F"
    assert not User.objects.exists()
    join(client)
    enter_code(client, newest_code())
    assert signed_in_as(client) == "newcomer"


def test_starting_again_never_removes_a_member(client: Client) -> None:
    join(client)
    User.objects.update(last_login=timezone.now() - timedelta(days=1))
    client.post(reverse("account_start_again"))
    assert User.objects.exists()


def test_starting_again_removes_nobody_who_only_signs_in(client: Client) -> None:
    join(Client())
    cache.clear()
    sign_in(client, "newcomer", NEWCOMER["password1"])
    assert reverse("account_start_again") not in client.get(CODE_PAGE).content.decode()
    client.post(reverse("account_start_again"))
    assert User.objects.exists()


@pytest.mark.parametrize("method", ["get", "head"])
def test_starting_again_takes_a_button_not_a_link(client: Client, method: str) -> None:
    assert getattr(client, method)(reverse("account_start_again")).status_code == 405


def test_starting_again_with_nothing_begun_leads_to_the_form(client: Client) -> None:
    assert client.post(reverse("account_start_again")).headers["Location"] == "/accounts/signup/"
