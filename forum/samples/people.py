"""Members who write samples: nobody can sign in as one of them, and no mail reaches them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count, islice
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.db.models import QuerySet
from django.db.models.functions import Lower

if TYPE_CHECKING:
    from accounts.models import User

HOST = "samples.invalid"  # No mail goes to .invalid (RFC 2606). Who has an address there is a sample.
NAME = "sample-{}"
MODERATOR = "Moderator 1"
WRITTEN_AT_ONCE = 500


def members(wanted: int) -> list[User]:
    """That many, always the same ones: those who are missing are made."""
    found = list(samples().exclude(display_name=MODERATOR).order_by("pk")[:wanted])
    numbers = islice(free(), wanted - len(found))
    return [*found, *write([member(NAME.format(number), f"Reader {number}") for number in numbers])]


def moderator() -> User:
    """Who is said to have decided. It gives them no rights: nobody is to have more than they had before."""
    known = samples().filter(display_name=MODERATOR).first()
    return known or write([member(NAME.format(next(free())), MODERATOR)])[0]


def free() -> Iterator[int]:
    """The numbers of names that nobody has."""
    alike = get_user_model().objects.filter(username__istartswith=NAME.format(""))
    taken = set(alike.values_list(Lower("username"), flat=True))
    return (number for number in count(1) if NAME.format(number) not in taken)


def samples() -> QuerySet[User]:
    return get_user_model().objects.filter(email__endswith=f"@{HOST}")


def member(username: str, name: str) -> User:
    email = f"{username}@{HOST}"
    return get_user_model()(username=username, display_name=name, email=email, password=make_password(None))


def write(new: list[User]) -> list[User]:
    """Store them with verified addresses, as everybody has who may write."""
    get_user_model().objects.bulk_create(new, batch_size=WRITTEN_AT_ONCE)
    addresses = [EmailAddress(user=one, email=one.email, verified=True, primary=True) for one in new]
    EmailAddress.objects.bulk_create(addresses, batch_size=WRITTEN_AT_ONCE)
    return new
