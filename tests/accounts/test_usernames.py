from threading import Barrier, Thread

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from pytest_django import Settings

from accounts.adapter import AccountAdapter
from accounts.models import RESERVED_USERNAMES, User
from tests.accounts.joining import join, sign_in
from tests.conftest import make_member

TAKEN = "This name is taken. Choose another one."

GOOD = ["abc", "ABC", "a1b", "123", "jane-doe", "jane_doe", "a" * 30, "Vlady1920", "a--b"]
BAD = {
    "empty": "",
    "too short": "ab",
    "too long": "a" * 31,
    "begins with a hyphen": "-abc",
    "ends with an underscore": "abc_",
    "a space": "jane doe",
    "an at sign": "jane@doe",
    "a dot": "jane.doe",
    "a slash": "jane/doe",
    "Cyrillic that looks Latin": "аdmirer",
    "an umlaut": "müller",
    "a ligature": "oﬃce1",
    "full-width": "ａｂｃｄ",
    "Arabic digits": "user١٢",
    "Kelvin sign": "\u212aarl",
    "long s": "\u017ferge",
    "dotless i": "v\u0131ctor",
    "zero-width space": "jane\u200bdoe",
    "a zero byte": "jane\x00doe",
    "markup": "<b>jane",
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", GOOD)
def test_a_plain_name_is_accepted(client: Client, name: str) -> None:
    assert join(client, username=name).status_code == 302
    assert User.objects.get().username == name


@pytest.mark.django_db
@pytest.mark.parametrize("name", [*BAD.values(), "janedoe\n"], ids=[*BAD.keys(), "a line break at the end"])
def test_any_other_name_is_refused_by_the_model(name: str) -> None:
    with pytest.raises(ValidationError) as error:
        User(username=name, email="a@example.org", password="x").full_clean()
    assert "username" in error.value.message_dict


@pytest.mark.django_db
@pytest.mark.parametrize("name", BAD.values(), ids=BAD.keys())
def test_any_other_name_is_refused_by_the_form(client: Client, name: str) -> None:
    assert "username" in join(client, username=name).context["form"].errors
    assert not User.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["admin", "Admin", "MODERATOR", "anonymous", "colloquy", "Sign-Up"])
def test_a_reserved_name_is_refused_whatever_the_case(client: Client, name: str) -> None:
    errors = join(client, username=name).context["form"].errors
    assert errors["username"] == ["This name is reserved. Choose another one."]


def test_every_reserved_name_is_written_as_it_is_compared() -> None:
    assert all(name == name.lower() for name in RESERVED_USERNAMES)


@pytest.mark.parametrize("name", ["reader-one", "READER-ONE", "Reader-One"])
def test_a_taken_name_is_refused_whatever_the_case(client: Client, reader: User, name: str) -> None:
    assert join(client, username=name).context["form"].errors["username"] == [TAKEN]


def test_the_database_refuses_a_name_that_differs_only_in_case(reader: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("READER-ONE")


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["Vlady", "vlady", "VLADY"])
def test_a_member_is_found_and_signs_in_whatever_the_case_of_the_name(client: Client, name: str) -> None:
    member = make_member("Vlady")
    assert sign_in(client, name).status_code == 302
    assert User.objects.get_by_natural_key(name) == member


def test_createsuperuser_refuses_a_name_that_differs_only_in_case(reader: User) -> None:
    with pytest.raises(CommandError, match="taken"):
        call_command("createsuperuser", username="READER-ONE", email="a@example.org", interactive=False)


@pytest.mark.django_db
def test_createsuperuser_works() -> None:
    call_command("createsuperuser", username="first-one", email="a@example.org", interactive=False)
    assert User.objects.get(username="first-one", is_superuser=True)


class RivalAdapter(AccountAdapter):
    """Somebody takes the name after it has been checked and before it is written."""

    def clean_email(self, email: str) -> str:
        User.objects.create_user("NEWCOMER", "rival@example.org")
        return email


@pytest.mark.django_db
def test_a_name_that_is_taken_at_the_last_moment_is_an_error_in_the_form(client: Client, settings: Settings) -> None:
    settings.ACCOUNT_ADAPTER = "tests.accounts.test_usernames.RivalAdapter"
    response = join(client)
    assert response.status_code == 200
    assert response.context["form"].errors == {"username": [TAKEN]}
    assert b'value="newcomer@example.org"' in response.content
    assert not EmailAddress.objects.filter(email="newcomer@example.org").exists()


@pytest.mark.django_db(transaction=True)
def test_of_many_who_take_one_name_at_once_one_has_it_and_the_others_are_told() -> None:
    names = ["Newcomer", "newcomer", "NEWCOMER", "newComer"]
    together = Barrier(len(names))
    answers: list[int] = []

    def take(name: str, email: str) -> None:
        client = Client()
        together.wait(timeout=10)
        answers.append(join(client, username=name, email=email).status_code)
        connection.close()

    threads = [Thread(target=take, args=[name, f"n{i}@example.org"]) for i, name in enumerate(names)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(answers) == [200, 200, 200, 302]
    assert User.objects.count() == 1
