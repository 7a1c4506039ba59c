"""Editors keep the categories; what is in use is not deleted."""

import pytest
from django.test import Client

from accounts.models import User
from forum.models import Category, Post
from tests.forum.queue import QUEUE
from tests.forum.talk import discussion_by, public_discussion, signed_in, sorted_under

pytestmark = pytest.mark.django_db
LIST = "/admin/forum/category/"


def page_of(category: Category, act: str = "change") -> str:
    return f"{LIST}{category.pk}/{act}/"


def test_a_category_is_added_and_changed(desk: Client) -> None:
    typed = {"name": "Translations", "slug": "translations", "description": "", "position": 1}
    desk.post(f"{LIST}add/", typed)
    category = sorted_under("translations")
    desk.post(page_of(category), typed | {"name": "Other tongues", "slug": "another"})
    category.refresh_from_db()
    assert (category.name, category.slug) == ("Other tongues", "translations")


def test_their_order_is_changed_in_the_list(desk: Client) -> None:
    found = list(Category.objects.all())
    assert desk.get(LIST).status_code == 200
    rows = {f"form-{number}-id": category.pk for number, category in enumerate(found)}
    places = {f"form-{number}-position": 9 - number for number in range(len(found))}
    counts = {"form-TOTAL_FORMS": len(found), "form-INITIAL_FORMS": len(found), "_save": "Save"}
    desk.post(LIST, rows | places | counts)
    assert list(Category.objects.all()) == found[::-1]


def test_what_is_in_use_stays(desk: Client, reader: User) -> None:
    public_discussion(reader)
    used, unused = sorted_under("texts"), sorted_under("site")
    assert "before it can be deleted" in desk.get(page_of(used)).content.decode()
    assert desk.post(page_of(used, "delete"), {"post": "yes"}).status_code == 403
    assert desk.post(page_of(unused, "delete"), {"post": "yes"}).status_code == 302
    assert set(Category.objects.values_list("slug", flat=True)) == {"texts", "reading"}


def test_a_member_keeps_none(reader: User) -> None:
    assert signed_in(reader).get(LIST).status_code == 302


def test_the_queue_shows_the_title_of_what_waits(desk: Client, reader: User) -> None:
    discussion_by(reader, "A title that waits")
    assert "A title that waits" in desk.get(QUEUE).content.decode()
    Post.objects.update(status=Post.Status.WITHDRAWN)
    assert "A title that waits" not in desk.get(QUEUE).content.decode()
