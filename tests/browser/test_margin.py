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


@pytest.mark.parametrize("file", ["htmx", "talk"])
def test_without_what_it_needs_the_page_of_the_passage_comes_and_stays(
    file: str, talk: Talk, window: OpenWindow
) -> None:
    mine = window()
    mine.route(f"**/{file}*.js", lambda route: route.abort())
    mine.goto(talk.address)
    loads: list[str] = []
    mine.on("load", lambda _: loads.append(mine.url))
    mine.locator('a.talk[data-pill="p26"]').click()
    expect(mine.get_by_role("heading", name="Paragraph 26", exact=True)).to_be_visible()
    mine.wait_for_load_state()
    mine.reload()
    expect(mine.get_by_role("heading", name="Paragraph 26", exact=True)).to_be_visible()
    mine.wait_for_load_state()
    assert len(loads) == 2


def test_a_reload_brings_back_what_the_address_chose_wherever_a_link_within_the_page_led(
    talk: Talk, window: OpenWindow
) -> None:
    mine = window()
    mine.goto(f"{talk.address}?sort=newest")
    mine.locator('a.talk[data-pill="p26"]').click()
    shown = mine.locator("#page-margin .panel h2").first
    expect(shown).to_be_focused()
    mine.evaluate("location.hash = 'p5'")
    mine.reload()
    expect(shown).to_have_text("Replies to paragraph 26")
    expect(mine.locator("#p5")).to_be_attached()
    mine.keyboard.press("Escape")
    expect(mine).to_have_url(re.compile(rf"{talk.address}\?sort=newest$"))
    order = mine.get_by_role("region", name="Discussion").locator(".order [aria-current]")
    expect(order).to_have_text("Newest first")


def test_what_was_kept_of_one_text_opens_nothing_in_another(talk: Talk, window: OpenWindow) -> None:
    mine = window()
    mine.goto("/")
    mine.evaluate("sessionStorage.setItem('beside', JSON.stringify({path: '/essays/another/p27/', query: ''}))")
    mine.goto(talk.address)
    mine.locator('a.talk[data-pill="p26"]').click()
    expect(mine.locator("#page-margin .panel h2").first).to_have_text("Replies to paragraph 26")
    assert mine.evaluate("sessionStorage.getItem('beside')") is None


def test_arrows_lead_from_one_place_with_talk_to_the_next(talk: Talk, window: OpenWindow) -> None:
    mine = window()
    mine.goto(talk.address)
    mine.locator('a.talk[data-pill="p26"]').click()
    shown = mine.locator("#page-margin .panel h2").first
    mine.get_by_role("button", name="Next passage with talk").click()
    expect(shown).to_have_text("Replies to paragraph 40")
    mine.get_by_role("button", name="Passage with talk before it").click()
    expect(shown).to_have_text("Replies to paragraph 26")


def test_words_are_for_the_form_of_their_own_passage(talk: Talk, window: OpenWindow) -> None:
    mine = window()
    mine.goto(talk.address)
    mine.evaluate(
        """() => {
            const quote = { exact: "Trotsky", prefix: "", suffix: "" };
            document.dispatchEvent(new CustomEvent("passage:open", { detail: { ref: "p26", quote } }));
            document.querySelector('a.talk[data-pill="p27"]').click();
        }"""
    )
    panel = mine.locator("#page-margin .panel")
    expect(panel.locator("h2").first).to_have_text("Replies to paragraph 27")
    expect(panel.get_by_label("Your reply")).to_be_focused()
    expect(panel.locator("[name=quote]")).to_have_value("")


def test_where_one_module_cannot_be_had_the_others_work(talk: Talk, window: OpenWindow) -> None:
    mine = window()
    mine.route("**/contents*.js", lambda route: route.abort())
    mine.goto(talk.address)
    mine.locator('a.talk[data-pill="p26"]').click()
    expect(mine.locator("#page-margin .panel h2").first).to_have_text("Replies to paragraph 26")
