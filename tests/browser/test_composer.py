"""The form helps in writing: Markdown by buttons and keys, a preview, a count; what fails says so and loses nothing."""

import re
from functools import partial

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, Route, expect

from accounts.models import User
from essays.markup import MAX_SOURCE
from forum.models import Post
from tests.browser.conftest import OpenWindow
from tests.browser.talk import Talk
from tests.browser.test_everybody_can_read import ALL_RULES, STILL, violations
from tests.browser.width import sticking_out

pytestmark = pytest.mark.browser

SELECT = (
    "(field, words) => field.setSelectionRange(field.value.indexOf(words), field.value.indexOf(words) + words.length)"
)
SELECTED = "field => field.value.slice(field.selectionStart, field.selectionEnd)"
PATIENCE = 20_000  # milliseconds until a request is given up
STILL_HERE = "Your words are still here."
FAILURES = {500: "Something is broken", 502: "does not answer", 403: "did not take this", 0: "cannot be reached"}


def compose(talk: Talk, window: OpenWindow, user: User | None = None) -> Page:
    """The page of a paragraph that nobody has answered, with the cursor in its form."""
    mine = window(user or talk.reader)
    mine.add_init_script(STILL)
    mine.add_init_script(Axe().axe_script)
    mine.goto(f"{talk.address}p30/")
    reply(mine).click()
    expect(mine.get_by_role("toolbar", name="Formatting")).to_be_visible()
    mine.wait_for_load_state("networkidle")  # What helps in writing has come.
    return mine


def reply(mine: Page) -> Locator:
    return mine.get_by_label("Your reply")


def press(mine: Page, name: str) -> None:
    mine.locator("form.compose").get_by_role("button", name=name, exact=True).click()


def faults(mine: Page) -> list[str]:
    """What is wrong with the form on a desk, and dark on the narrowest telephone."""
    found = violations(mine, "form.compose", ALL_RULES)
    mine.emulate_media(color_scheme="dark")
    mine.set_viewport_size({"width": 320, "height": 640})
    found += [*violations(mine, "form.compose", ALL_RULES), *sticking_out(mine, 320)]
    mine.emulate_media(color_scheme="light")
    mine.set_viewport_size({"width": 1280, "height": 720})
    return found


# --- Markdown ---

# What is typed, what of it is selected, what is pressed, what it becomes, what is selected then.
TOOLS = [
    ("A word here", "word", "Bold", "A **word** here", "word"),
    ("A **word** here", "word", "Bold", "A word here", "word"),
    ("A **word** here", "**word**", "Bold", "A word here", "word"),
    ("A **word** here", "word", "Italic", "A ***word*** here", "word"),
    ("A ***word*** here", "word", "Bold", "A *word* here", "word"),
    ("A word here", "word ", "Italic", "A *word* here", "word"),
    ("A word here", "word", "Link", "A [word](https://) here", "https://"),
    ("A [word](https://example.org) here", "word", "Link", "A word here", "word"),
    ("See https://example.org/a", "https://example.org/a", "Link", "See [](https://example.org/a)", ""),
    ("one\ntwo", "one\ntwo", "Quote", "> one\n> two", "> one\n> two"),
    ("> one\n> two", "one\n> two", "Quote", "one\ntwo", "one\ntwo"),
    ("Before\none\ntwo\nafter", "ne\nt", "List", "Before\n\n- one\n- two\n\nafter", "- one\n- two"),
    ("", "", "List", "- ", ""),
    ("", "", "Bold", "****", ""),
]


def test_buttons_and_keys_write_markdown_and_take_it_away(talk: Talk, window: OpenWindow) -> None:
    mine = compose(talk, window)
    for before, words, tool, after, selected in TOOLS:
        reply(mine).fill(before)
        reply(mine).evaluate(SELECT, words)
        press(mine, tool)
        assert (reply(mine).input_value(), reply(mine).evaluate(SELECTED)) == (after, selected)
        expect(reply(mine)).to_be_focused()
        mine.keyboard.press("Control+z")
        assert reply(mine).input_value() == before, "It cannot be undone."

    reply(mine).fill("")
    type_with_keys(mine)
    walk_through_the_toolbar(mine)


