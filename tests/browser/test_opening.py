"""Opening a discussion in a browser: from a paragraph, without an account and without JavaScript, and held."""

import re

import pytest
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings

from forum.models import Post
from tests.browser.conftest import OpenWindow
from tests.browser.talk import Talk

pytestmark = pytest.mark.browser


def fill(page: Page, title: str) -> None:
    page.get_by_label("Title").fill(title)
    page.get_by_label("Category").select_option(label="The texts")
    page.get_by_label("First post").fill("Who *remembers*?")


def test_a_member_opens_one_from_a_paragraph(talk: Talk, window: OpenWindow) -> None:
    page = window(talk.reader)
    page.goto(f"{talk.address}p26/")
    page.get_by_role("link", name="Discuss this elsewhere").click()
    expect(page.get_by_label("Link it to what set it off")).to_be_checked()
    fill(page, "On memory")
    page.get_by_role("button", name="Open the discussion").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("On memory")
    page.locator(".acts").get_by_role("link", name="Reply to the first post").click()
    expect(page).to_have_url(re.compile("#page-reply$"))
    page.get_by_label("Your reply").fill("I do.")
    page.get_by_role("button", name="Post reply").click()
    expect(page.locator(".list article")).to_contain_text("I do.")
    expect(page.locator("#page-count")).to_have_text("1 reply")
    page.get_by_role("link", name="paragraph 26").click()
    expect(page.locator(".elsewhere").last).to_contain_text("On memory")


def test_a_newcomers_waits(talk: Talk, window: OpenWindow) -> None:
    page = window(talk.newcomer)
    page.goto("/discussions/")
    page.get_by_role("link", name="Open a discussion").click()
    fill(page, "Mine waits")
    page.get_by_role("button", name="Open the discussion").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mine waits")
    expect(page.get_by_role("main")).to_contain_text("Your discussion is waiting for a moderator.")
    address = page.url
    other = window(talk.reader)
    answer = other.goto(address)
    assert answer
    assert answer.status == 404


def test_words_wait_for_signing_in_without_javascript(talk: Talk, window: OpenWindow, settings: Settings) -> None:
    settings.APPROVALS_BEFORE_TRUST = settings.POSTS_PER_TEN_MINUTES = 0
    page = window(java_script_enabled=False)
    page.goto(talk.published.get_absolute_url())
    page.get_by_role("link", name=re.compile("^Continue elsewhere")).first.click()
    fill(page, "On memory")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator(".preview em")).to_have_text("remembers")
    page.get_by_role("button", name="Open the discussion").click()
    page.get_by_label(re.compile("Username|E-mail")).first.fill(talk.reader.username)
    page.get_by_label("Password").first.fill("a long password")
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_label("Title")).to_have_value("On memory")
    expect(page.get_by_label("First post")).to_have_value("Who *remembers*?")
    page.get_by_role("button", name="Open the discussion").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("On memory")
    assert Post.objects.latest("pk").thread.about_post == talk.published
