"""The contents list: beside the text where there is room, folded above it where there is none, and there once."""

import re

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from tests.browser.conftest import OpenWindow
from tests.browser.talk import Talk

pytestmark = pytest.mark.browser

WIDE = {"width": 1440, "height": 900}
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
