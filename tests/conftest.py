"""The people and the text that the tests are about."""

import io

import pytest
from django.core.cache import cache
from django.core.management import call_command

from accounts.models import User

pytest_plugins = ["tests.chromium"]


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    cache.clear()


def make_member(username: str, display_name: str = "") -> User:
    """A member with a verified address and the password "a long password"."""
    user = User.objects.create_user(
        username=username,
        email=f"{username}@example.org",
        password="a long password",
        display_name=display_name,
    )
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    return user


@pytest.fixture
def reader(db: None) -> User:
    """A member who has posted nothing yet."""
    return make_member("reader-one", "Reader one")


@pytest.fixture
def stranger(db: None) -> User:
    """A member who has nothing to do with what happens."""
    return make_member("reader-two", "Reader two")


@pytest.fixture
def author(db: None) -> User:
    """A member who writes what a test is about."""
    return make_member("author-one", "Author one")


@pytest.fixture
def moderator(db: None) -> User:
    """A member whom the command has made a moderator."""
    member = make_member("keeper-one", "Keeper one")
    call_command("make_moderator", member.username, stdout=io.StringIO())
    return User.objects.get(pk=member.pk)
