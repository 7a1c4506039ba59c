"""The whole path without JavaScript: read, join, reply with a preview, edit, look at the history, answer, withdraw."""

import re

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from forum import moderation
from forum.models import Post
from tests.browser.conftest import OpenWindow
from tests.browser.talk import Talk

pytestmark = pytest.mark.browser

CODE = re.compile(r"^ {4}([A-Z]{4}-[A-Z]{4})$", re.MULTILINE)


def test_everything_works_without_javascript(talk: Talk, window: OpenWindow) -> None:
    page = window(java_script_enabled=False)
    read(page, talk)
    preview_and_send(page)
    join(page)
    send(page)
    held = Post.objects.get(author__username="newcomer")
    edit(page, held)
    held.refresh_from_db()
    moderation.approve(held, by=talk.moderator, seen=held.revision)
    read_history(page, held)
    answer(page, talk.published)
    withdraw(page, held)


def read(page: Page, talk: Talk) -> None:
    page.goto(talk.address)
    page.get_by_role("link", name="7", exact=True).first.click()
    expect(page).to_have_url(re.compile("#n7$"))
    page.locator("#n7").get_by_role("link", name="Back to the call of note 7").click()
    expect(page).to_have_url(re.compile("#c7$"))
    page.get_by_role("link", name="Reply to paragraph 3", exact=True).click()


def preview_and_send(page: Page) -> None:
    page.get_by_label("Your reply").fill("Some *words*.\n\n<script>alert(1)</script>")
    page.get_by_role("button", name="Preview").click()
    preview = page.get_by_role("region", name="Preview: this is not posted yet")
    expect(preview.locator("em")).to_have_text("words")
    expect(preview).to_contain_text("<script>alert(1)</script>")
    page.get_by_role("button", name="Post reply").click()


def join(page: Page) -> None:
    page.get_by_role("main").get_by_role("link", name="Join").click()
    page.get_by_label("Username").fill("newcomer")
    page.get_by_label("E-mail").fill("newcomer@example.org")
    page.get_by_label("Password").fill("quite a long password")
    page.get_by_role("button", name="Join").click()
    found = CODE.search(str(mail.outbox[-1].body))
    assert found
    page.get_by_label("Code").fill(found[1])
    page.get_by_role("main").get_by_role("button").first.click()


def send(page: Page) -> None:
    expect(page.get_by_label("Your reply")).to_have_value("Some *words*.\n\n<script>alert(1)</script>")
    page.get_by_role("button", name="Post reply").click()
    expect(page.get_by_text("Your reply is waiting for a moderator.")).to_be_visible()


def edit(page: Page, held: Post) -> None:
    page.locator(f"#post-{held.pk}").get_by_role("link", name="Edit").click()
    page.get_by_label("Your words").fill("Some other *words*.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(f"#post-{held.pk} .body")).to_have_text("Some other words.")


def read_history(page: Page, post: Post) -> None:
    page.reload()
    page.locator(f"#post-{post.pk}").get_by_role("link", name="edited").click()
    expect(page.get_by_role("heading", name="What was changed")).to_be_visible()
    expect(page.locator("ins")).to_have_count(1)
    page.get_by_role("link", name="Back to the post").click()


def answer(page: Page, post: Post) -> None:
    page.goto(f"{post.get_absolute_url()}reply/")
    page.get_by_label("Your reply").fill("An answer.")
    page.get_by_role("button", name="Post reply").click()
    below = page.locator(f"li:has(> #post-{post.pk})")
    expect(below.get_by_role("article").filter(has_text="An answer.").last).to_be_visible()


def withdraw(page: Page, post: Post) -> None:
    page.goto(post.get_absolute_url())
    page.locator(f"#post-{post.pk}").get_by_role("link", name="Withdraw").click()
    page.get_by_role("button", name="Withdraw it").click()
    expect(page.locator(f"#post-{post.pk}")).to_contain_text("Withdrawn by its author.")


def test_talk_is_ordered_folded_quoted_and_cited_without_javascript(talk: Talk, window: OpenWindow) -> None:
    page = window(talk.reader, java_script_enabled=False)
    page.goto(talk.address)
    expect(page.locator(".js-only:visible")).to_have_count(0)
    page.get_by_role("link", name="replies to paragraph 26").click()
    expect(page.get_by_role("heading", name="Replies to paragraph 26")).to_be_visible()
    branch = page.locator(f"#post-{talk.published.pk} + details")
    branch.locator("> summary").click()
    expect(page.locator(f"#post-{talk.removed.pk}")).to_be_hidden()

    page.goto(f"{talk.address}?folded={talk.published.pk}")
    page.get_by_role("link", name="Newest first").click()
    expect(page.get_by_role("link", name="Newest first")).to_have_attribute("aria-current", "true")
    expect(page.locator("ol.posts > li").first).to_contain_text("On the whole of it.")

    page.goto(f"{talk.address}p26/")
    page.get_by_text("Cite this paragraph").click()
    expect(page.locator("pre").first).to_contain_text("/p26/")
    page.locator(f"#post-{talk.published.pk}").get_by_role("link", name="Quote").click()
    expect(page.get_by_label("Your reply")).to_have_value(re.compile(r"^> One \*\*word\*\*"))
    page.get_by_role("button", name="Post reply").click()
    permalink = page.locator(f"blockquote a[href$='{talk.published.get_absolute_url()}']")
    expect(permalink.last).to_have_text("Reader one")
