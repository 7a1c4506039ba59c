"""Axe finds nothing in what opens on a page, either: the talk beside the text, notes, forms with faults, dialogs."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenWindow
from tests.browser.talk import Talk
from tests.browser.test_everybody_can_read import ALL, ALL_RULES, STILL, violations
from tests.browser.width import sticking_out

pytestmark = pytest.mark.browser


def panel_open(page: Page) -> None:
    page.locator('a.talk[data-pill="p26"]').click()
    expect(page.locator("#page-margin .panel h2").first).to_be_focused()


def composer_with_error(page: Page) -> None:
    panel_open(page)
    page.locator("#page-margin").get_by_role("button", name="Post reply").click()
    expect(page.get_by_text("Write something first.")).to_be_visible()


def composer_with_preview(page: Page) -> None:
    panel_open(page)
    page.locator("#page-margin").get_by_label("Your reply").fill("> Some\n\n*words*")
    page.locator("#page-margin").get_by_role("button", name="Preview").click()
    expect(page.get_by_role("region", name="Preview: this is not posted yet")).to_be_visible()


def answer_in_place(page: Page) -> None:
    panel_open(page)
    page.locator("#page-margin article .acts").first.get_by_role("link", name="Quote").click()
    expect(page.locator("#page-margin li > form.compose")).to_be_visible()


def note_open(page: Page) -> None:
    page.evaluate("document.querySelector('.page').classList.add('has-panel')")  # No room beside the text.
    page.locator("#c7").scroll_into_view_if_needed()
    page.locator("#c7").click()
    expect(page.locator(":popover-open")).to_be_visible()


def choices_open(page: Page) -> None:
    page.get_by_role("button", name="Display").click()
    expect(page.locator(":popover-open")).to_be_visible()


def talk_hidden(page: Page) -> None:
    choices_open(page)
    page.keyboard.press("Escape")
    page.evaluate("document.documentElement.dataset.talk = 'hidden'")


def words_selected(page: Page) -> None:
    page.evaluate("getSelection().selectAllChildren(document.querySelector('#p26 > .words p'))")
    expect(page.get_by_role("button", name="Reply to the beginning of these words")).to_be_visible()


def keys_shown(page: Page) -> None:
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()


STATES: list[Callable[[Page], None]] = [
    panel_open,
    composer_with_error,
    composer_with_preview,
    answer_in_place,
    note_open,
    choices_open,
    talk_hidden,
    words_selected,
    keys_shown,
]


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 400)])
def test_axe_finds_nothing_in_what_opens_on_the_reading_page(
    scheme: str, width: int, talk: Talk, window: OpenWindow
) -> None:
    page = window(talk.reader, color_scheme=scheme, viewport={"width": width, "height": 900})
    page.add_init_script(STILL)
    page.add_init_script(Axe().axe_script)
    found = {}
    for state in STATES:
        page.goto(talk.address)
        page.evaluate("localStorage.clear()")
        state(page)
        faults = violations(page, ALL, ALL_RULES) + sticking_out(page, width)
        found[state.__name__] = faults
    assert {state: faults for state, faults in found.items() if faults} == {}
