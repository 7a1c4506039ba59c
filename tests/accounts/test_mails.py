import pytest
from django.core import mail
from django.test import Client

from accounts.models import User
from tests.accounts.joining import join, newest_code, sign_in

ADDRESS = "reader-one@example.org"


def join_with_a_known_address(client: Client) -> None:
    join(client, email=ADDRESS)


def reset(client: Client) -> None:
    client.post("/accounts/password/reset/", {"email": ADDRESS})


def reset_for_a_stranger(client: Client) -> None:
    client.post("/accounts/password/reset/", {"email": "stranger@example.org"})


def reset_to_the_end(client: Client) -> None:
    reset(client)
    client.post("/accounts/password/reset/confirm/", {"code": newest_code()})
    client.post("/accounts/password/reset/complete/", {"password1": "a new long password"})


def change_password(client: Client) -> None:
    sign_in(client, "reader-one")
    client.post("/accounts/password/change/", {"oldpassword": "a long password", "password1": "a new long password"})


def ask_for_another_address(client: Client) -> None:
    sign_in(client, "reader-one")
    client.post("/accounts/email/", {"action_add": "", "email": "new@example.org"})


def change_address(client: Client) -> None:
    ask_for_another_address(client)
    client.post("/accounts/confirm-email/", {"code": newest_code()})


MAILS = [
    (join, "Your code for Colloquy", "you can ignore this mail"),
    (join_with_a_known_address, "You have an account at Colloquy already", "you can ignore this mail"),
    (reset, "Your code for a new password at Colloquy", "you can ignore this mail"),
    (reset_for_a_stranger, "No account with this address at Colloquy", "you can ignore this mail"),
    (reset_to_the_end, "Your password for Colloquy was changed", "there is nothing to do"),
    (change_password, "Your password for Colloquy was changed", "there is nothing to do"),
    (ask_for_another_address, "Your code for Colloquy", "you can ignore this mail"),
    (change_address, "Your address at Colloquy was changed", "there is nothing to do"),
]


@pytest.mark.parametrize(("act", "subject", "advice"), MAILS, ids=[act.__name__ for act, *_ in MAILS])
def test_a_mail_is_short_plain_and_in_the_site_s_words(
    client: Client, reader: User, act: type[object], subject: str, advice: str
) -> None:
    act(client)  # type: ignore[call-arg]
    message = mail.outbox[-1]
    body = str(message.body)
    assert message.subject == subject
    assert advice in " ".join(body.split())
    assert body.endswith("Colloquy\nhttp://testserver")
    assert not getattr(message, "alternatives", None)
    assert max(map(len, body.splitlines())) < 77
    assert "example.com" not in body
    assert "\n\n\n" not in body
    assert "!" not in body
    assert "&" not in body


def test_a_changed_address_is_told_to_the_old_one(client: Client, reader: User) -> None:
    change_address(client)
    assert mail.outbox[-1].to == [ADDRESS]
    assert "from\nreader-one@example.org to new@example.org" in mail.outbox[-1].body


def test_the_links_in_a_mail_lead_to_the_site_s_own_address_whatever_host_was_asked(
    client: Client, reader: User
) -> None:
    client.post("/accounts/signup/", join_with(ADDRESS), headers={"host": "localhost"})
    assert "http://testserver/accounts/login/" in mail.outbox[-1].body
    assert "localhost" not in mail.outbox[-1].body


def join_with(address: str) -> dict[str, str]:
    return {"username": "newcomer", "email": address, "password1": "quite a long password"}
