import pytest
from allauth.account.internal.flows.password_reset_by_code import PASSWORD_RESET_VERIFICATION_SESSION_KEY
from django.conf import settings
from django.core import mail
from django.test import Client

from accounts.models import User
from tests.accounts.joining import newest_code, sign_in, signed_in_as

NEW = "an even longer password"
ASK = "/accounts/password/reset/"
CONFIRM = "/accounts/password/reset/confirm/"
COMPLETE = "/accounts/password/reset/complete/"
CHANGE = "/accounts/password/change/"


def test_a_new_password_is_chosen_with_a_code(client: Client, reader: User) -> None:
    assert client.post(ASK, {"email": reader.email}).headers["Location"] == CONFIRM
    assert client.post(CONFIRM, {"code": newest_code()}).headers["Location"] == COMPLETE
    client.post(COMPLETE, {"password1": NEW})
    assert signed_in_as(client) == "reader-one"
    reader.refresh_from_db()
    assert reader.check_password(NEW)


def test_without_the_code_there_is_no_new_password(client: Client, reader: User) -> None:
    client.post(ASK, {"email": reader.email})
    assert client.post(COMPLETE, {"password1": NEW}).headers["Location"] == CONFIRM
    assert client.post(CONFIRM, {"code": "BBBB-BBBB"}).context["form"].errors["code"]
    reader.refresh_from_db()
    assert reader.check_password("a long password")


def test_after_too_many_wrong_codes_the_right_one_is_no_use(client: Client, reader: User) -> None:
    client.post(ASK, {"email": reader.email})
    code = newest_code()
    for _ in range(settings.ACCOUNT_PASSWORD_RESET_BY_CODE_MAX_ATTEMPTS):
        client.post(CONFIRM, {"code": "BBBB-BBBB"})
    assert client.post(CONFIRM, {"code": code}).headers["Location"] == "/accounts/login/"
    assert client.get(COMPLETE).headers["Location"] == ASK


def test_an_expired_code_is_no_use_and_says_so(client: Client, reader: User) -> None:
    client.post(ASK, {"email": reader.email})
    session = client.session
    session[PASSWORD_RESET_VERIFICATION_SESSION_KEY]["at"] -= settings.CODE_TIMEOUT + 1
    session.save()
    response = client.post(CONFIRM, {"code": newest_code()}, follow=True)
    assert "The code is no longer valid." in response.content.decode()


def test_a_weak_new_password_is_refused(client: Client, reader: User) -> None:
    client.post(ASK, {"email": reader.email})
    client.post(CONFIRM, {"code": newest_code()})
    assert client.post(COMPLETE, {"password1": "reader-one"}).context["form"].errors["password1"]


def test_too_many_mails_to_one_address_are_refused(client: Client, reader: User) -> None:
    answers = [client.post(ASK, {"email": reader.email}).status_code for _ in range(6)]
    assert answers == [302] * 5 + [429]
    assert len(mail.outbox) == 5


def test_a_password_is_changed_with_the_current_one(client: Client, reader: User) -> None:
    sign_in(client, "reader-one")
    other = Client()
    sign_in(other, "reader-one")
    response = client.post(CHANGE, {"oldpassword": "a long password", "password1": NEW})
    assert response.headers["Location"] == "/accounts/profile/"
    assert signed_in_as(client), "whoever changes it stays signed in"
    assert not signed_in_as(other), "everybody else who had it does not"
    assert "was changed" in mail.outbox[-1].subject


@pytest.mark.parametrize(("current", "new"), [("wrong", NEW), ("", NEW), ("a long password", "short")])
def test_a_password_is_not_changed_otherwise(client: Client, reader: User, current: str, new: str) -> None:
    client.force_login(reader)
    assert client.post(CHANGE, {"oldpassword": current, "password1": new}).status_code == 200
    reader.refresh_from_db()
    assert reader.check_password("a long password")


def test_who_has_no_password_yet_chooses_one(client: Client, reader: User) -> None:
    reader.set_unusable_password()
    reader.save()
    client.force_login(reader)
    assert client.get(CHANGE).headers["Location"] == "/accounts/password/set/"
    client.post("/accounts/password/set/", {"password1": NEW})
    reader.refresh_from_db()
    assert reader.check_password(NEW)
