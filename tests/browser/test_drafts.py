"""What is typed is kept on the device until it is posted: whatever becomes of the page, the site or the session."""

import json
import re

import pytest
from django.conf import settings
from playwright.sync_api import Dialog, Locator, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from essays.markup import MAX_SOURCE
from tests.browser.conftest import OpenWindow, sign_in
from tests.browser.talk import Talk

pytestmark = pytest.mark.browser

KEPT = "Draft kept on this device."
DAY = 24 * 60 * 60 * 1000  # milliseconds
PATIENCE = 20_000  # milliseconds
LOADED = "performance.getEntriesByType('resource').some(({ name }) => name.includes('drafts'))"
NO_ROOM = """Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); }"""


def reply(mine: Page) -> Locator:
    return mine.get_by_label("Your reply")


def press(mine: Page, name: str) -> None:
    mine.locator("form.compose").get_by_role("button", name=name, exact=True).click()


def typed(mine: Page, address: str, words: str) -> None:
    """Type a reply and wait until it is kept."""
    mine.goto(address)
    type_more(reply(mine), words)


def go_into(field: Locator) -> None:
    """Go to the end of what is in it, and wait until what keeps drafts is there."""
    field.press("Control+End")
    field.page.wait_for_function(f"() => {LOADED}", timeout=PATIENCE)


def type_more(field: Locator, words: str) -> None:
    go_into(field)
    field.press_sequentially(words)
    expect(field.page.get_by_text(KEPT)).to_be_visible()
    field.page.wait_for_function(
        "words => Object.values(localStorage).some(draft => JSON.parse(draft).source?.endsWith(words))", arg=words
    )


def keys(mine: Page) -> list[str]:
    found: list[str] = mine.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('draft'))")
    return found


def nothing_is_kept(mine: Page) -> None:
    mine.wait_for_function("() => !Object.keys(localStorage).some((key) => key.startsWith('draft'))")


def test_a_draft_outlives_the_page_a_fault_and_the_session_and_ends_when_it_is_posted(
    talk: Talk, window: OpenWindow, live_server: LiveServer
) -> None:
    mine = window(talk.reader)
    context = mine.context
    here = f"{talk.address}p30/"
    typed(mine, here, "One")
    mine.close(run_before_unload=False)  # As in a crash: nothing of the page runs any more.

    mine = context.new_page()
    mine.goto(talk.address)
    mine.locator('a.talk[data-pill="p30"]').click()  # The same place, beside the text.
    mine = beside(mine, "One")

    mine.route("**/reply/", lambda route: route.fulfill(status=500, body="Broken."))
    mine.locator("#page-margin").get_by_role("button", name="Post reply").click()
    expect(mine.get_by_role("alert")).to_contain_text("Something is broken")
    mine.close()

    mine = context.new_page()
    mine.goto(here)
    expect(reply(mine)).to_have_value("One two")
    mine.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    type_more(reply(mine), " three")
    press(mine, "Post reply")
    expect(mine.get_by_role("heading", name="Sign in")).to_be_visible()
    sign_in(context, talk.reader, live_server.url)  # Another session: the one with the words in it is gone, too.
    mine.goto(here)
    expect(reply(mine)).to_have_value("One two three")

    mine.reload()
    press(mine, "Post reply")
    expect(mine.locator("article").filter(has_text="One two three")).to_be_focused()
    expect(mine.get_by_text(KEPT)).to_have_count(0)
    mine.reload()
    expect(reply(mine)).to_have_value("")
    nothing_is_kept(mine)


def beside(mine: Page, words: str) -> Page:
    field = mine.locator("#page-margin").get_by_label("Your reply")
    expect(field).to_have_value(words)
    type_more(field, " two")
    return mine


def test_words_come_through_signing_in_and_are_not_offered_twice(talk: Talk, window: OpenWindow) -> None:
    mine = window()
    mine.goto(f"{talk.address}p26/")
    mine.get_by_text("Answer particular words").click()
    mine.get_by_label("The words that you answer").fill(f"{talk.published.quote}\n")
    type_more(reply(mine), "A visitor's words.")
    press(mine, "Post reply")
    mine.get_by_label("Username").fill(talk.reader.username)
    mine.get_by_label("Password").fill("a long password")
    mine.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(reply(mine)).to_have_value("A visitor's words.")
    expect(mine.get_by_text(KEPT)).to_be_visible()
    type_more(reply(mine), " And more.")
    mine.reload()  # The site gives what it was sent; the device has more.
    expect(reply(mine)).to_have_value("A visitor's words. And more.")
    press(mine, "Post reply")
    expect(mine.locator("article").filter(has_text="And more.")).to_be_focused()
    nothing_is_kept(mine)


