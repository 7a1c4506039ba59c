"""A note is read where it is called: over the text, or beside the line where there is room."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from tests.browser.conftest import OpenWindow
from tests.browser.talk import Talk

pytestmark = pytest.mark.browser

NARROW = ViewportSize(width=1000, height=700)
PHONE = ViewportSize(width=320, height=640)
LAPTOP = ViewportSize(width=1200, height=700)
WIDE = ViewportSize(width=1440, height=900)
ZOOMED = ViewportSize(width=320, height=256)  # 1280 px at 400 %.
SHORT, LONG = "#c7", "#c13"
MEMOIRS = "Memoirs, p. 114."
NOTES = 21
OFF_SCREEN = """() => {
    const off = [];
    for (const call of document.querySelectorAll(".call a[id]")) {
        for (const block of ["start", "center", "end"]) {
            call.scrollIntoView({ block, behavior: "instant" });
            call.click();
            const shown = document.querySelector(".footnote");
            const { top, bottom, left, right } = shown.getBoundingClientRect();
            const [width, height] = [document.documentElement.clientWidth, innerHeight];
            const at = call.getBoundingClientRect();
            const covers = height > 300 && top < at.bottom && bottom > at.top;
            if (top < 0 || left < 0 || bottom > height || right > width || covers || !shown.matches(":popover-open"))
                off.push([call.id, block, top, bottom, left, right]);
            shown.querySelector("button").click();
        }
    }
    return off;
}"""
BOXES = """(selector) => [...document.querySelectorAll(selector)].map((one) => {
    const { top, bottom, left, right } = one.getBoundingClientRect();
    return { top: top + scrollY, bottom: bottom + scrollY, left, right };
})"""
COUNT_SHIFTS = """window.shifts = 0;
new PerformanceObserver((list) => { for (const one of list.getEntries()) window.shifts += one.value })
    .observe({ type: "layout-shift", buffered: true });"""
TWICE = """() => {
    const ids = [...document.querySelectorAll("[id]")].map((one) => one.id);
    return ids.filter((id, index) => ids.indexOf(id) !== index);
}"""


def note(page: Page, number: int) -> Locator:
    return page.get_by_role("dialog", name=f"Note {number}", exact=True)


def test_a_note_comes_and_goes_with_the_pointer(talk: Talk, window: OpenWindow) -> None:
    page = window(viewport=NARROW)
    page.clock.install(time=0)
    page.goto(talk.address)
    page.clock.pause_at(60_000)
    page.locator(SHORT).hover()
    page.clock.run_for(150)  # Passing over it is not asking for it.
    expect(page.locator(".footnote")).to_have_count(0)
    page.clock.run_for(100)
    expect(note(page, 7)).to_contain_text(MEMOIRS)
    assert page.evaluate(TWICE) == []
    page.mouse.move(5, 5)
    page.clock.run_for(200)
    expect(note(page, 7)).to_be_visible()
    note(page, 7).get_by_text(MEMOIRS).hover()
    page.clock.run_for(1000)
    expect(note(page, 7)).to_be_visible()
    page.mouse.move(5, 5)
    page.clock.run_for(400)
    expect(note(page, 7)).to_be_hidden()

    page.locator(SHORT).hover()
    page.clock.run_for(250)
    expect(note(page, 7)).to_be_visible()
    page.keyboard.press("Escape")  # Without moving the pointer.
    expect(note(page, 7)).to_be_hidden()

    page.mouse.move(5, 5)
    page.locator(SHORT).hover()
    page.clock.run_for(250)
    page.locator(SHORT).click()
    expect(note(page, 7)).to_be_focused()
    page.keyboard.press("Escape")  # Back to the call, which had no focus when its note came.
    expect(page.locator(SHORT)).to_be_focused()


def test_a_click_keeps_a_note_until_it_is_sent_away(talk: Talk, window: OpenWindow) -> None:
    page = window(viewport=NARROW)
    page.goto(talk.address)
    page.locator(SHORT).click()
    expect(note(page, 7)).to_be_focused()
    page.mouse.move(5, 5)
    page.locator(SHORT).click()
    expect(note(page, 7)).to_be_hidden()
    page.mouse.move(5, 5)
    page.locator(SHORT).click()
    page.locator("#p22 .words").click(position={"x": 60, "y": 60})
    expect(note(page, 7)).to_be_hidden()
    page.locator(SHORT).click()
    page.evaluate("scrollBy({ top: 40, behavior: 'instant' })")
    expect(note(page, 7)).to_be_visible()
    page.evaluate("scrollBy({ top: 2000, behavior: 'instant' })")
    expect(note(page, 7)).to_be_hidden()

    page.locator("#c6").click()
    expect(note(page, 6)).to_contain_text("This note is missing from the source.")
    assert page.url.endswith(talk.address)
    note(page, 6).get_by_role("link", name="Note 6", exact=True).click()
    expect(page).to_have_url(re.compile("#n6$"))
    expect(note(page, 6)).to_be_hidden()
    expect(page.locator("#n6")).to_be_in_viewport()

    page.locator(SHORT).click()
    note(page, 7).get_by_role("link", name="1 reply to note 7").click()
    expect(page.locator("#page-margin")).to_contain_text("On a note.")
    expect(note(page, 7)).to_be_hidden()


def test_the_keyboard_goes_into_a_note_and_back(talk: Talk, window: OpenWindow) -> None:
    page = window(viewport=NARROW)
    page.goto(talk.address)
    page.locator("#c6").focus()
    page.keyboard.press("Tab")
    while not page.locator(SHORT).evaluate("call => call === document.activeElement"):
        page.keyboard.press("Tab")
    expect(page.locator(SHORT)).to_be_focused()
    expect(page.locator(SHORT)).to_have_accessible_description(MEMOIRS)
    expect(note(page, 7)).to_be_visible()
    page.mouse.move(5, 5)
    page.keyboard.press("Enter")
    expect(note(page, 7)).to_be_focused()
    expect(page.locator(SHORT)).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Tab")
    expect(note(page, 7).get_by_role("link", name="Note 7", exact=True)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(SHORT)).to_be_focused()
    expect(page.locator(SHORT)).to_have_attribute("aria-expanded", "false")
    expect(page.locator(":popover-open")).to_have_count(0)

    page.keyboard.press("Enter")
    expect(note(page, 7)).to_be_focused()
    note(page, 7).get_by_role("button", name="Close").press("Tab")
    expect(page.locator(":popover-open")).to_have_count(0)
    page.get_by_role("link", name="Back to the call of note 7").press("Enter")
    expect(page.locator(SHORT)).to_be_focused()
    expect(page.locator(":popover-open")).to_have_count(0)  # Who comes back from it has read it.
    page.locator("#c9").focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(note(page, 9)).to_be_visible()
    page.keyboard.press("Tab")
    expect(note(page, 10)).to_be_visible()
    expect(page.locator(":popover-open")).to_have_count(1)


def test_a_tap_opens_a_note_and_a_tap_elsewhere_closes_it(talk: Talk, window: OpenWindow) -> None:
    page = window(viewport=PHONE, has_touch=True, is_mobile=True)
    page.goto(talk.address)
    page.locator(SHORT).tap()
    expect(note(page, 7)).to_be_visible()
    page.locator(SHORT).tap()
    expect(note(page, 7)).to_be_hidden()
    page.locator(SHORT).tap()
    page.touchscreen.tap(160, 20)
    expect(note(page, 7)).to_be_hidden()


def test_a_note_is_on_the_screen_wherever_its_call_is(talk: Talk, window: OpenWindow) -> None:
    page = window()
    for viewport in (PHONE, ZOOMED, NARROW, WIDE):
        page.set_viewport_size(viewport)
        page.goto(talk.address)
        assert page.evaluate(OFF_SCREEN) == []
    page.set_viewport_size(PHONE)
    page.goto(f"{talk.address}p28/")
    assert page.evaluate(OFF_SCREEN) == []


def test_notes_stand_beside_their_lines_where_there_is_room(talk: Talk, window: OpenWindow) -> None:
    page = window(viewport=WIDE)
    page.add_init_script(COUNT_SHIFTS)
    page.goto(talk.address)
    sidenotes = page.locator(".sidenote")
    expect(sidenotes).to_have_count(NOTES)
    expect(sidenotes.filter(visible=True)).to_have_count(NOTES)
    assert_in_their_places(page)
    assert page.evaluate("() => new Promise((resolve) => requestAnimationFrame(() => resolve(window.shifts)))") < 0.001
    assert page.evaluate(TWICE) == []
    assert page.locator(".sidenotes[aria-hidden=true]").evaluate(
        "(layer) => [...layer.querySelectorAll('a, button, [tabindex]')].every((one) => one.tabIndex < 0)"
    )

    page.emulate_media(media="print")
    expect(sidenotes.filter(visible=True)).to_have_count(0)
    page.emulate_media(media="screen")
    page.evaluate("document.documentElement.dataset.talk = 'hidden'")
    expect(sidenotes.filter(visible=True)).to_have_count(NOTES)
    page.evaluate("document.documentElement.dataset.size = 'large'")
    assert_in_their_places(page)
    page.set_viewport_size(LAPTOP)
    page.get_by_role("navigation", name="Contents").get_by_text("Contents").click()  # It moves the text down.
    assert_in_their_places(page)
    page.evaluate("document.getElementById('p1').style.paddingBottom = '200px'")
    assert_in_their_places(page)
    page.set_viewport_size(NARROW)
    expect(sidenotes.filter(visible=True)).to_have_count(0)


def assert_in_their_places(page: Page) -> None:
    page.evaluate("() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))")
    shown, calls = boxes(page, ".sidenote"), boxes(page, ".text .para .call, .byline .call")
    edge = max(box["right"] for box in boxes(page, ".para .words, .para .talk"))
    assert all(box["left"] >= edge for box in shown)
    free = 0.0
    for box, call in zip(shown, calls, strict=True):
        assert box["top"] >= free
        assert abs(box["top"] - max(call["top"], free)) < 20  # Beside it, or right below the one before.
        free = box["bottom"]


def boxes(page: Page, selector: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate(BOXES, selector)
    return found


def test_a_call_points_at_its_sidenote(talk: Talk, window: OpenWindow) -> None:
    page = window(viewport=WIDE)
    page.clock.install(time=0)
    page.goto(talk.address)
    marked, shown = page.locator(".sidenote.now"), page.locator(":popover-open")
    expect(page.locator(".sidenote")).to_have_count(NOTES)
    page.clock.pause_at(60_000)
    page.locator(SHORT).hover()
    page.clock.run_for(1000)
    expect(marked).to_contain_text(MEMOIRS)
    expect(shown).to_have_count(0)
    page.clock.resume()
    before = page.evaluate("scrollY")
    page.locator(SHORT).click()
    assert page.evaluate("scrollY") == before
    assert page.url.endswith(talk.address)
    page.mouse.move(5, 5)
    expect(marked).to_contain_text(MEMOIRS)  # While the focus is on the call.
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    expect(marked).to_contain_text(MEMOIRS)
    expect(shown).to_have_count(0)
    page.keyboard.press("Enter")  # Nobody hears a sidenote.
    expect(note(page, 7)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(SHORT)).to_be_focused()

    page.locator(".sidenote.cut", has_text="I recalled").get_by_text("More").click()
    expect(note(page, 13)).to_contain_text("pp. 348-350")
    page.keyboard.press("Escape")
    page.locator(LONG).click()
    expect(note(page, 13)).to_be_focused()

    page.locator('a.talk[data-pill="p21"]').click()
    expect(page.locator(".sidenote").filter(visible=True)).to_have_count(0)
    page.locator(SHORT).hover()
    expect(note(page, 7)).to_contain_text(MEMOIRS)
    page.keyboard.press("Escape")
    expect(shown).to_have_count(0)
    expect(page.locator("#page-margin .panel")).to_be_visible()  # One key closes one thing.
    page.keyboard.press("Escape")
    expect(page.locator(".sidenote").filter(visible=True)).to_have_count(NOTES)
