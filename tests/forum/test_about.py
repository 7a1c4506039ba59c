"""Editors say in the admin what the place is."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from essays.models import SitePage
from tests.forum.pages import read
from tests.forum.talk import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(admin_user: User) -> Client:
    return signed_in(admin_user)


def write(editor: Client, source: str) -> str:
    """What the admin says to these words: nothing where it takes them."""
    found = SitePage.objects.get()
    answer = editor.post(f"/admin/essays/sitepage/{found.pk}/change/", {"title": "About us", "source": source})
    return "" if answer.status_code == 302 else answer.content.decode()


def test_everybody_reads_what_the_place_is() -> None:
    with CaptureQueriesContext(connection) as captured:
        answer = Client().get("/about/")
    html = answer.content.decode()
    assert len(captured) == 1
    assert "<h2>Moderation</h2>" in html
    assert '<a href="/moderation/log/">' in html
    assert "<title>About – Colloquy</title>" in html
    assert answer.cookies == {}
    assert read(answer)


def test_every_page_leads_there() -> None:
    assert '<a href="/about/">About</a>' in Client().get("/").content.decode()


def test_what_an_editor_writes_is_shown(editor: Client) -> None:
    assert write(editor, "New *words*.\n\n## A heading & more\n\nEnd.") == ""
    html = Client().get("/about/").content.decode()
    assert '<h1 dir="auto">About us</h1>' in html
    assert "<p>New <em>words</em>.</p>" in html
    assert "<h2>A heading &amp; more</h2>" in html


@pytest.mark.parametrize(
    "source", ["<script>alert(1)</script>", "## <img src=x onerror=alert(1)>", "[x](javascript:alert(1))"]
)
def test_nothing_runs_there(editor: Client, source: str) -> None:
    write(editor, source)
    html = SitePage.objects.get().html
    assert not any(tag in html for tag in ("<script", "<img", "href"))


@pytest.mark.parametrize(
    ("source", "why"), [("A note.[^1]", "There are no notes on this page"), (">" * 5000 + "x", "errorlist")]
)
def test_what_cannot_be_printed_is_not_taken_and_kept_in_the_form(editor: Client, source: str, why: str) -> None:
    before = SitePage.objects.get().html
    said = write(editor, source)
    assert why in said
    assert source.replace(">", "&gt;") in said
    assert SitePage.objects.get().html == before


def test_only_who_may_change_it_does(moderator: User) -> None:
    found = SitePage.objects.get()
    url = f"/admin/essays/sitepage/{found.pk}/change/"
    assert signed_in(moderator).post(url, {"title": "x", "source": "x"}).status_code == 403
    assert Client().post(url).status_code == 302


def test_it_is_neither_added_nor_deleted(editor: Client) -> None:
    found = SitePage.objects.get()
    for way in ("add", f"{found.pk}/delete"):
        assert editor.post(f"/admin/essays/sitepage/{way}/", {"post": "yes"}).status_code == 403
    assert SitePage.objects.get() == found


def test_it_is_made_anew_with_the_rest() -> None:
    html = SitePage.objects.get().html
    SitePage.objects.update(html="old")
    call_command("rerender", verbosity=0)
    assert SitePage.objects.get().html == html
