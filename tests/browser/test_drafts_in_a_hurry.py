"""Words are neither lost nor doubled where somebody is quicker than the site, or than the page itself."""

import re
from typing import Any

import pytest
from playwright.sync_api import APIResponse, Locator, Page, Route, expect

from essays.markup import MAX_SOURCE
from forum.models import Draft
from tests.browser.conftest import OpenWindow
from tests.browser.talk import Talk

pytestmark = pytest.mark.browser

KEPT = "Draft kept on this device."
ON_ACCOUNT = "It is on your account as well."
SAVING = re.compile(r"/drafts/\?for=")
FIRST = "JSON.parse(Object.values(localStorage)[0] ?? '{}')"
NOTHING = "() => !Object.keys(localStorage).some((key) => key.startsWith('draft:'))"
PATIENCE = 20_000  # milliseconds
ANSWERED_ON_LEAVING = """() => {
    const ask = window.fetch;
    window.fetch = async (...asked) => {
        const answer = await ask(...asked);
        return new Promise((resolve) => addEventListener("beforeunload", () => setTimeout(resolve, 0, answer)));
    };
}"""


def words_of(mine: Page) -> Any:
    return mine.get_by_label("Your words")


def reply(mine: Page) -> Locator:
    return mine.get_by_label("Your reply")


def press(mine: Page, name: str) -> None:
    mine.locator("form.compose").get_by_role("button", name=name, exact=True).click()


def save(mine: Page, words: str) -> None:
    words_of(mine).fill(words)
    expect(mine.get_by_text(ON_ACCOUNT)).to_be_visible(timeout=PATIENCE)


def discard(mine: Page) -> None:
    press(mine, "Discard")
    mine.wait_for_function(NOTHING)


def load_slowly(mine: Page) -> list[Route]:
    held: list[Route] = []
    mine.route("**/drafts*.js", lambda route: held.append(route))  # noqa: PLW0108 - Playwright takes no built-in.
    return held


def test_what_is_written_after_discarding_is_found_where_the_site_has_none_of_it(
    talk: Talk, window: OpenWindow
) -> None:
    mine = window(talk.reader)
    mine.goto(f"{talk.published.get_absolute_url()}edit/")
    save(mine, "Words of the account.")
    mine.reload()
    expect(words_of(mine)).to_have_value("Words of the account.")
    discard(mine)
    mine.route(SAVING, lambda route: route.abort())
    words_of(mine).fill("Other words.")
    expect(mine.get_by_text(KEPT)).to_be_visible()
    mine.reload()
    expect(words_of(mine)).to_have_value("Other words.")


def test_what_was_discarded_does_not_come_back_with_a_page_that_was_asked_for_before(
    talk: Talk, window: OpenWindow
) -> None:
    mine = window(talk.reader)
    edit = f"{talk.published.get_absolute_url()}edit/"
    mine.goto(edit)
    before = words_of(mine).input_value()
    save(mine, "Words of the account.")
    written = mine.request.get(edit)
    mine.evaluate(ANSWERED_ON_LEAVING)
    with mine.expect_response(SAVING):
        press(mine, "Discard")
    mine.route(f"**{edit}", lambda route: route.fulfill(response=written))
    mine.reload()
    expect(words_of(mine)).to_have_value(before)


def test_what_is_typed_before_the_page_is_ready_takes_the_place_of_what_stood_there(
    talk: Talk, window: OpenWindow
) -> None:
    mine = window(talk.reader)
    mine.goto(f"{talk.published.get_absolute_url()}edit/")
    words_of(mine).fill("x" * (MAX_SOURCE + 1))
    expect(mine.get_by_text(KEPT)).to_be_visible()
    held = load_slowly(mine)
    with mine.expect_request("**/drafts*.js"):
        mine.locator("form.compose").get_by_role("button", name="Save", exact=True).click()
    words_of(mine).fill("Shorter.")
    held[0].continue_()
    expect(mine.get_by_text(KEPT)).to_be_visible()
    expect(words_of(mine)).to_have_value("Shorter.")


