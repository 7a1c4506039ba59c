"""The contents: beside the text where there is room, folded above it where there is none; they know where one reads."""

import re

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from tests.browser.conftest import OpenWindow
from tests.browser.talk import Talk

pytestmark = pytest.mark.browser

WIDE, LOW = ViewportSize(width=1440, height=900), ViewportSize(width=1440, height=400)
# A laptop, 1280 px at 200 %, and the narrowest telephone.
NARROW = [ViewportSize(width=width, height=height) for width, height in ((1100, 700), (640, 400), (320, 640))]


def contents(page: Page) -> Locator:
    return page.get_by_role("navigation", name="Contents")


def test_where_there_is_room_the_list_stands_beside_the_text(talk: Talk, window: OpenWindow) -> None:
    page = window(viewport=WIDE)
    page.goto(talk.address)
    expect(contents(page).get_by_role("link", name="Opening")).to_be_visible()
    expect(contents(page).get_by_text("Contents")).to_be_hidden()
    assert box(contents(page))["right"] <= box(page.locator(".reading"))["left"]
    assert_announced_once(page)


def test_where_there_is_no_room_the_list_unfolds_above_the_text(talk: Talk, window: OpenWindow) -> None:
    page = window(java_script_enabled=False)
    for viewport in NARROW:
        page.set_viewport_size(viewport)
        page.goto(talk.address)
        assert box(contents(page))["bottom"] <= box(page.get_by_role("heading", level=1))["top"]
        unfold_and_follow(page)
        assert_announced_once(page)


def test_the_section_that_is_being_read_is_marked(talk: Talk, window: OpenWindow) -> None:
    page = window(viewport=LOW)
    page.goto(talk.address)
    current = contents(page).locator("[aria-current=true]")
    expect(current).to_have_text("Opening")
    page.locator("#p26").evaluate("p26 => p26.scrollIntoView()")
    expect(current).to_have_text(re.compile("^Defeat, renewal and democracy"))
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(current).to_have_text(re.compile("^Discussion"))
    expect(current).to_be_in_viewport()  # The list is longer than the window, and follows.
    page.evaluate("scrollTo(0, 0)")
    expect(current).to_have_text("Opening")
    expect(current).to_be_in_viewport()


def test_the_last_section_is_marked_at_the_end_though_it_is_short(talk: Talk, window: OpenWindow) -> None:
    page = window(viewport={"width": 1440, "height": 1400})
    page.add_init_script("localStorage.setItem('display:talk', 'hidden')")
    page.goto(talk.address)
    current = contents(page).locator("[aria-current=true]")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(current).to_have_text(re.compile("^Discussion"))


def test_the_map_leads_to_each_paragraph_by_mouse_and_by_keyboard(talk: Talk, window: OpenWindow) -> None:
    page = window(viewport=WIDE)
    page.goto(talk.address)
    maps = contents(page).get_by_role("list", name="Talk on the paragraphs of")
    expect(maps).to_have_count(7)
    maps.get_by_role("link", name="Paragraph 26, 13 replies").click()
    expect(page).to_have_url(re.compile("#p26$"))
    expect(page.locator("#p26")).to_be_in_viewport()

    contents(page).get_by_role("link", name="Opening", exact=True).focus()
    page.keyboard.press("Tab")
    expect(maps.get_by_role("link", name="Paragraph 1, no replies")).to_be_focused()
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft"):
        page.keyboard.press(key)
    second = maps.get_by_role("link", name="Paragraph 2, no replies")
    expect(second).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#p2$"))
    second.focus()
    page.keyboard.press("Tab")  # One stop for a section.
    expect(contents(page).get_by_role("link", name="Our contemporary", exact=True)).to_be_focused()


def unfold_and_follow(page: Page) -> None:
    notes = contents(page).get_by_role("link", name="Notes")
    expect(notes).to_be_hidden()
    contents(page).get_by_text("Contents").click()
    notes.click()
    expect(page).to_have_url(re.compile("#page-notes$"))
    expect(page.get_by_role("heading", name="Notes", exact=True)).to_be_in_viewport()


def assert_announced_once(page: Page) -> None:
    expect(contents(page)).to_have_count(1)
    expect(page.get_by_role("link", name="Opening", exact=True)).to_have_count(1)


def box(place: Locator) -> dict[str, float]:
    found: dict[str, float] = place.evaluate("place => place.getBoundingClientRect().toJSON()")
    return found