def test_a_draft_of_an_edit_is_kept_where_it_differs_and_ends_when_it_is_saved(talk: Talk, window: OpenWindow) -> None:
    mine = window(talk.reader)
    mine.goto(f"{talk.published.get_absolute_url()}edit/")
    field = mine.get_by_label("Your words")
    before = field.input_value()
    type_more(field, "\nMore.")
    mine.reload()
    expect(field).to_have_value(f"{before}\nMore.")
    press(mine, "Discard")
    expect(field).to_have_value(before)
    mine.reload()
    expect(field).to_have_value(before)
    type_more(field, "\nMore.")
    for _ in range(6):
        field.press("Backspace")
    expect(mine.get_by_text(KEPT)).to_have_count(0)
    nothing_is_kept(mine)

    field.fill("x" * (MAX_SOURCE + 1))
    press(mine, "Save")
    expect(mine.get_by_text(f"This is {MAX_SOURCE + 1} characters long")).to_be_visible()
    field.fill("An end.")
    expect(mine.get_by_text(KEPT)).to_be_visible()
    press(mine, "Preview")
    expect(mine.get_by_role("region", name="Preview: this is not posted yet")).to_be_visible()
    expect(mine.get_by_text(KEPT)).to_be_visible()
    mine.goto(f"{talk.published.get_absolute_url()}edit/")
    expect(field).to_have_value("An end.")
    press(mine, "Save")
    expect(mine.locator(f"#post-{talk.published.pk}")).to_contain_text("An end.")
    nothing_is_kept(mine)

    deepest = talk.deepest.get_absolute_url()  # Which no page but its own shows.
    mine.goto(f"{deepest}edit/")
    type_more(field, " Deeper.")
    press(mine, "Save")
    expect(mine).to_have_url(re.compile(f"{deepest}#post-{talk.deepest.pk}$"))
    expect(mine.locator(f"#post-{talk.deepest.pk}")).to_contain_text("Deeper.")
    nothing_is_kept(mine)


@pytest.mark.parametrize("by", ["header", "page"])
def test_signing_out_leaves_no_words_for_the_next_person_though_what_keeps_them_is_not_there(
    by: str, talk: Talk, window: OpenWindow
) -> None:
    mine = window(talk.reader)
    typed(mine, f"{talk.address}p30/", "Mine alone.")
    mine.evaluate("sessionStorage.setItem('draft-sent', '[\"draft:/\", \"Mine alone.\"]')")
    mine.evaluate("localStorage.setItem('display:size', 'large')")
    mine.route("**/drafts*.js", lambda route: route.abort())
    mine.goto("/accounts/logout/" if by == "page" else talk.address)
    place = mine.get_by_role("main" if by == "page" else "banner")
    place.get_by_role("button", name="Sign out").click()
    expect(mine.get_by_role("link", name="Sign in").first).to_be_visible()
    nothing_is_kept(mine)
    assert mine.evaluate("[sessionStorage['draft-sent'], localStorage['display:size']]") == [None, "large"]


def test_what_is_typed_last_is_not_kept_when_its_writer_signs_out(talk: Talk, window: OpenWindow) -> None:
    mine = window(talk.reader)
    typed(mine, f"{talk.address}p30/", "Mine")
    mine.clock.install(time=0)
    mine.clock.pause_at(1_000)  # Nothing that waits happens from here on.
    reply(mine).press_sequentially(" alone.")
    mine.get_by_role("banner").get_by_role("button", name="Sign out").click()
    expect(mine.get_by_role("link", name="Sign in").first).to_be_visible()
    nothing_is_kept(mine)


