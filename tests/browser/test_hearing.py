"""A member names another while writing, follows a paragraph, and hears of what is said."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from forum.models import Mention, Post, Subscription
from tests.browser.conftest import OpenWindow
from tests.browser.talk import Talk
from tests.browser.test_composer import PATIENCE, compose, press, reply
from tests.browser.test_everybody_can_read import ALL_RULES, violations
from tests.browser.width import sticking_out
from tests.forum.talk import published, trusting

pytestmark = pytest.mark.browser

# What makes the button do its work without a new page has come, and found the button.
WITHOUT_A_NEW_PAGE = "() => window.htmx && 'htmx-internal-data' in document.querySelector('form.follow')"


def options(mine: Page) -> Locator:
    return mine.get_by_role("listbox", name="Members").get_by_role("option")


@pytest.fixture
def mine(talk: Talk, window: OpenWindow) -> Page:
    """The page of a paragraph, with a form in which a name was begun. Three members' names begin so."""
    page = compose(talk, window, talk.newcomer)
    reply(page).press_sequentially("Hello @reader-")
    expect(options(page)).to_have_count(3)
    return page


def test_a_name_is_completed_with_keys(mine: Page) -> None:
    field = mine.locator("form.compose textarea[name=source]")
    expect(field).to_have_attribute("aria-controls", "page-names")
    expect(options(mine).first).to_have_attribute("aria-selected", "true")
    expect(mine.get_by_text("3 names. Arrows choose, Enter takes one, Escape closes.")).to_be_attached()
    names = options(mine).evaluate_all("all => all.map((one) => one.dataset.name)")
    for key, chosen in (
        ("ArrowDown", 1),
        ("ArrowDown", 2),
        ("ArrowDown", 0),
        ("ArrowUp", 2),
        ("ArrowUp", 1),
        ("ArrowUp", 0),
    ):
        field.press(key)
        expect(options(mine).nth(chosen)).to_have_attribute("aria-selected", "true")
        expect(field).to_have_attribute("aria-activedescendant", options(mine).nth(chosen).get_attribute("id") or "")
    field.press("Enter")
    expect(field).to_have_value(f"Hello @{names[0]} ")
    expect(options(mine)).to_have_count(0)
    for name in ("aria-haspopup", "aria-controls", "aria-activedescendant"):
        expect(field).not_to_have_attribute(name, re.compile(".*"))
    field.press("Control+z")
    expect(field).to_have_value("Hello @reader-")


def test_a_name_is_completed_with_tab_or_a_click_and_the_draft_has_it(mine: Page) -> None:
    field = mine.locator("form.compose textarea[name=source]")
    options(mine).filter(has_text="@reader-four").click()
    expect(field).to_be_focused()
    field.press_sequentially("and @reader-o")
    expect(options(mine)).to_have_count(1)
    field.press("Tab")
    expect(field).to_be_focused()
    expect(field).to_have_value("Hello @reader-four and @reader-one ")
    expect(mine.get_by_text(re.compile("Draft kept|Kept on your account|Saved"))).to_be_visible()


@pytest.mark.parametrize("typed", [" and", ", and", "!", "'s words"])
def test_what_is_typed_after_a_name_takes_the_place_of_the_space_that_came_with_it(mine: Page, typed: str) -> None:
    field = mine.locator("form.compose textarea[name=source]")
    options(mine).filter(has_text="@reader-four").click()
    field.press_sequentially(typed)
    expect(field).to_have_value(f"Hello @reader-four{typed}")


def test_no_space_is_added_before_another_and_none_is_taken_that_somebody_typed(mine: Page) -> None:
    field = mine.locator("form.compose textarea[name=source]")
    options(mine).filter(has_text="@reader-four").click()
    field.press_sequentially("and (yes")
    expect(field).to_have_value("Hello @reader-four and (yes")
    field.fill("Hello  you")
    field.press("Home")
    for _ in "Hello ":
        field.press("ArrowRight")
    field.press_sequentially("@reader-f")
    options(mine).filter(has_text="@reader-four").click()
    expect(field).to_have_value("Hello @reader-four you")
    field.press("End")
    field.press_sequentially(" .")
    expect(field).to_have_value("Hello @reader-four you .")


