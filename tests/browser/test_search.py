"""The box of the search suggests, and is a box without it."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenWindow
from tests.browser.talk import Talk

pytestmark = pytest.mark.browser


def test_suggestions_are_walked_through_by_keyboard(talk: Talk, window: OpenWindow) -> None:
    mine = window()
    mine.goto(talk.address)
    mine.get_by_role("navigation", name="Site").get_by_role("link", name="Search").click()
    box = mine.get_by_role("combobox")
    box.press_sequentially("revoluti")
    options = mine.get_by_role("option")
    expect(options.first).to_contain_text("revolution")
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", options.first.get_attribute("id") or "")
    box.press("Escape")
    expect(options.first).to_be_hidden()
    expect(box).to_have_value("revoluti")
    box.press_sequentially("o")
    expect(options.first).to_be_visible()
    box.press("ArrowDown")
    box.press("Enter")
    expect(mine).to_have_url(re.compile(r"/search/\?q=revolution"))
    expect(mine.locator("mark").first).to_have_text(re.compile("revolution", re.IGNORECASE))


def test_what_was_typed_is_searched_where_nothing_is_chosen(talk: Talk, window: OpenWindow) -> None:
    mine = window()
    mine.goto("/search/")
    box = mine.get_by_role("combobox")
    box.press_sequentially("serge")
    expect(mine.get_by_role("option").first).to_be_visible()
    box.press("Enter")
    expect(mine).to_have_url(re.compile(r"/search/\?q=serge$"))
    assert talk.thread.title in mine.content()


def test_it_works_without_javascript(talk: Talk, window: OpenWindow) -> None:
    mine = window(java_script_enabled=False)
    mine.goto("/search/")
    mine.get_by_role("searchbox").fill("serge in:notes")
    mine.get_by_role("button", name="Search", exact=True).click()
    expect(mine.locator("mark").first).to_have_text("Serge")
    assert talk.address in mine.content()


@pytest.mark.parametrize("width", [1440, 433, 400, 320])
def test_the_header_stays_one_row(talk: Talk, window: OpenWindow, width: int) -> None:
    mine = window(viewport={"width": width, "height": 800})
    mine.goto(talk.address)
    box = mine.locator("header.site").bounding_box()
    assert box
    assert box["height"] < 60
