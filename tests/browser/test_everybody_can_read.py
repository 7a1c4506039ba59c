"""Axe finds nothing on any page; no page is wider than its window; answers are lists in lists."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser import pages
from tests.browser.conftest import OpenWindow
from tests.browser.talk import Talk

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
LOOKS: dict[str, dict[str, Any]] = {
    "desktop": {"viewport": {"width": 1440, "height": 900}},
    "phone": PHONE,
    "dark": {"viewport": {"width": 1440, "height": 900}, "color_scheme": "dark"},
    "dark phone": {**PHONE, "color_scheme": "dark"},
}
NARROW = {
    "320 px": {"viewport": {"width": 320, "height": 640}},
    "200 %": {"viewport": {"width": 640, "height": 450}, "device_scale_factor": 2},
}
# What axe checks beside WCAG 2.2 A and AA is advice, and taken.
RULES = {"resultTypes": ["violations"]}


def faults(page: Page) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{fault['id']}: {node['target']} {node['html'][:120]}" for fault in found for node in fault["nodes"]]


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing(look: str, talk: Talk, window: OpenWindow) -> None:
    found = {}
    for user, addresses in everybody(talk):
        page = window(user, **LOOKS[look])
        for address in addresses:
            page.goto(address)
            if wrong := faults(page):
                found[address] = wrong
    assert found == {}


@pytest.mark.parametrize("width", NARROW)
def test_no_page_is_scrolled_sideways(width: str, talk: Talk, window: OpenWindow) -> None:
    wide = {}
    for user, addresses in everybody(talk):
        page = window(user, **NARROW[width])
        for address in addresses:
            page.goto(address)
            if over := page.evaluate(WIDER_THAN_THE_WINDOW):
                wide[address] = over
    assert wide == {}


WIDER_THAN_THE_WINDOW = """() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    return [...document.body.querySelectorAll("*")]
        .filter((element) => element.getBoundingClientRect().right > width + 1)
        .map((element) => `${element.tagName}.${element.className}`).slice(0, 10);
}"""


def everybody(talk: Talk) -> list[tuple[Any, list[str]]]:
    return [(None, pages.strangers(talk)), (talk.reader, pages.members(talk)), (talk.newcomer, pages.newcomers(talk))]


def test_an_answer_is_a_list_in_the_item_of_what_it_answers(talk: Talk, window: OpenWindow) -> None:
    page = window()
    page.goto(f"{talk.address}p26/")
    post = page.locator(f"li:has(> #post-{talk.published.pk})")
    answer = page.locator(f"#post-{talk.removed.pk}")
    assert post.locator("> ol > li > article").first.get_attribute("id") == answer.get_attribute("id")
    assert page.locator(".posts ol ol").count() > 0
    spoken = page.locator("ol.posts").aria_snapshot()
    assert "- list:" in spoken.split("- listitem:", 1)[1]
