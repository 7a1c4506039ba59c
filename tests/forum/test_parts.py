"""An address that is a page to a reader and a part of one to htmx says so to every cache."""

import pytest
from django.test import Client

from accounts.models import User
from forum.models import Thread
from tests.forum.talk import published

pytestmark = pytest.mark.django_db
ADDRESSES = [
    "/essays/an-essay/",
    "/essays/an-essay/p1/",
    "/essays/an-essay/reply/",
    "/essays/an-essay/p1/reply/",
    "/posts/{pk}/reply/",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_and_its_part_are_told_apart(thread: Thread, author: User, address: str) -> None:
    url = address.format(pk=published(thread, author, ref="p1").pk)
    page = Client().get(url)
    part = Client().get(url, headers={"HX-Request": "true", "HX-Target": "page-margin"})
    for answer in (page, part):
        assert answer.status_code == 200
        assert {"HX-Request", "HX-Target"} <= set(answer["Vary"].split(", "))
    assert "<html" in page.content.decode()
    assert "<html" not in part.content.decode()
    assert "<form" in part.content.decode()