def type_with_keys(mine: Page) -> None:
    mine.keyboard.press("Control+b")
    mine.keyboard.type("bold")
    mine.keyboard.press("End")
    mine.keyboard.press("Control+i")
    mine.keyboard.type("italic")
    mine.keyboard.press("End")
    mine.keyboard.press("Control+k")
    mine.keyboard.type("words")
    expect(reply(mine)).to_have_value("**bold***italic*[words](https://)")


def walk_through_the_toolbar(mine: Page) -> None:
    mine.keyboard.press("Shift+Tab")
    for key, name in [("", "Bold"), ("ArrowRight", "Italic"), ("End", "List"), ("ArrowRight", "Bold"),
                      ("ArrowLeft", "List"), ("Home", "Bold"), ("ArrowRight", "Italic")]:  # fmt: skip
        mine.keyboard.press(key or "Shift")
        expect(mine.get_by_role("button", name=name, exact=True)).to_be_focused()
    mine.keyboard.press("Tab")
    expect(reply(mine)).to_be_focused()
    mine.keyboard.press("Shift+Tab")
    expect(mine.get_by_role("button", name="Italic", exact=True)).to_be_focused()


# --- Size ---


def test_the_field_grows_with_what_is_typed_also_where_the_browser_does_not_see_to_it(
    talk: Talk, window: OpenWindow
) -> None:
    mine = compose(talk, window)
    assert grown(mine)
    mine.add_init_script("CSS.supports = () => false")
    mine.reload()
    reply(mine).evaluate("field => { field.style.fieldSizing = 'fixed' }")
    reply(mine).click()
    assert grown(mine)


def grown(mine: Page) -> bool:
    height = "field => field.offsetHeight"
    reply(mine).fill("One line.")
    low = reply(mine).evaluate(height)
    reply(mine).fill("A line.\n" * 12)
    mine.wait_for_function("(low) => document.querySelector('[name=source]').offsetHeight > low + 100", arg=low)
    reply(mine).fill("A line.\n" * 60)
    return int(reply(mine).evaluate(height)) < 720


