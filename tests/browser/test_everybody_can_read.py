"""Axe finds nothing on any page; no page is wider than its window; answers are lists in lists."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from accounts.models import User
from tests.browser import pages
from tests.browser.conftest import OpenWindow
from tests.browser.talk import Talk

pytestmark = pytest.mark.browser

LOOKS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light", "size": {"width": 1440, "height": 900}},
    "dark": {"color_scheme": "dark", "size": {"width": 1440, "height": 900}},
    "phone": {"color_scheme": "light", "size": {"width": 390, "height": 844}},
}
# 640 px is a window of 1280 px at 200 %.
NARROW = (320, 640)
# Rules for what a look can change; all others are asked once. The size of what is tapped is WCAG 2.2, which axe does
# not ask of itself.
ALL_RULES: dict[str, Any] = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
OF_A_LOOK = "color-contrast link-in-text-block scrollable-region-focusable target-size".split()
PEOPLE: dict[str, tuple[Callable[[Talk], list[str]], Callable[[Talk], User | None]]] = {
    "anonymous": (pages.strangers, lambda _: None),
    "member": (pages.members_only, lambda talk: talk.reader),
    "newcomer": (pages.newcomers, lambda talk: talk.newcomer),
}
WIDER_THAN_THE_WINDOW = """() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    return [...document.body.querySelectorAll("*")]
        .filter((element) => element.getBoundingClientRect().right > width + 1)
        .map((element) => `${element.tagName}.${element.className}`).slice(0, 10);
}"""


@pytest.mark.parametrize("who", PEOPLE)
def test_axe_finds_nothing(who: str, talk: Talk, window: OpenWindow) -> None:
    addresses, person = PEOPLE[who]
    page = window(person(talk))
    found = []
    for address in addresses(talk):
        page.goto(address)
        found += [f"{address} {fault}" for look in LOOKS for fault in faults(page, look)]
    assert found == []


def faults(page: Page, look: str) -> list[str]:
    page.emulate_media(color_scheme=LOOKS[look]["color_scheme"])
    page.set_viewport_size(LOOKS[look]["size"])
    rules = ALL_RULES if look == "light" else {**ALL_RULES, "runOnly": {"type": "rule", "values": OF_A_LOOK}}
    found = Axe().run(page, options=rules).response["violations"]
    return [f"({look}) {fault['id']}: {node['target']} {node['html']}" for fault in found for node in fault["nodes"]]


@pytest.mark.parametrize("who", PEOPLE)
def test_no_page_is_scrolled_sideways(who: str, talk: Talk, window: OpenWindow) -> None:
    addresses, person = PEOPLE[who]
    page = window(person(talk))
    wide = {}
    for address in addresses(talk):
        page.goto(address)
        for width in NARROW:
            page.set_viewport_size({"width": width, "height": 640})
            if over := page.evaluate(WIDER_THAN_THE_WINDOW):
                wide[address, width] = over
    assert wide == {}


def test_an_answer_is_a_list_in_the_item_of_what_it_answers(talk: Talk, window: OpenWindow) -> None:
    page = window()
    page.goto(f"{talk.address}p26/")
    post = page.locator(f"li:has(> #post-{talk.published.pk})")
    answer = page.locator(f"#post-{talk.removed.pk}")
    assert post.locator("> ol > li > article").first.get_attribute("id") == answer.get_attribute("id")
    assert page.locator(".posts ol ol").count() > 0
    spoken = page.locator("ol.posts").aria_snapshot()
    assert "- list:" in spoken.split("- listitem:", 1)[1]
