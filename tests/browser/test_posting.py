"""What is posted stands where it belongs at once."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from forum.models import Post
from tests.browser.conftest import OpenWindow
from tests.browser.talk import Talk

pytestmark = pytest.mark.browser
STAYS = "window.isSamePage = true"


def open_essay(window: OpenWindow, talk: Talk, user: User | None) -> Page:
    mine = window(user)
    mine.goto(talk.address)
    mine.evaluate(STAYS)
    return mine


def assert_same_page(mine: Page) -> None:
    assert mine.evaluate("window.isSamePage")


def post(form: Locator, words: str) -> None:
    form.get_by_label("Your reply").fill(words)
    form.get_by_role("button", name="Post reply").click()


def test_a_reply_to_a_paragraph_stands_under_the_others_without_a_reload(talk: Talk, window: OpenWindow) -> None:
    mine = open_essay(window, talk, talk.reader)
    mine.locator('a.talk[data-pill="p26"]').click()
    panel = mine.locator("#page-margin .panel")
    before = int(mine.locator('a.talk[data-pill="p26"]').inner_text())
    post(panel.locator("form.compose").last, "The newest of all.")
    newest = panel.locator(".list > ol.posts > li").last.locator("> article")
    expect(newest).to_contain_text("The newest of all.")
    expect(newest).to_be_focused()
    expect(newest).to_have_class(re.compile(r"\bnew\b"))
    expect(mine.locator('a.talk[data-pill="p26"]')).to_have_text(str(before + 1))
    expect(panel.get_by_label("Your reply")).to_have_value("")
    assert_same_page(mine)

    post(panel.locator("form.compose").last, "And one more.")  # The emptied form is a new one.
    expect(panel.get_by_text("And one more.")).to_be_visible()
    assert Post.objects.published().filter(source__in=["The newest of all.", "And one more."]).count() == 2


def test_an_answer_is_written_under_its_post_and_stays_there(talk: Talk, window: OpenWindow) -> None:
    mine = open_essay(window, talk, talk.reader)
    mine.locator('a.talk[data-pill="p26"]').click()
    item = mine.locator(f"li:has(> #post-{talk.published.pk})")
    reply = item.locator("> article .acts").get_by_role("link", name="Reply")
    reply.click()
    form = item.locator("> form.compose")
    expect(form.get_by_label("Your reply")).to_be_focused()
    form.get_by_role("button", name="Cancel").click()
    expect(form).to_have_count(0)
    expect(reply).to_be_focused()

    reply.click()
    post(form, "An answer in place.")
    answer = item.locator("article").filter(has_text="An answer in place.").last
    expect(answer).to_be_focused()
    expect(form).to_have_count(0)
    assert Post.objects.get(source="An answer in place.").parent == talk.published
    assert_same_page(mine)


def test_a_held_reply_stands_in_its_place_and_says_that_it_waits(talk: Talk, window: OpenWindow) -> None:
    mine = open_essay(window, talk, talk.newcomer)
    whole = mine.get_by_role("region", name="Discussion")
    post(whole.locator("form.compose"), "May I?")
    held = whole.locator("article.pending").filter(has_text="May I?")
    expect(held).to_be_focused()
    expect(held).to_contain_text("waiting for a moderator")
    assert_same_page(mine)


def test_the_count_of_the_whole_follows(talk: Talk, window: OpenWindow) -> None:
    mine = open_essay(window, talk, talk.reader)
    count = mine.locator("#page-count")
    expect(count).to_contain_text("3 replies to the text as a whole")
    post(mine.get_by_role("region", name="Discussion").locator("form.compose"), "Counted.")
    expect(count).to_contain_text("4 replies to the text as a whole")


def test_what_is_sent_without_words_says_so_in_place(talk: Talk, window: OpenWindow) -> None:
    mine = open_essay(window, talk, talk.reader)
    mine.locator('a.talk[data-pill="p26"]').click()
    panel = mine.locator("#page-margin .panel")
    post(panel.locator("form.compose").last, " ")
    expect(panel.get_by_text("Write something first.")).to_be_visible()
    expect(panel.get_by_label("Your reply")).to_be_focused()
    assert_same_page(mine)


def test_a_visitor_is_led_to_sign_in_and_back_to_their_words(talk: Talk, window: OpenWindow) -> None:
    mine = open_essay(window, talk, None)
    mine.locator('a.talk[data-pill="p26"]').click()
    post(mine.locator("#page-margin form.compose").last, "Words of a visitor.")
    expect(mine.get_by_role("heading", name="Sign in")).to_be_visible()
    mine.get_by_label("Username").fill(talk.reader.username)
    mine.get_by_label("Password").fill("a long password")
    mine.get_by_role("button", name="Sign in").click()
    expect(mine.get_by_label("Your reply")).to_have_value("Words of a visitor.")
    mine.get_by_role("button", name="Post reply").click()
    expect(mine.locator("article").filter(has_text="Words of a visitor.")).to_be_focused()