def test_what_is_typed_before_the_page_is_ready_is_not_replaced_by_what_it_was_added_to(
    talk: Talk, window: OpenWindow
) -> None:
    mine = window(talk.reader)
    mine.goto(f"{talk.published.get_absolute_url()}edit/")
    save(mine, "Words of the account")
    held = load_slowly(mine)
    with mine.expect_request("**/drafts*.js"):
        mine.reload()
    words_of(mine).press("Control+End")
    words_of(mine).press_sequentially(", and more.")
    with mine.expect_event("requestfinished", lambda request: bool(SAVING.search(request.url)), timeout=PATIENCE):
        held[0].continue_()
    expect(words_of(mine)).to_have_value("Words of the account, and more.")
    assert Draft.objects.get().words["source"] == "Words of the account, and more."


def beside(mine: Page) -> Locator:
    return reply(mine).and_(mine.locator("#page-margin *"))


def open_talk(mine: Page) -> None:
    mine.locator('a.talk[data-pill="p31"]').click()


def close_talk(mine: Page) -> None:
    mine.get_by_role("link", name="Close paragraph 31").click()
    expect(beside(mine)).to_have_count(0)


def test_a_place_that_was_closed_and_opened_again_keeps_nothing_of_what_is_posted_there(
    talk: Talk, window: OpenWindow
) -> None:
    mine = window(talk.reader)
    mine.goto(talk.address)
    open_talk(mine)
    beside(mine).fill("Written once.")
    expect(mine.get_by_text(KEPT)).to_be_visible()
    with mine.expect_response(SAVING):
        close_talk(mine)
        open_talk(mine)
        expect(beside(mine)).to_have_value("Written once.")
    mine.locator("#page-margin").get_by_role("button", name="Post reply").click()
    expect(mine.locator("article").filter(has_text="Written once.")).to_be_focused()
    expect(beside(mine)).to_have_value("")
    mine.wait_for_function(NOTHING)
    expect(mine.locator(".draft")).to_have_count(0)


def test_words_are_found_in_a_place_that_was_asked_for_before_they_were_saved(talk: Talk, window: OpenWindow) -> None:
    mine = window(talk.reader)
    mine.goto(talk.address)
    open_talk(mine)
    beside(mine).fill("Written once.")
    expect(mine.get_by_text(KEPT)).to_be_visible()
    close_talk(mine)
    held: list[tuple[Route, APIResponse]] = []
    mine.route("**/p31/", lambda route: held.append((route, route.fetch())))
    with mine.expect_response(SAVING):
        open_talk(mine)
    mine.wait_for_function("() => Object.values(localStorage).some((draft) => JSON.parse(draft).base)")
    route, written = held[0]
    route.fulfill(response=written)
    expect(beside(mine)).to_have_value("Written once.")
    expect(mine.get_by_text(ON_ACCOUNT)).to_be_visible()


def test_what_is_posted_in_one_window_is_kept_in_no_other(talk: Talk, window: OpenWindow) -> None:
    mine = window(talk.reader)
    other = mine.context.new_page()
    for one in (mine, other):
        one.goto(f"{talk.address}p30/")
        one.route(SAVING, lambda route: route.abort())
    reply(mine).fill("Mine.")
    expect(mine.get_by_text(KEPT)).to_be_visible()
    reply(other).fill("Another.")
    expect(other.get_by_text("More than one draft")).to_be_visible()
    reply(mine).fill("Mine, too.")
    expect(mine.get_by_text("More than one draft")).to_be_visible()
    press(other, "Post reply")
    expect(other.locator("article").filter(has_text="Another.")).to_be_visible()
    expect(reply(other)).to_have_value("Mine, too.")
    expect(other.get_by_text(KEPT)).to_be_visible()
    other.unroute(SAVING)
    press(other, "Discard")
    expect(reply(other)).to_have_value("")
    reply(mine).fill("Mine, after all.")
    mine.wait_for_function(f"() => {FIRST}.source === 'Mine, after all.'")
    assert mine.evaluate(f"{FIRST}.others") == []
