"""The moderators' desk with the longest names and words: all is in view, by mouse, by keyboard, without JavaScript."""

import pytest
from playwright.sync_api import Page, expect

from accounts.models import DISPLAY_NAME_MAX_LENGTH, USERNAME_MAX_LENGTH
from forum import posting
from forum.models import Post
from tests.browser.conftest import OpenWindow
from tests.browser.talk import Talk
from tests.browser.test_long_words import WORDS
from tests.browser.width import HEIGHT, sticking_out
from tests.conftest import make_member
from tests.forum.queue import QUEUE, form_of

pytestmark = pytest.mark.browser

WIDTHS = (320, 400, 1000, 1440)
LISTS = (QUEUE, "/admin/forum/moderationentry/", "/admin/forum/thread/")
CUT_OFF = """() => [...document.querySelectorAll("#result_list > tbody > tr > *")].filter((cell) => {
    const list = cell.closest(".results").getBoundingClientRect(), own = cell.getBoundingClientRect();
    return own.right > list.right + 1 || cell.scrollWidth > cell.clientWidth + 1;
}).map((cell) => cell.className)"""


@pytest.fixture
def long(talk: Talk) -> Post:
    """A held post of long words, by a member with long names."""
    author = make_member("W" * USERNAME_MAX_LENGTH, "W" * DISPLAY_NAME_MAX_LENGTH)
    return posting.reply(talk.thread, author=author, source=WORDS)


def test_long_names_and_words_push_no_column_out_of_view(talk: Talk, long: Post, window: OpenWindow) -> None:
    page = window(talk.moderator)
    cut = {}
    for address in LISTS:
        page.goto(address)
        for width in WIDTHS:
            if over := [*sticking_out(page, width), *page.evaluate(CUT_OFF)]:
                cut[address, width] = over
    assert cut == {}


def test_long_words_do_not_widen_the_page_of_a_post(talk: Talk, long: Post, window: OpenWindow) -> None:
    page = window(talk.moderator)
    page.goto(form_of(long))
    assert {width: over for width in WIDTHS if (over := sticking_out(page, width))} == {}


def test_long_words_are_scrolled_with_the_keyboard(talk: Talk, long: Post, window: OpenWindow) -> None:
    page = window(talk.moderator)
    page.goto(QUEUE)
    words = page.get_by_role("group", name=f"The words of post {long.pk}")
    assert words.evaluate("words => words.clientHeight < words.scrollHeight / 2")
    words.press("End")
    page.wait_for_function("words => words.scrollTop > 0", arg=words.element_handle())


def test_a_list_in_a_post_has_its_bullets_and_a_small_indent(talk: Talk, long: Post, window: OpenWindow) -> None:
    page = window(talk.moderator)
    page.goto(form_of(long))
    item = page.locator(".field-words li").first
    assert item.evaluate("item => getComputedStyle(item).listStyleType") == "disc"
    assert item.evaluate("item => item.offsetLeft - item.closest('.words').offsetLeft") < 40  # px


def test_on_a_telephone_the_chosen_action_can_be_read(talk: Talk, window: OpenWindow) -> None:
    page = window(talk.moderator, viewport={"width": 400, "height": HEIGHT})
    page.goto(QUEUE)
    action, reason = page.get_by_role("combobox"), page.get_by_role("textbox", name="Reason")
    assert all(field.evaluate("field => field.offsetWidth") > 200 for field in (action, reason))  # px


def test_posts_are_removed_without_javascript_after_the_reason_was_asked_for(talk: Talk, window: OpenWindow) -> None:
    page = window(talk.moderator, java_script_enabled=False)
    page.goto(talk.address)
    page.get_by_role("link", name="Moderation").click()
    tick_and_go(page, talk.held)
    expect(page.get_by_role("heading", name="Remove 1 post")).to_be_visible()
    page.get_by_label("Reason").fill("It is an advertisement")
    page.get_by_role("button", name="Remove 1 post").click()
    expect(page.get_by_text("1 post removed.")).to_be_visible()
    expect(page.get_by_text("Nothing is waiting.")).to_be_visible()


def tick_and_go(page: Page, post: Post) -> None:
    page.get_by_role("row", name=f"Post {post.pk} ").get_by_role("checkbox").check()
    page.get_by_role("combobox").select_option("remove_selected")
    page.get_by_role("button", name="Go", exact=True).click()
