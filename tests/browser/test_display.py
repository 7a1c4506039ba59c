"""How a page looks is the reader's choice, kept on the device and there before anything is drawn."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenWindow
from tests.browser.talk import Talk

pytestmark = pytest.mark.browser

# What is known of the choices when the first thing of the page's body is there, which is before anything is drawn.
KNOWN_FIRST = """new MutationObserver(() => {
    if (document.body && !window.knownFirst) window.knownFirst = { ...document.documentElement.dataset };
}).observe(document, { childList: true, subtree: true })"""
FORBIDDEN = """Object.defineProperty(window, "localStorage", {
    get() { throw new DOMException("", "SecurityError"); },
})"""
PAPER = "getComputedStyle(document.body).backgroundColor"
LETTERS = "parseFloat(getComputedStyle(document.querySelector('#p1 p')).fontSize)"
CHOICES = {"theme": "dark", "size": "largest", "talk": "hidden"}


def looks(page: Page) -> dict[str, str]:
    found: dict[str, str] = page.evaluate("({ ...document.documentElement.dataset })")
    return found


def test_choices_are_made_by_keyboard_kept_and_known_before_anything_is_drawn(talk: Talk, window: OpenWindow) -> None:
    page = window(color_scheme="light")
    page.add_init_script(KNOWN_FIRST)
    page.goto(talk.address)
    light, normal = page.evaluate(PAPER), page.evaluate(LETTERS)
    button = page.get_by_role("button", name="Display")
    button.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("As the system")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Dark")).to_be_checked()
    page.get_by_label("Largest").press("Space")
    page.get_by_role("group", name="Display").get_by_role("switch", name="Hide the talk").press("Space")
    assert page.evaluate(PAPER) != light
    assert page.evaluate(LETTERS) == normal * 1.25
    page.keyboard.press("Escape")
    expect(page.get_by_label("Dark")).to_be_hidden()
    expect(button).to_be_focused()

    page.reload()
    assert page.evaluate("window.knownFirst") == CHOICES
    page.route("**/js/page*.js", lambda route: route.abort())
    page.reload()
    assert looks(page) == CHOICES  # Without any module.
    assert page.evaluate(PAPER) != light


def test_another_window_follows(talk: Talk, window: OpenWindow) -> None:
    page = window()
    other = page.context.new_page()
    for one in (page, other):
        one.goto(talk.address)
    page.get_by_role("button", name="Display").click()
    page.get_by_label("Dark").check()
    expect(other.locator("html")).to_have_attribute("data-theme", "dark")
    other.get_by_role("button", name="Display").click()
    expect(other.get_by_label("Dark")).to_be_checked()


def test_hidden_talk_is_gone_beside_the_text_and_can_be_had_again(talk: Talk, window: OpenWindow) -> None:
    page = window()
    page.goto(talk.address)
    top = page.locator("#p26").evaluate("one => one.offsetTop")
    page.get_by_role("navigation", name="Contents").get_by_role("switch", name="Hide the talk").check()
    for part in ('[data-pill="p26"]', '[data-pill="n7"]', ".map >> nth=0", ".posts", "form.compose"):
        expect(page.locator(part)).to_be_hidden()
    assert page.locator("#p26").evaluate("one => one.offsetTop") == top  # The text stays where it is.
    expect(page.locator("#n7 .words")).to_be_visible()
    expect(page.get_by_text("The talk is hidden.")).to_be_visible()
    page.get_by_role("button", name="Show it").click()
    expect(page.locator(".posts")).to_be_visible()
    expect(page.get_by_role("heading", name="Discussion")).to_be_focused()
    expect(page.get_by_text("The talk is hidden.")).to_be_hidden()
    expect(page.get_by_role("switch", name="Hide the talk")).not_to_be_checked()
    page.reload()
    expect(page.locator(".posts")).to_be_visible()


def test_a_link_to_talk_shows_it_though_it_is_hidden(talk: Talk, window: OpenWindow) -> None:
    page = window()
    page.add_init_script("localStorage.setItem('display:talk', 'hidden')")
    page.goto(f"{talk.address}#page-talk")
    expect(page.locator(".posts")).to_be_visible()
    page.goto(talk.address)
    expect(page.locator(".posts")).to_be_hidden()
    page.get_by_role("link", name=re.compile("^Discussion · ")).click()
    expect(page.locator(".posts")).to_be_visible()
    expect(page.get_by_role("heading", name="Discussion")).to_be_in_viewport()
    page.goto(f"{talk.address}p26/")  # There is nothing but talk to come for.
    expect(page.locator(f"#post-{talk.published.pk}")).to_be_visible()


def test_where_nothing_may_be_kept_a_choice_lasts_as_long_as_the_page(talk: Talk, window: OpenWindow) -> None:
    page = window()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.add_init_script(FORBIDDEN)
    page.goto(talk.address)
    page.get_by_role("button", name="Display").click()
    page.get_by_label("Dark").check()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.get_by_label("Dark")).to_be_checked()
    assert errors == []


def test_without_javascript_no_choice_is_offered_that_cannot_be_made(talk: Talk, window: OpenWindow) -> None:
    page = window(java_script_enabled=False)
    page.goto(talk.address)
    expect(page.get_by_role("button", name="Display")).to_be_hidden()
    expect(page.get_by_role("switch")).to_be_hidden()
    expect(page.get_by_text("The talk is hidden.")).to_be_hidden()
