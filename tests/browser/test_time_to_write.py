"""Who comes back to a draft has not written it in no time."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenWindow
from tests.browser.talk import Talk
from tests.browser.test_drafts import KEPT, reply, typed

pytestmark = pytest.mark.browser


def opened(mine: Page) -> str:
    return mine.locator("form.compose [name=opened]").input_value()


def test_a_draft_keeps_when_its_form_was_opened(talk: Talk, window: OpenWindow) -> None:
    mine, here = window(talk.reader), f"{talk.address}p30/reply/"
    typed(mine, here, "Some words.")
    first = opened(mine)
    mine.goto(here)
    expect(mine.get_by_text(KEPT)).to_be_visible()
    expect(reply(mine)).to_have_value("Some words.")
    assert opened(mine) == first


def test_nobody_comes_upon_the_field_that_is_a_trap(talk: Talk, window: OpenWindow) -> None:
    mine = window(talk.reader)
    mine.goto(f"{talk.address}p30/reply/")
    trap = mine.locator("[name=homepage]")
    box = trap.bounding_box()
    assert box
    seen = mine.evaluate("([x, y]) => document.elementFromPoint(x, y)?.name", [box["x"] + 1, box["y"] + 1])
    assert seen != "homepage"
    expect(mine.get_by_role("textbox", name="Leave this empty")).to_have_count(0)
    stops = set()
    for _ in range(30):
        mine.keyboard.press("Tab")
        stops.add(mine.evaluate("document.activeElement.name"))
    assert "source" in stops
    assert "homepage" not in stops
