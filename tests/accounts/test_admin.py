import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from accounts.models import User
from forum.models import Post, Thread
from tests.conftest import make_member
from tests.forum.talk import sorted_under

LIST = "/admin/accounts/user/"


def page(user: User, act: str = "change") -> str:
    return f"{LIST}{user.pk}/{act}/"


@pytest.fixture
def owner(client: Client, db: None) -> Client:
    user = make_member("the-owner")
    user.is_staff = user.is_superuser = True
    user.save()
    client.force_login(user)
    return client


@pytest.fixture
def clerk(client: Client, db: None) -> Client:
    """Staff who may edit members, and no more."""
    user = make_member("the-clerk")
    user.is_staff = True
    user.save()
    user.user_permissions.set(Permission.objects.filter(codename__in=["view_user", "change_user", "delete_user"]))
    client.force_login(user)
    return client


def change(client: Client, user: User, **changed: str) -> int:
    unchanged = {"username": user.username, "display_name": user.display_name, "email": user.email, "is_active": "on"}
    return client.post(page(user), {**unchanged, **changed}).status_code


def test_members_are_listed_and_found_by_either_name(owner: Client, reader: User) -> None:
    for words in ("reader-one", "Reader one", "reader-one@example.org"):
        assert "reader-one@example.org" in owner.get(LIST, {"q": words}).content.decode()


def test_a_member_is_edited_and_the_name_cleaned(owner: Client, reader: User) -> None:
    assert change(owner, reader, display_name="Jane\u202e", is_staff="on") == 302
    reader.refresh_from_db()
    assert (reader.display_name, reader.is_staff) == ("Jane", True)


def test_a_name_that_differs_only_in_case_is_refused(owner: Client, reader: User, stranger: User) -> None:
    response = owner.post(page(stranger), {"username": "READER-ONE"})
    assert "This name is taken." in response.content.decode()


def test_a_member_is_added(owner: Client) -> None:
    assert owner.get(f"{LIST}add/").status_code == 200
    password = "quite a long password"
    added = {"username": "added-one", "usable_password": "true", "password1": password, "password2": password}
    assert owner.post(f"{LIST}add/", added).status_code == 302
    assert User.objects.get(username="added-one").check_password(password)


def write(author: User) -> None:
    now = timezone.now()
    Post.objects.create(
        thread=Thread.objects.create(title="On memory", category=sorted_under("texts")),
        author=author,
        status=Post.Status.PUBLISHED,
        published_at=now,
        written_at=now,
        source="Words.",
        html="<p>Words.</p>",
    )


def test_a_member_who_wrote_is_not_deleted(owner: Client, reader: User) -> None:
    write(reader)
    owner.post(page(reader, "delete"), {"post": "yes"})
    owner.post(LIST, {"action": "delete_selected", "_selected_action": [reader.pk], "post": "yes"})
    assert User.objects.filter(pk=reader.pk).exists()


def test_a_member_who_wrote_nothing_is_deleted(owner: Client, reader: User) -> None:
    owner.post(page(reader, "delete"), {"post": "yes"})
    assert not User.objects.filter(pk=reader.pk).exists()


def test_who_may_edit_members_gives_nobody_powers(clerk: Client, reader: User) -> None:
    assert change(clerk, reader, is_staff="on", is_superuser="on", display_name="Jane") == 302
    reader.refresh_from_db()
    assert (reader.display_name, reader.is_staff, reader.is_superuser) == ("Jane", False, False)


def test_only_a_superuser_touches_a_superuser(clerk: Client, reader: User) -> None:
    User.objects.filter(pk=reader.pk).update(is_superuser=True)
    assert change(clerk, reader, email="mine@example.org") == 403
    assert clerk.post(page(reader, "password"), {"password1": "x", "password2": "x"}).status_code == 403
    assert clerk.post(page(reader, "delete"), {"post": "yes"}).status_code == 403
