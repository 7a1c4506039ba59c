import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from tests.accounts.joining import newest_code, sign_in, signed_in_as

PAGE = "/accounts/email/"


@pytest.fixture
def member(client: Client, reader: User) -> Client:
    sign_in(client, "reader-one")
    return client


def ask_for(client: Client, address: str) -> None:
    client.post(PAGE, {"action_add": "", "email": address})


def addresses(user: User) -> list[tuple[str, bool]]:
    return list(user.emailaddress_set.values_list("email", "verified"))


def test_a_new_address_takes_the_place_of_the_old_one_with_its_code(member: Client, reader: User) -> None:
    ask_for(member, "new@example.org")
    response = member.post("/accounts/confirm-email/", {"code": newest_code()})
    assert response.headers["Location"] == PAGE
    assert addresses(reader) == [("new@example.org", True)]
    reader.refresh_from_db()
    assert reader.email == "new@example.org"


def test_without_the_code_the_old_address_stays(member: Client, reader: User) -> None:
    ask_for(member, "new@example.org")
    member.post("/accounts/confirm-email/", {"code": "BBBB-BBBB"})
    assert addresses(reader) == [("reader-one@example.org", True)]
    assert signed_in_as(member)


def test_an_address_of_somebody_else_is_not_told_from_a_new_one_and_not_taken(
    member: Client, reader: User, stranger: User
) -> None:
    ask_for(member, stranger.email)
    assert mail.outbox[-1].to == [stranger.email]
    response = member.post("/accounts/confirm-email/", {"code": newest_code()})
    assert response.context["form"].errors["code"] == ["This address belongs to another account. Use another one."]
    assert addresses(reader) == [("reader-one@example.org", True)]


@pytest.mark.parametrize("address", ["", "nowhere", "reader-one@example.org", "x" * 250 + "@example.org"])
def test_what_is_no_new_address_is_refused(member: Client, reader: User, address: str) -> None:
    assert member.post(PAGE, {"action_add": "", "email": address}).context["form"].errors["email"]
    assert not mail.outbox


def test_a_member_cannot_be_without_an_address(member: Client, reader: User) -> None:
    member.post(PAGE, {"action_remove": "", "email": reader.email})
    assert addresses(reader) == [("reader-one@example.org", True)]


def test_an_address_that_staff_entered_is_confirmed_or_forgotten(member: Client, reader: User) -> None:
    User.objects.update(email="entered@example.org")
    assert "entered@example.org</b> is not confirmed yet." in member.get(PAGE).content.decode()
    member.post(PAGE, {"action_send": "", "email": "entered@example.org"})
    assert mail.outbox[-1].to == ["entered@example.org"]
    cache.clear()
    member.post("/accounts/confirm-email/", {"code": newest_code()})
    assert addresses(reader) == [("entered@example.org", True)]


def test_a_visitor_is_sent_to_sign_in(client: Client, db: None) -> None:
    assert client.get(PAGE).headers["Location"] == f"/accounts/login/?next={PAGE}"
