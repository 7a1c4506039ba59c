"""Letters lead through the talk, a question mark says which, and they can be turned off."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenWindow
from tests.browser.talk import Talk, say

pytestmark = pytest.mark.browser


def test_n_and_p_go_from_one_place_with_talk_to_the_next(talk: Talk, window: OpenWindow) -> None:
    for ref in ("p3", "p40"):
        say(talk.thread, talk.reader, talk.moderator, "Here as well.", anchor=talk.essay.passages.get(ref=ref))
    mine = window()
    mine.goto(talk.address)
    pills = {ref: mine.locator(f'a.talk[data-pill="{ref}"]') for ref in ("p3", "p26", "p40", "n7")}
    for key, ref in [("n", "p3"), ("n", "p26"), ("n", "p40"), ("p", "p26")]:
        mine.keyboard.press(key)
        expect(pills[ref]).to_be_focused()
        expect(pills[ref]).to_be_in_viewport()

    mine.keyboard.press("Enter")
    title = mine.locator("#page-margin .panel h2").first
    expect(title).to_have_text("Replies to paragraph 26")
    mine.keyboard.press("n")
    expect(title).to_have_text("Replies to paragraph 40")
    mine.keyboard.press("n")
    expect(title).to_have_text("Replies to note 7")
    mine.keyboard.press("n")  # There is none after it.
    expect(title).to_have_text("Replies to note 7")


def test_the_keys_are_shown_and_can_be_turned_off(talk: Talk, window: OpenWindow) -> None:
    mine = window()
    mine.goto(talk.address)
    mine.keyboard.press("?")
    keys = mine.get_by_role("dialog", name="Keys")
    expect(keys).to_contain_text("Next passage with talk")
    keys.get_by_label("Use the keys that are single letters").uncheck()
    mine.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    pill = mine.locator('a.talk[data-pill="p26"]')
    mine.keyboard.press("n")
    expect(pill).not_to_be_focused()
    mine.reload()
    mine.keyboard.press("n")
    expect(pill).not_to_be_focused()
    mine.get_by_role("button", name="Keys").click()
    keys.get_by_label("Use the keys that are single letters").check()
    keys.get_by_role("button", name="Close").click()
    mine.keyboard.press("p")  # From the foot of the page.
    expect(mine.locator('a.talk[data-pill="n7"]')).to_be_focused()


def test_what_is_typed_is_not_taken_for_a_key(talk: Talk, window: OpenWindow) -> None:
    mine = window()
    mine.goto(talk.address)
    field = mine.get_by_label("Your reply")
    field.press_sequentially("nap?")
    expect(field).to_have_value("nap?")
    expect(mine.get_by_role("dialog")).to_have_count(0)
