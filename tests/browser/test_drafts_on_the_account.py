"""What a member types is on their account as well: begun on a phone, finished at a desk."""

import re
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from forum.models import Draft, Post
from tests.browser.conftest import OpenWindow
from tests.browser.talk import Talk

pytestmark = pytest.mark.browser

PHONE: dict[str, Any] = {"viewport": {"width": 400, "height": 800}, "has_touch": True, "is_mobile": True}
SAVED = "It is on your account as well."
LOADED = "() => performance.getEntriesByType('resource').some(({ name }) => name.includes('saving'))"
SAVING = re.compile(r"/drafts/\?for=")
PATIENCE = 20_000  # milliseconds


def write(window: Page, words: str) -> None:
    """Type at the end of what is there, with all that keeps it loaded."""
    field = window.get_by_label("Your reply")
    field.press("Control+End")
    window.wait_for_function(LOADED, timeout=PATIENCE)
    field.press_sequentially(words)


def saved(window: Page) -> None:
    expect(window.get_by_text(SAVED)).to_be_visible(timeout=PATIENCE)


def words_of(window: Page) -> Any:
    return expect(window.get_by_label("Your reply"))


def press(window: Page, name: str) -> None:
    window.locator("form.compose").get_by_role("button", name=name, exact=True).click()


def leave(window: Page, event: str = "requestfinished") -> None:
    """Go elsewhere, so that what is not saved yet is."""
    with window.expect_event(event, lambda request: bool(SAVING.search(request.url))):
        window.evaluate(
            """() => {
                Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
                document.dispatchEvent(new Event("visibilitychange"));
                delete document.visibilityState;
            }"""
        )


def test_begun_on_a_phone_and_posted_at_a_desk(talk: Talk, window: OpenWindow) -> None:
    here = f"{talk.address}p30/"
    phone, desk = window(talk.reader, **PHONE), window(talk.reader)
    phone.goto(here)
    write(phone, "Begun on a phone")
    saved(phone)
    expect(phone.get_by_role("button", name="Save draft")).to_be_hidden()

    desk.goto("/drafts/")
    desk.get_by_role("link", name="Continue with: Reply to paragraph 30").click()
    words_of(desk).to_have_value("Begun on a phone")
    expect(desk.get_by_text("This is your draft of")).to_be_visible()
    write(desk, ", finished at a desk.")
    saved(desk)
    press(desk, "Post reply")
    expect(desk.locator("article").filter(has_text="finished at a desk.")).to_be_focused()
    assert not Draft.objects.exists()

    write(phone, " and")
    expect(phone.get_by_text("This draft was posted or discarded elsewhere.")).to_be_visible(timeout=PATIENCE)
    words_of(phone).to_have_value("Begun on a phone and")
    assert not Draft.objects.exists()
    press(phone, "Save it again")
    saved(phone)
    assert Draft.objects.get().words["source"] == "Begun on a phone and"
    with phone.expect_event("requestfinished", lambda request: bool(SAVING.search(request.url))):
        press(phone, "Discard")
    expect(phone.get_by_text(SAVED)).to_have_count(0)
    phone.goto("/drafts/")
    expect(phone.get_by_text("Nothing yet.")).to_be_visible()


def test_a_phone_that_was_left_offers_what_was_posted_elsewhere_and_does_not_put_it_back(
    talk: Talk, window: OpenWindow
) -> None:
    here = f"{talk.address}p30/"
    phone, desk = window(talk.reader, **PHONE), window(talk.reader)
    phone.goto(here)
    write(phone, "Words.")
    leave(phone)
    saved(phone)
    desk.goto(here)
    press(desk, "Post reply")
    expect(desk.locator("article").filter(has_text="Words.")).to_be_focused()
    phone.reload()
    expect(phone.get_by_text("Another draft is kept on this device.")).to_be_visible(timeout=PATIENCE)
    words_of(phone).to_have_value("")
    press(phone, "Show it")
    words_of(phone).to_have_value("Words.")
    press(phone, "Discard")
    words_of(phone).to_have_value("")
    phone.wait_for_function("() => !Object.keys(localStorage).some((key) => key.startsWith('draft'))")
    assert not Draft.objects.exists()


def test_other_words_for_one_place_are_both_kept_until_their_writer_chooses(talk: Talk, window: OpenWindow) -> None:
    here = f"{talk.address}p30/"
    phone, desk = window(talk.reader, **PHONE), window(talk.reader)
    for one in (phone, desk):
        one.goto(here)
    write(phone, "Phone.")
    leave(phone)
    saved(phone)
    write(desk, "Desk.")
    expect(desk.get_by_text("other words were saved elsewhere meanwhile")).to_be_visible(timeout=PATIENCE)
    words_of(desk).to_have_value("Desk.")
    assert Draft.objects.get().words["source"] == "Phone."
    press(desk, "Show another")
    words_of(desk).to_have_value("Phone.")
    press(desk, "Show another")
    words_of(desk).to_have_value("Desk.")
    leave(desk)
    saved_words = Draft.objects.get().words["source"]
    assert saved_words == "Desk."
    phone.reload()  # Nothing was typed here since: what is newer is shown.
    words_of(phone).to_have_value("Desk.")