def test_a_list_closes_by_itself_and_keys_do_again_what_they_did(mine: Page) -> None:
    field = mine.locator("form.compose textarea[name=source]")
    field.press("Escape")
    expect(options(mine)).to_have_count(0)
    expect(field).to_be_focused()
    field.press("Enter")
    expect(field).to_have_value("Hello @reader-\n")
    field.press_sequentially("@reader-f")
    expect(options(mine)).to_have_count(1)
    field.press("Home")
    expect(options(mine)).to_have_count(0)


def test_a_post_is_sent_by_key_while_there_is_a_list(mine: Page) -> None:
    mine.locator("form.compose textarea[name=source]").press("Control+Enter")
    expect(mine.get_by_text("Your reply is waiting for a moderator.")).to_be_visible()
    expect(options(mine)).to_have_count(0)
    assert Post.objects.latest("pk").source == "Hello @reader-"


def test_nothing_is_wrong_with_the_list(mine: Page) -> None:
    assert violations(mine, "form.compose", ALL_RULES) == []
    mine.set_viewport_size({"width": 320, "height": 640})
    assert sticking_out(mine, 320) == []


def test_it_works_in_the_margin_and_below_a_post(talk: Talk, window: OpenWindow) -> None:
    page = window(talk.reader)
    page.goto(talk.address)
    page.locator('[data-pill="p26"]').click()
    panel = page.locator("#page-margin")
    panel.get_by_role("link", name="Reply").first.click()
    field = panel.locator("form.compose[data-key^=post-] textarea[name=source]")
    expect(field).to_be_focused()
    field.press_sequentially("@reader-f")
    expect(options(page)).to_have_count(1)
    field.press("Escape")
    expect(panel).to_be_visible()
    field.press_sequentially("o")
    expect(options(page)).to_have_count(1)
    field.press("Enter")
    expect(field).to_have_value("@reader-four ")


def test_who_is_named_finds_a_notice_and_the_count_goes(talk: Talk, window: OpenWindow) -> None:
    with trusting():
        page = compose(talk, window)
        reply(page).press_sequentially("What do you say, @reader-tw")
        expect(options(page)).to_have_count(0)  # Has written only what is held.
        reply(page).press_sequentially("o?")
        press(page, "Post reply")
        expect(page.get_by_role("link", name="@reader-two")).to_be_visible()
    assert Mention.objects.get().member == talk.newcomer
    other = window(talk.newcomer)
    other.goto("/discussions/")
    other.get_by_role("link", name=re.compile(r"Notices \d+ unread")).click()
    other.get_by_role("link", name="Reader one named you").click()
    expect(other.locator(".post").filter(has_text="What do you say")).to_be_visible()
    other.goto("/notices/")
    expect(other.get_by_role("listitem").filter(has_text="named you").locator(".mark")).to_have_count(0)


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without"])
def test_who_follows_a_paragraph_hears_of_a_reply(talk: Talk, window: OpenWindow, scripts: bool) -> None:
    page = window(talk.newcomer, java_script_enabled=scripts)
    page.goto(f"{talk.address}p30/")
    if scripts:
        page.get_by_role("heading", level=1).click()
        page.wait_for_function(WITHOUT_A_NEW_PAGE, timeout=PATIENCE)
    follow = page.get_by_role("button", name="Follow paragraph 30", exact=True)
    follow.focus()
    page.keyboard.press("Enter")
    button = page.get_by_role("button", name="Following paragraph 30")
    expect(button).to_be_visible()
    if scripts:
        expect(button).to_be_focused()
        button.press("Enter")
        expect(follow).to_be_focused()
        follow.press("Enter")
        expect(button).to_be_focused()
    assert Subscription.objects.get(thread=talk.thread).member == talk.newcomer
    published(talk.thread, talk.reader, "Something new.", ref="p30")
    page.goto("/notices/")
    notice = page.get_by_role("listitem").filter(has_text="Something new.")
    expect(notice).to_contain_text("Reader one wrote where you follow")
    page.get_by_role("button", name="Mark all read").click()
    expect(page.get_by_role("button", name="Mark all read")).to_have_count(0)
    page.get_by_role("link", name="What you follow").click()
    page.get_by_role("button", name=re.compile("Stop following .*paragraph 30")).click()
    expect(page.get_by_text("Nothing yet.")).to_be_visible()
    assert not Subscription.objects.filter(thread=talk.thread).exists()