def test_two_drafts_for_one_place_are_both_kept(talk: Talk, window: OpenWindow) -> None:
    mine = window(talk.reader)
    other = mine.context.new_page()
    for one in (mine, other):
        one.goto(f"{talk.address}p30/")
        go_into(reply(one))
    type_more(reply(mine), "Mine.")
    reply(other).press_sequentially("Another.")
    expect(other.get_by_text("More than one draft")).to_be_visible()
    press(other, "Show another")
    expect(reply(other)).to_have_value("Mine.")
    press(other, "Show another")
    expect(reply(other)).to_have_value("Another.")
    press(other, "Post reply")
    expect(other.locator("article").filter(has_text="Another.")).to_be_visible()
    expect(reply(other)).to_have_value("Mine.")
    press(other, "Discard")
    expect(reply(other)).to_have_value("")
    nothing_is_kept(other)
    other.keyboard.press("Control+z")
    expect(reply(other)).to_have_value("Mine.")


def test_leaving_warns_only_where_the_words_are_not_kept(talk: Talk, window: OpenWindow) -> None:
    mine = window(talk.reader)
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    mine.on("dialog", stay)
    typed(mine, f"{talk.address}p30/", "Kept.")
    mine.close(run_before_unload=True)
    assert asked == []

    mine = window(talk.reader)
    mine.on("dialog", stay)
    mine.add_init_script(NO_ROOM)
    mine.goto(talk.address)
    mine.locator('a.talk[data-pill="p31"]').click()
    field = mine.locator("#page-margin").get_by_label("Your reply")
    field.press_sequentially("Not kept.")
    expect(mine.get_by_text("This device cannot keep your draft.")).to_be_visible()
    mine.get_by_role("link", name="Close paragraph 31").click()
    mine.locator('a.talk[data-pill="p31"]').click()
    expect(field).to_have_value("Not kept.")  # As long as the page is there.
    with mine.expect_event("dialog"):
        mine.evaluate("setTimeout(() => location.reload())")
    assert asked == ["beforeunload"]
    mine.locator("#page-margin").get_by_role("button", name="Post reply").click()
    expect(mine.locator("article").filter(has_text="Not kept.")).to_be_focused()
    mine.goto(talk.address)
    assert asked == ["beforeunload"]


def test_old_drafts_go_and_a_reader_without_drafts_loads_nothing_for_writing(talk: Talk, window: OpenWindow) -> None:
    mine = window()
    mine.goto(talk.address, wait_until="networkidle")
    assert not mine.evaluate(LOADED)
    now = mine.evaluate("Date.now()")
    ages = {"/old/": 61 * DAY, **{f"/{number}/": number * 1000 for number in range(60)}}
    drafts = {f"draft:{path}": json.dumps({"source": "x", "time": now - age}) for path, age in ages.items()}
    mine.evaluate("drafts => Object.assign(localStorage, drafts)", {**drafts, "draft:/broken/": "{", "other": "stays"})
    mine.reload()
    mine.wait_for_function("() => Object.keys(localStorage).length <= 51")
    assert sorted(keys(mine)) == sorted(f"draft:/{number}/" for number in range(50))
    assert mine.evaluate("localStorage.other") == "stays"
    mine.evaluate("drafts => { localStorage.clear(); localStorage['draft:/old/'] = drafts['draft:/old/'] }", drafts)
    mine.reload()
    mine.wait_for_function("() => !localStorage['draft:/old/']")

    held: list[Route] = []
    mine.route("**/drafts*.js", lambda route: held.append(route))  # noqa: PLW0108 - Playwright takes no built-in.
    mine.goto(f"{talk.address}p30/")
    with mine.expect_request("**/drafts*.js"):
        reply(mine).focus()
    reply(mine).press_sequentially("Typed before.")
    held[0].continue_()
    expect(mine.get_by_text(KEPT)).to_be_visible()


def test_who_types_before_the_page_is_ready_has_the_words_kept_as_well(talk: Talk, window: OpenWindow) -> None:
    mine = window(talk.reader)
    held: list[Route] = []
    mine.route("**/wanted*.js", lambda route: held.append(route))  # noqa: PLW0108 - Playwright takes no built-in.
    with mine.expect_request("**/wanted*.js"):
        mine.goto(f"{talk.address}p30/", wait_until="commit")
    reply(mine).press_sequentially("Typed")
    held[0].continue_()
    mine.wait_for_function(f"() => {LOADED}")
    expect(mine.get_by_text(KEPT)).to_be_visible()
