"""What others posted while a page was open is offered, and shown wherever it stands. Nothing else moves."""

import re
from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from forum.discussion import POSTS_PER_BRANCH, POSTS_PER_PAGE
from forum.models import Post
from tests.browser.conftest import OpenWindow
from tests.browser.talk import Talk, say
from tests.forum.forest import make_forest

pytestmark = pytest.mark.browser
STAYS = "window.isSamePage = true"
LOOK = """() => new Promise((looked) => {
  document.addEventListener("htmx:afterRequest", ({ detail }) => detail.elt.matches(".whole > * > .news") && looked());
  document.dispatchEvent(new Event("visibilitychange"));
})"""


def open_talk(window: OpenWindow, address: str) -> tuple[Page, Locator]:
    """A visitor's page, with all that takes part in the talk, and the talk on the whole of the text."""
    mine = window()
    mine.goto(address)
    mine.evaluate(STAYS)
    return mine, mine.get_by_role("region", name="Discussion")


def look(mine: Page) -> None:
    """Ask for news, as a page does every minute, and wait until the answer is taken in."""
    mine.evaluate(LOOK)


def test_a_page_that_was_open_meanwhile_offers_what_is_new(talk: Talk, window: OpenWindow) -> None:
    mine, whole = open_talk(window, talk.address)
    for number in range(3):
        say(talk.thread, talk.reader, talk.moderator, f"Meanwhile {number}.")
    shown, pages = whole.locator(".list article").count(), mine.evaluate("history.length")
    look(mine)
    offer = whole.get_by_role("link", name="3 new replies")
    expect(offer).to_be_visible()
    assert whole.locator(".list article").count() == shown
    offer.click()
    expect(whole.locator("article").filter(has_text="Meanwhile 0.")).to_be_focused()
    expect(whole.locator("article.new")).to_have_count(3)
    expect(offer).to_have_count(0)
    assert mine.evaluate("window.isSamePage")
    assert mine.url.endswith(talk.address)
    assert mine.evaluate("history.length") == pages

    look(mine)  # They are as new as before, but they are shown.
    expect(whole.locator(".news a")).to_have_count(0)


def hours_ago(number: int) -> datetime:
    return timezone.now() - timedelta(hours=number)


def test_what_is_new_is_shown_from_any_page_of_a_long_list(talk: Talk, window: OpenWindow) -> None:
    posts = make_forest(talk.thread, talk.reader, [None] * (POSTS_PER_PAGE + 5))
    mine, whole = open_talk(window, f"{talk.address}?after={posts[-3].pk}")
    say(talk.thread, talk.reader, talk.moderator, "After the last page.")
    look(mine)
    whole.get_by_role("link", name=re.compile("new repl")).click()
    newest = whole.locator("article").filter(has_text="After the last page.")
    expect(newest).to_be_focused()
    expect(newest).to_have_class(re.compile(r"\bnew\b"))
    expect(mine).to_have_url(re.compile(r"\?sort=newest$"))
    expect(whole.locator(".order [aria-current]")).to_have_text("Newest first")
    assert mine.evaluate("window.isSamePage")

    mine.go_back()
    expect(whole.locator("article")).to_have_count(3)  # It is on the last page by now.
    assert mine.evaluate("window.isSamePage")


def test_what_does_not_come_with_the_list_stays_on_offer_and_leads_to_its_own_page(
    talk: Talk, window: OpenWindow
) -> None:
    long = make_forest(talk.thread, talk.reader, [None, *[0] * POSTS_PER_BRANCH])
    Post.objects.published().update(published_at=hours_ago(3))
    mine, whole = open_talk(window, talk.address)
    whole.locator(".list").evaluate("(list, moment) => { list.dataset.since = moment }", hours_ago(2).isoformat())
    deep = say(talk.thread, talk.reader, talk.moderator, "Far down a branch.", parent=long[0])
    Post.objects.filter(pk=deep.pk).update(published_at=hours_ago(1))
    say(talk.thread, talk.reader, talk.moderator, "At its end.")
    look(mine)
    whole.get_by_role("link", name="2 new replies").click()
    expect(whole.locator("article").filter(has_text="At its end.")).to_be_focused()
    whole.get_by_role("link", name="1 new reply").click()
    expect(mine).to_have_url(re.compile(f"{deep.get_absolute_url()}$"))
    expect(mine.locator("article").filter(has_text="Far down a branch.")).to_be_visible()


def test_an_offer_keeps_the_focus_and_is_said_again_only_when_it_is_another(talk: Talk, window: OpenWindow) -> None:
    mine, whole = open_talk(window, talk.address)
    say(talk.thread, talk.reader, talk.moderator, "One.")
    look(mine)
    offer = whole.locator(".news a")
    offer.focus()
    mine.evaluate(
        """() => {
          window.changes = 0;
          new MutationObserver(() => { window.changes += 1 })
            .observe(document.querySelector(".whole .news"), { childList: true, characterData: true, subtree: true });
        }"""
    )
    look(mine)
    look(mine)
    expect(offer).to_be_focused()
    assert mine.evaluate("window.changes") == 0
    say(talk.thread, talk.reader, talk.moderator, "Two.")
    look(mine)
    expect(offer).to_have_text("2 new replies")
    expect(offer).to_be_focused()
    mine.keyboard.press("Enter")
    expect(whole.locator("article.new")).to_have_count(2)
    assert mine.evaluate("window.isSamePage")


def test_an_offer_follows_what_the_page_shows_by_now(talk: Talk, window: OpenWindow) -> None:
    mine, whole = open_talk(window, talk.address)
    say(talk.thread, talk.reader, talk.moderator, "Seen in another order.")
    look(mine)
    expect(whole.locator(".news a")).to_have_count(1)
    whole.get_by_role("link", name="Newest first").click()
    expect(whole.locator("article").first).to_contain_text("Seen in another order.")
    look(mine)
    expect(whole.locator(".news a")).to_have_count(0)

    say(talk.thread, talk.reader, talk.moderator, "Seen as well.")
    look(mine)
    whole.get_by_role("link", name="Oldest first").click()
    expect(whole.locator("article").last).to_contain_text("Seen as well.")
    say(talk.thread, talk.reader, talk.moderator, "Not seen yet.")
    look(mine)
    whole.get_by_role("link", name="1 new reply").click()
    expect(whole.locator("article").last).to_contain_text("Not seen yet.")
    expect(whole.locator("article").last).to_be_focused()
