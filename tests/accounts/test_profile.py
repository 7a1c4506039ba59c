from django.test import Client

from accounts.models import User

PAGE = "/accounts/profile/"


def test_a_member_changes_the_display_name(client: Client, reader: User) -> None:
    client.force_login(reader)
    response = client.post(PAGE, {"display_name": " 김산\u202e "}, follow=True)
    assert "Your display name is saved." in response.content.decode()
    reader.refresh_from_db()
    assert reader.display_name == "김산"


def test_a_display_name_may_be_given_up(client: Client, reader: User) -> None:
    client.force_login(reader)
    assert client.post(PAGE, {"display_name": ""}).status_code == 302
    reader.refresh_from_db()
    assert reader.get_full_name() == "reader-one"


def test_a_name_that_is_too_long_is_refused_and_not_lost(client: Client, reader: User) -> None:
    client.force_login(reader)
    for name in ("x" * 61, "\u0958" * 31):
        response = client.post(PAGE, {"display_name": name})
        assert response.status_code == 422
        assert f'value="{name}"' in response.content.decode()
    reader.refresh_from_db()
    assert reader.display_name == "Reader one"


def test_nothing_else_can_be_changed_there(client: Client, reader: User) -> None:
    client.force_login(reader)
    client.post(PAGE, {"display_name": "x", "username": "other", "is_staff": "on", "email": "x@example.org"})
    reader.refresh_from_db()
    assert (reader.username, reader.is_staff, reader.email) == ("reader-one", False, "reader-one@example.org")


def test_a_visitor_is_sent_to_sign_in_and_back(client: Client, db: None) -> None:
    assert client.get(PAGE).headers["Location"] == f"/accounts/login/?next={PAGE}"


def test_markup_in_a_name_is_shown_as_words(client: Client, reader: User) -> None:
    User.objects.update(display_name="<script>alert(1)</script>")
    client.force_login(reader)
    assert "<script>alert" not in client.get(PAGE).content.decode()