def test_what_is_newer_is_shown_and_the_other_is_offered(talk: Talk, window: OpenWindow) -> None:
    here = f"{talk.address}p30/"
    mine = window(talk.reader)
    mine.goto(here)
    mine.route(SAVING, lambda route: route.abort())  # Offline.
    write(mine, "Typed offline.")
    leave(mine, "requestfailed")
    expect(mine.get_by_text("Draft kept on this device.")).to_be_visible()
    draft = Draft.objects.create(member=talk.reader, path=f"{here}reply/", words={"source": "Typed elsewhere."})
    mine.unroute(SAVING)
    mine.reload()
    expect(mine.get_by_text("More than one draft")).to_be_visible(timeout=PATIENCE)
    words_of(mine).to_have_value("Typed elsewhere.")
    press(mine, "Show another")
    words_of(mine).to_have_value("Typed offline.")
    draft.refresh_from_db()
    assert draft.saved_at <= timezone.now()


def test_what_was_typed_offline_is_saved_later(talk: Talk, window: OpenWindow) -> None:
    mine = window(talk.reader)
    mine.goto(f"{talk.address}p30/")
    mine.route(SAVING, lambda route: route.abort())
    write(mine, "Typed offline.")
    leave(mine, "requestfailed")
    mine.unroute(SAVING)
    mine.reload()
    words_of(mine).to_have_value("Typed offline.")
    saved(mine)
    assert Draft.objects.get().words["source"] == "Typed offline."


def test_a_draft_of_an_edit_is_discarded_everywhere(talk: Talk, window: OpenWindow) -> None:
    edit = f"{talk.published.get_absolute_url()}edit/"
    mine = window(talk.reader)
    mine.goto(edit)
    field = mine.get_by_label("Your words")
    before = field.input_value()
    field.press("Control+End")
    mine.wait_for_function(LOADED, timeout=PATIENCE)
    field.press_sequentially(" More.")
    leave(mine)
    saved(mine)
    desk = window(talk.reader)
    desk.goto(edit)
    expect(field_of_edit(desk)).to_have_value(f"{before} More.")
    field_of_edit(desk).focus()
    press(desk, "Discard")
    expect(field_of_edit(desk)).to_have_value(before)
    expect(desk.locator(".draft")).to_have_count(0)
    desk.reload()
    expect(field_of_edit(desk)).to_have_value(before)
    assert not Draft.objects.exists()


def field_of_edit(window: Page) -> Any:
    return window.get_by_label("Your words")


def test_without_javascript_there_is_a_button(talk: Talk, window: OpenWindow) -> None:
    mine = window(talk.reader, java_script_enabled=False)
    mine.goto(f"{talk.address}p30/")
    mine.get_by_label("Your reply").fill("Saved by hand.")
    mine.get_by_role("button", name="Save draft").click()
    expect(mine.get_by_text("Your draft is saved.")).to_be_visible()
    mine.get_by_role("link", name="Continue with: Reply to paragraph 30").click()
    words_of(mine).to_have_value("Saved by hand.")
    mine.get_by_label("Your reply").fill("Saved by hand, and changed.")
    mine.get_by_role("button", name="Save draft").click()
    other = window(talk.reader, java_script_enabled=False)
    other.goto(f"{talk.address}p30/")
    words_of(other).to_have_value("Saved by hand, and changed.")
    other.get_by_role("button", name="Post reply").click()
    expect(other).to_have_url(re.compile("#post-"))
    assert Post.objects.filter(source="Saved by hand, and changed.").exists()
    mine.reload()
    expect(mine.get_by_text("Nothing yet.")).to_be_visible()


def test_a_discussion_that_was_opened_leaves_no_draft(talk: Talk, window: OpenWindow) -> None:
    mine = window(talk.reader)
    mine.goto("/discussions/new/")
    mine.get_by_label("Title").fill("On memory")
    field = mine.get_by_label("First post")
    field.focus()
    mine.wait_for_function(LOADED, timeout=PATIENCE)
    field.press_sequentially("Who remembers?")
    leave(mine)
    saved(mine)
    desk = window(talk.reader)
    desk.goto("/discussions/new/")
    expect(desk.get_by_label("Title")).to_have_value("On memory")
    mine.get_by_label("Category").select_option(index=1)
    press(mine, "Open the discussion")
    expect(mine.get_by_role("heading", name="On memory")).to_be_visible()
    mine.wait_for_function("() => !Object.keys(localStorage).some((key) => key.startsWith('draft'))")
    assert not Draft.objects.exists()
