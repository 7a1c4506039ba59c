"""The first moderator is made on the console, from a member who has joined."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command

from accounts.models import User
from forum.permissions import MODERATORS, can_moderate


def test_a_member_becomes_a_moderator_who_can_open_the_admin(reader: User) -> None:
    assert not can_moderate(reader)
    call_command("make_moderator", reader.username)
    member = User.objects.get(pk=reader.pk)
    assert member.is_staff
    assert can_moderate(member)
    assert not member.is_superuser


def test_the_name_is_found_whatever_the_case(reader: User) -> None:
    call_command("make_moderator", reader.username.upper())
    assert User.objects.get(pk=reader.pk).is_staff


def test_doing_it_twice_changes_nothing(reader: User, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("make_moderator", reader.username)
    call_command("make_moderator", reader.username)
    assert capsys.readouterr().out == "reader-one is a moderator.\n" * 2
    assert reader.groups.count() == 1


def test_nobody_else_becomes_one(reader: User, stranger: User) -> None:
    call_command("make_moderator", reader.username)
    assert not can_moderate(User.objects.get(pk=stranger.pk))


@pytest.mark.django_db
def test_an_unknown_name_is_told_to_join_first() -> None:
    with pytest.raises(CommandError, match=r'Nobody here is called "serge": join in the browser first'):
        call_command("make_moderator", "serge")


def test_a_closed_account_is_not_made_a_moderator(reader: User) -> None:
    User.objects.filter(pk=reader.pk).update(is_active=False)
    with pytest.raises(CommandError, match="is closed"):
        call_command("make_moderator", reader.username)
    assert not User.objects.get(pk=reader.pk).is_staff


def test_without_the_group_it_says_to_migrate(reader: User) -> None:
    Group.objects.filter(name=MODERATORS).delete()
    with pytest.raises(CommandError, match=r'run "manage.py migrate" first'):
        call_command("make_moderator", reader.username)
