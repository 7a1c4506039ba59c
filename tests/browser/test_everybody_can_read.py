"""Axe finds nothing on any page; no page is wider than its window; answers are lists in lists."""

import json
from collections.abc import Callable, Iterator
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize, expect

from accounts.models import User
from forum.drafts import save
from tests.browser import pages
from tests.browser.conftest import OpenWindow
from tests.browser.talk import Talk
from tests.browser.width import sticking_out

pytestmark = pytest.mark.browser

Corner = tuple[Literal["light", "dark"], ViewportSize]

DESK, PHONE = ViewportSize(width=1440, height=900), ViewportSize(width=390, height=844)
# Each page is looked at in opposite corners: light on a desk, dark on a telephone. The colours do not come from the
# width; where other things are shown at another width, on the reading page, all four corners are looked at.
OPPOSITE: list[Corner] = [("light", DESK), ("dark", PHONE)]
ALL_CORNERS: list[Corner] = [*OPPOSITE, ("light", PHONE), ("dark", DESK)]
# 640 px is a window of 1280 px at 200 %.
NARROW = (320, 640)
# Rules for what a look can change; all others are asked once. The size of what is tapped is WCAG 2.2, which axe does
# not ask of itself.
ALL_RULES: dict[str, Any] = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
OF_A_LOOK = "color-contrast link-in-text-block scrollable-region-focusable target-size".split()
RULES_OF_A_LOOK = {**ALL_RULES, "runOnly": {"type": "rule", "values": OF_A_LOOK}}
# What is asked about in the admin is what we put there; the frame is Django's.
ALL, OURS_IN_THE_ADMIN = "html", "[class*='field-'], .desk #content, .queue"
PEOPLE: dict[str, tuple[Callable[[Talk], list[str]], Callable[[Talk], User | None], str]] = {
    "anonymous": (pages.strangers, lambda _: None, ALL),
    "member": (pages.members_only, lambda talk: talk.reader, ALL),
    "newcomer": (pages.newcomers, lambda talk: talk.newcomer, ALL),
    "moderator": (pages.queue, lambda talk: talk.moderator, OURS_IN_THE_ADMIN),
    "desk": (pages.desk, lambda talk: talk.moderator, OURS_IN_THE_ADMIN),
}
# A colour on its way from one scheme to the other is neither.
STILL = """{
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("*, ::before, ::after { transition: none !important }");
    document.adoptedStyleSheets.push(sheet);
}"""


@pytest.mark.parametrize("who", PEOPLE)
def test_axe_finds_nothing_and_no_page_is_scrolled_sideways(who: str, talk: Talk, window: OpenWindow) -> None:
    addresses, person, part = PEOPLE[who]
    page = window(person(talk))
    page.add_init_script(STILL)
    page.add_init_script(Axe().axe_script)
    found = {}
    for address in addresses(talk):
        page.goto(address)
        found[address] = list(faults(page, part, ALL_CORNERS if address == talk.address else OPPOSITE))
    assert {address: of_page for address, of_page in found.items() if of_page} == {}


def faults(page: Page, part: str, corners: list[Corner]) -> Iterator[str]:
    """All rules on the page as it comes, then what a look can change, with everything unfolded."""
    rules = ALL_RULES
    for scheme, size in corners:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size(size)
        yield from (f"({scheme}, {size['width']} px) {fault}" for fault in violations(page, part, rules))
        page.locator("details").evaluate_all("all => all.forEach((one) => { one.open = true })")
        rules = RULES_OF_A_LOOK
    for width in NARROW:
        yield from (f"({width} px) sticks out: {what}" for what in sticking_out(page, width))


def violations(page: Page, part: str, rules: dict[str, Any]) -> list[str]:
    # Only what is wrong is brought over: a list of all that is right takes longer than to find it.
    found = page.evaluate(f"axe.run({json.dumps(part)}, {json.dumps(rules)}).then((results) => results.violations)")
    return [f"{fault['id']}: {node['target']} {node['html']}" for fault in found for node in fault["nodes"]]


def test_an_answer_is_a_list_in_the_item_of_what_it_answers(talk: Talk, window: OpenWindow) -> None:
    page = window()
    page.goto(f"{talk.address}p26/")
    post = page.locator(f"li:has(> #post-{talk.published.pk})")
    answer = page.locator(f"#post-{talk.removed.pk}")
    assert post.locator("> details > ol > li > article").first.get_attribute("id") == answer.get_attribute("id")
    assert page.locator(".posts li li li").count() > 0
    spoken = page.locator("ol.posts").aria_snapshot()
    assert "- list:" in spoken.split("- listitem:", 1)[1]


def test_axe_finds_nothing_on_a_page_of_drafts(talk: Talk, window: OpenWindow) -> None:
    """One to go on with, one of a discussion, and one whose place is gone."""
    words = {"title": "A title", "source": "Words that go on.", "quote": "Words of another."}
    for path in (f"{talk.address}p1/reply/", "/discussions/new/", "/posts/999999/reply/"):
        save(talk.reader, path, words, "")
    page = window(talk.reader)
    page.add_init_script(STILL)
    page.add_init_script(Axe().axe_script)
    page.goto("/drafts/")
    expect(page.locator("li.line")).to_have_count(3)
    assert list(faults(page, ALL, OPPOSITE)) == []
