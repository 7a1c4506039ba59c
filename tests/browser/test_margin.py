"""The talk on a passage opens beside the text: same address, same words, and the keyboard follows."""

import re

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import OpenWindow
from tests.browser.talk import Talk

pytestmark = pytest.mark.browser


def fail_in_part(route: Route) -> None:
    if "hx-request" in route.request.headers:
        route.fulfill(status=500)
    else:
        route.continue_()


def test_talk_opens_beside_the_text_at_the_address_of_the_passage(talk: Talk, window: OpenWindow) -> None:
    mine = window()
    mine.goto(talk.address)
    pill = mine.locator('a.talk[data-pill="p26"]')
    pill.scroll_into_view_if_needed()
    before = mine.evaluate("scrollY")
    pill.click()
    heading = mine.get_by_role("heading", name="Replies to paragraph 26")
    expect(heading).to_be_focused()
    expect(mine).to_have_url(re.compile(r"/p26/$"))
    expect(mine.locator(f"#post-{talk.published.pk}")).to_be_visible()
    assert mine.evaluate("scrollY") == before
    text, beside = mine.locator("#p26").bounding_box(), mine.locator("#page-margin").bounding_box()
    assert text
    assert beside
    assert beside["x"] >= text["x"] + text["width"]

    mine.keyboard.press("Escape")
    expect(pill).to_be_focused()
    expect(mine.locator("#page-margin")).to_be_hidden()
    assert mine.url.endswith(talk.address)


def test_back_forward_and_reload_bring_back_what_was_open(talk: Talk, window: OpenWindow) -> None:
    mine = window()
    mine.goto(talk.address)
    shown = mine.locator("#page-margin .panel h2").first
    mine.locator('a.talk[data-pill="p26"]').click()
    expect(shown).to_have_text("Replies to paragraph 26")
    mine.locator('a.talk[data-pill="p27"]').click()
    expect(shown).to_have_text("Replies to paragraph 27")
    mine.go_back()
    expect(shown).to_have_text("Replies to paragraph 26")
    mine.go_back()
    expect(mine.locator("#page-margin")).to_be_hidden()
    mine.go_forward()
    expect(shown).to_have_text("Replies to paragraph 26")
    mine.reload()
    expect(shown).to_have_text("Replies to paragraph 26")
    expect(mine).to_have_url(re.compile(r"/p26/$"))
    expect(mine.locator("#p1")).to_be_attached()  # The whole text is there, not the page of the passage.
    expect(mine.locator("#p26")).to_be_in_viewport()
    mine.go_back()
    expect(mine.locator("#page-margin")).to_be_hidden()


def test_on_a_narrow_window_the_talk_opens_below_its_passage(talk: Talk, window: OpenWindow) -> None:
    mine = window(viewport={"width": 400, "height": 800})
    mine.goto(talk.address)
    mine.locator('a.talk[data-pill="p27"]').click()
    expect(mine.locator("#p27 + #page-margin .panel")).to_be_visible()
    field = mine.locator("#page-margin").get_by_label("Your reply")
    expect(field).to_be_focused()
    field.fill("Half a thought")
    mine.set_viewport_size({"width": 1440, "height": 900})
    expect(mine.locator(".page > #page-margin")).to_be_visible()
    expect(field).to_have_value("Half a thought")
    expect(field).to_be_focused()
    mine.set_viewport_size({"width": 400, "height": 800})
    mine.locator('a.talk[data-pill="n7"]').click()
    expect(mine.locator("#n7 #page-margin .panel")).to_be_visible()
    mine.get_by_role("link", name="Close").click()
    expect(mine.locator('a.talk[data-pill="n7"]')).to_be_focused()


def test_where_the_part_cannot_be_had_the_page_of_the_passage_comes(talk: Talk, window: OpenWindow) -> None:
    mine = window()
    mine.goto(talk.address)
    mine.route(
        "**/p26/",
        lambda route: route.fulfill(status=500) if route.request.headers.get("hx-request") else route.continue_(),
    )
    mine.locator('a.talk[data-pill="p26"]').click()
    expect(mine.get_by_role("heading", name="Paragraph 26", exact=True)).to_be_visible()
