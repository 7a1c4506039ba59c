"""From the title at the top of the reading page to a posted reply with the keyboard alone."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenWindow
from tests.browser.talk import Talk

pytestmark = pytest.mark.browser

MOST_TABS = 400  # The reading page has a link or two for each paragraph and note.
FOCUSED = """() => {
    const at = document.activeElement;
    return (at.getAttribute("aria-label") || at.labels?.[0]?.textContent || at.textContent).trim();
}"""
OUTLINE = """() => {
    const style = getComputedStyle(document.activeElement);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
}"""


def test_a_reply_is_posted_with_the_keyboard_alone(talk: Talk, window: OpenWindow) -> None:
    page = window(talk.reader)
    page.goto(talk.address)
    tab_to(page, "Skip to the text")
    page.keyboard.press("Enter")
    tab_to(page, "Reply to paragraph 2")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Your reply").last).to_be_focused()
    page.keyboard.type("Typed without a mouse.")
    tab_to(page, "Post reply")
    page.keyboard.press("Enter")
    posted = page.locator("#page-margin article")
    expect(posted).to_be_focused()
    expect(posted).to_contain_text("Typed without a mouse.")

    tab_to(page, "Reply to Reader one")
    page.keyboard.press("Enter")
    answer = page.locator("#page-margin li > form").get_by_label("Your reply")
    expect(answer).to_be_focused()
    page.keyboard.type("And answered.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#page-margin li li article")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="2 replies to paragraph 2")).to_be_focused()


def test_what_has_the_focus_is_marked(talk: Talk, window: OpenWindow) -> None:
    page = window(talk.reader)
    page.goto(f"{talk.address}p26/")
    stops = {}
    while at := next_stop(page):
        stops[at] = page.evaluate(OUTLINE)
    assert "Post reply" in stops
    assert [at for at, marked in stops.items() if not marked] == []


def tab_to(page: Page, name: str) -> None:
    for _ in range(MOST_TABS):
        if next_stop(page) == name:
            return
    raise AssertionError(f'Tab does not lead to "{name}".')


def next_stop(page: Page) -> str:
    """Press Tab; say where it led, "" where the page was at its end."""
    page.keyboard.press("Tab")
    return "" if page.evaluate("document.activeElement === document.body") else str(page.evaluate(FOCUSED))