def test_what_is_left_is_counted_near_the_limit_and_what_is_too_long_is_refused_beside_the_field(
    talk: Talk, window: OpenWindow
) -> None:
    mine = compose(talk, window)
    count = mine.locator("form.compose .count")
    reply(mine).fill("x" * (MAX_SOURCE * 9 // 10 - 1))
    expect(count).to_have_count(0)
    reply(mine).fill("🙂" * (MAX_SOURCE - 1_960))  # One character each, as the server counts.
    expect(count).to_have_text("1,950 characters left")
    expect(count).to_have_role("status")
    reply(mine).press_sequentially("12345")
    expect(count).to_have_text("1,950 characters left")
    reply(mine).fill("x" * (MAX_SOURCE - 1))
    expect(count).to_have_text("1 character left")
    words = "x" * (MAX_SOURCE + 300)
    reply(mine).fill(words)
    expect(count).to_have_text("300 characters too many")
    press(mine, "Post reply")
    error = mine.get_by_text("This is 20300 characters long")
    expect(error).to_be_visible()
    expect(reply(mine)).to_be_focused()
    expect(reply(mine)).to_have_value(words)
    expect(reply(mine)).to_have_accessible_description(re.compile("^This is 20300 characters long"))
    expect(count).to_have_text("300 characters too many")
    assert faults(mine) == []
    assert not Post.objects.filter(source=words).exists()


# --- Preview ---


def test_a_preview_stands_below_and_says_when_it_is_older_than_the_words(talk: Talk, window: OpenWindow) -> None:
    mine = compose(talk, window)
    reply(mine).fill("Some *words*.")
    press(mine, "Preview")
    preview = mine.get_by_role("region", name="Preview: this is not posted yet")
    expect(preview.locator("em")).to_have_text("words")
    expect(mine.get_by_role("status").filter(has_text="The preview is below.")).to_have_count(1)
    expect(mine.get_by_role("button", name="Preview", exact=True)).to_be_focused()
    assert faults(mine) == []
    reply(mine).press_sequentially(" And more.")
    expect(mine.get_by_role("region", name="Preview of what you wrote before")).to_be_visible()
    expect(mine.get_by_role("status").filter(has_text="Preview of what you wrote before")).to_have_count(1)
    press(mine, "Preview")
    expect(preview).to_contain_text("And more.")


# --- Sending ---


def test_what_cannot_be_sent_says_why_keeps_the_words_and_can_be_sent_again(talk: Talk, window: OpenWindow) -> None:
    mine = compose(talk, window)
    reply(mine).fill("Sent in the end.")
    trouble = mine.locator("form.compose").get_by_role("alert")
    for status, why in [
        (500, "Something is broken"),
        (502, "does not answer"),
        (403, "did not take"),
        (0, "be reached"),
    ]:
        mine.route("**/reply/", partial(fail, status))
        press(mine, "Post reply")
        expect(trouble).to_contain_text(why)
        expect(trouble).to_contain_text(STILL_HERE)
        expect(reply(mine)).to_have_value("Sent in the end.")
        expect(reply(mine)).to_be_editable()
        mine.unroute("**/reply/")
    hang(mine)
    expect(trouble).to_contain_text(f"does not answer just now. Try again in a minute. {STILL_HERE}")
    expect(reply(mine)).to_be_editable()
    mine.unroute("**/reply/")
    assert faults(mine) == []
    send_twice(mine)
    expect(mine.locator("article").filter(has_text="Sent in the end.")).to_be_focused()
    expect(trouble).to_have_count(0)
    assert Post.objects.filter(source="Sent in the end.").count() == 1


def send_twice(mine: Page) -> None:
    """Send with keys, then with two clicks, before the site answers."""
    sent: list[Route] = []
    mine.route("**/reply/", lambda route: sent.append(route))  # noqa: PLW0108 - Playwright takes no built-in.
    reply(mine).press("Control+Enter")
    expect(reply(mine)).to_have_js_property("readOnly", True)
    button = mine.get_by_role("button", name="Post reply")
    expect(button).to_have_attribute("aria-disabled", "true")
    button.dblclick(force=True)
    assert len(sent) == 1
    sent[0].continue_()
    expect(button).not_to_have_attribute("aria-disabled", "true")
    expect(reply(mine)).to_be_editable()
    assert len(sent) == 1


def hang(mine: Page) -> None:
    """Send what is never answered. What is waited for is made short."""
    assert mine.evaluate("htmx.config.timeout") == PATIENCE
    mine.evaluate("htmx.config.timeout = 100")
    sent: list[Route] = []
    mine.route("**/reply/", lambda route: sent.append(route))  # noqa: PLW0108 - Playwright takes no built-in.
    press(mine, "Post reply")
    expect(mine.locator("form.compose").get_by_role("alert")).to_be_visible()
    sent[0].abort()
    mine.evaluate("milliseconds => { htmx.config.timeout = milliseconds }", PATIENCE)


def fail(status: int, route: Route) -> None:
    if status:
        route.fulfill(
            status=status, content_type="text/html", body="<!doctype html><p>Broken." if status > 403 else "No."
        )
    else:
        route.abort()


def test_a_refusal_that_is_a_page_is_shown_as_one_with_the_words(talk: Talk, window: OpenWindow) -> None:
    mine = compose(talk, window)
    reply(mine).fill("From an old page.")
    mine.context.clear_cookies(name="csrftoken")
    press(mine, "Post reply")
    expect(mine.get_by_role("heading", name="Please send it again")).to_be_visible()
    words = mine.get_by_label("Your words are still here")
    expect(words).to_have_value("From an old page.")
    mine.get_by_role("button", name="Send again").click()
    expect(mine.locator("article").filter(has_text="From an old page.")).to_be_visible()
    expect(reply(mine)).to_have_value("")

    mine.goto(f"{talk.published.get_absolute_url()}reply/")
    reply(mine).fill("Too late.")
    Post.objects.filter(pk=talk.published.pk).update(status=Post.Status.WITHDRAWN)
    press(mine, "Post reply")
    expect(mine.get_by_role("heading", name="Your words were not posted")).to_be_visible()
    expect(mine.locator("textarea")).to_have_value("Too late.")
