"""The moderators' desk: cleared by keyboard alone, and with the longest names and words all is in view."""

import json
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import DISPLAY_NAME_MAX_LENGTH, USERNAME_MAX_LENGTH
from forum import posting
from forum.models import Post, QueueItem
from tests.browser.conftest import OpenWindow
from tests.browser.talk import Talk
from tests.browser.test_everybody_can_read import ALL_RULES
from tests.browser.test_long_words import WORDS
from tests.browser.test_nothing_is_blocked import Watch
from tests.browser.width import sticking_out
from tests.conftest import make_member
from tests.forum.queue import QUEUE, form_of, held_posts, item_of, status

pytestmark = pytest.mark.browser

WIDTHS = (320, 400, 1000, 1440)
LISTS = (QUEUE, "/admin/forum/post/", "/admin/forum/moderationentry/", "/admin/forum/thread/")
CUT_OFF = """() => [...document.querySelectorAll("#result_list > tbody > tr > *, .queue .item > *")].filter((cell) => {
    const list = cell.closest(".results, .items").getBoundingClientRect(), own = cell.getBoundingClientRect();
    return own.right > list.right + 1 || cell.scrollWidth > cell.clientWidth + 1;
}).map((cell) => cell.className)"""


@pytest.fixture
def long(talk: Talk) -> Post:
    """A held post of long words, by a member with long names."""
    author = make_member("W" * USERNAME_MAX_LENGTH, "W" * DISPLAY_NAME_MAX_LENGTH)
    return posting.reply(talk.thread, author=author, source=WORDS)


def row_of(page: Page, post: Post) -> Locator:
    return page.locator(f"#item-{item_of(post).pk}")


# --- Keys ---


def test_twenty_posts_are_cleared_by_keyboard_alone(talk: Talk, window: OpenWindow, live_server: LiveServer) -> None:
    QueueItem.objects.all().delete()
    posts = held_posts(talk.thread, 20)
    page = window(talk.moderator)
    watch = Watch(page, urlsplit(live_server.url).netloc)
    page.goto(QUEUE)
    page.keyboard.press("j")
    for number, post in enumerate(posts):
        expect(row_of(page, post)).to_be_focused()
        if number % 4 == 3:
            page.keyboard.press("r")
            page.keyboard.type("spam")
            page.keyboard.press("Enter")
        else:
            page.keyboard.press("a")
        expect(row_of(page, post)).to_have_count(0)
    expect(page.get_by_text("Nothing is waiting.")).to_be_visible()
    assert [status(post) for post in posts] == ["published", "published", "published", "removed"] * 5
    assert {entry.code for post in posts for entry in post.moderation_entries.filter(act="remove")} == {"spam"}
    assert watch.complaints == []


def test_keys_lead_through_the_rows_and_back(talk: Talk, window: OpenWindow) -> None:
    first, second = held_posts(talk.thread, 2)
    page = window(talk.moderator)
    page.goto(f"{QUEUE}?q=newcomer-")
    for key, post in (("j", first), ("j", second), ("j", second), ("k", first)):
        page.keyboard.press(key)
        expect(row_of(page, post)).to_be_focused()
        expect(row_of(page, post)).to_be_in_viewport()
    expect(page.get_by_role("button", name="Approve 0 ticked")).to_be_disabled()
    page.keyboard.press("x")
    expect(row_of(page, first).get_by_role("checkbox")).to_be_checked()
    expect(page.get_by_role("button", name="Approve 1 ticked")).to_be_enabled()
    page.keyboard.press("r")
    expect(row_of(page, first).get_by_label("Reason")).to_be_focused()
    page.keyboard.press("Escape")
    expect(row_of(page, first)).to_be_focused()
    page.keyboard.press("?")
    expect(page.get_by_role("region", name="Keys")).to_be_focused()
    page.keyboard.press("o")
    page.wait_for_url(f"**{form_of(first)}*")


def test_an_act_is_undone_by_a_key(talk: Talk, window: OpenWindow) -> None:
    first, second = held_posts(talk.thread, 2)
    page = window(talk.moderator)
    page.goto(f"{QUEUE}?q=newcomer-")
    page.keyboard.press("j")
    page.keyboard.press("a")
    expect(row_of(page, second)).to_be_focused()
    page.keyboard.press("u")
    expect(row_of(page, first)).to_be_focused()
    assert status(first) == "pending"
    assert page.url.endswith(f"?q=newcomer-#item-{item_of(first).pk}")


@pytest.mark.parametrize("width", [400, 1440])
def test_what_was_said_of_an_act_stays_in_view_and_covers_no_row(talk: Talk, window: OpenWindow, width: int) -> None:
    posts = held_posts(talk.thread, 8)
    page = window(talk.moderator)
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(f"{QUEUE}?q=newcomer-")
    row_of(page, posts[5]).get_by_role("button", name="Approve").click()
    expect(row_of(page, posts[6])).to_be_focused()
    undo, row = page.get_by_role("button", name="Undo"), row_of(page, posts[6])
    expect(undo).to_be_in_viewport(ratio=1)
    said, after = page.locator(".messagelist").bounding_box(), row.bounding_box()
    assert said
    assert after
    assert said["y"] + said["height"] <= after["y"]


def test_letters_are_no_keys_in_a_field_with_ctrl_or_when_turned_off(talk: Talk, window: OpenWindow) -> None:
    (post,) = held_posts(talk.thread, 1)
    page = window(talk.moderator)
    page.goto(f"{QUEUE}?q=newcomer-")
    page.keyboard.press("j")
    row = row_of(page, post)
    row.get_by_label("Note").press_sequentially("a jar")
    expect(row.get_by_label("Note")).to_have_value("a jar")
    row.focus()
    page.keyboard.press("Control+a")
    page.get_by_label("Use the keys").uncheck()
    row.focus()
    page.keyboard.press("a")
    page.reload()
    expect(page.get_by_label("Use the keys")).not_to_be_checked()
    assert status(post) == "pending"


def test_enter_without_a_reason_asks_for_it_and_keeps_the_note(talk: Talk, window: OpenWindow) -> None:
    (post,) = held_posts(talk.thread, 1)
    page = window(talk.moderator)
    page.goto(f"{QUEUE}?q=newcomer-")
    row_of(page, post).get_by_label("Note").fill("Why not")
    row_of(page, post).get_by_label("Note").press("Enter")
    expect(row_of(page, post).get_by_text("Choose a reason")).to_be_visible()
    expect(row_of(page, post).get_by_label("Note")).to_have_value("Why not")
    expect(row_of(page, post).get_by_label("Reason")).to_be_focused()


# --- Without JavaScript ---


def test_the_queue_is_worked_without_javascript(talk: Talk, window: OpenWindow) -> None:
    posts = held_posts(talk.thread, 3)
    page = window(talk.moderator, java_script_enabled=False)
    page.goto(talk.address)
    page.locator(".own").get_by_role("link", name="Moderation").click()
    row_of(page, posts[0]).get_by_role("button", name="Approve").click()
    expect(page.get_by_text("approved.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("undone.")).to_be_visible()
    for post in posts:
        row_of(page, post).get_by_role("checkbox").check()
    bulk = page.locator("#queue-bulk")
    bulk.get_by_label("Reason").select_option(label="spam")
    bulk.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("3 posts: removed.")).to_be_visible()
    assert [status(post) for post in posts] == ["removed"] * 3


# --- How it looks ---


def test_axe_finds_nothing_on_the_queue_with_djangos_frame(talk: Talk, long: Post, window: OpenWindow) -> None:
    held_posts(talk.thread, 2)
    page = window(talk.moderator)
    page.add_init_script(Axe().axe_script)
    found = []
    for address in (QUEUE, f"{QUEUE}?state=decided", f"{QUEUE}?q=nothing"):
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.goto(address)
            page.locator("details").evaluate_all("all => all.forEach((one) => { one.open = true })")
            results = page.evaluate(f"axe.run('html', {json.dumps(ALL_RULES)}).then((results) => results.violations)")
            found += [(address, scheme, fault["id"], node["html"]) for fault in results for node in fault["nodes"]]
    assert found == []


def test_long_names_and_words_push_nothing_out_of_view(talk: Talk, long: Post, window: OpenWindow) -> None:
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
    item = page.locator(".words li").first
    assert item.evaluate("item => getComputedStyle(item).listStyleType") == "disc"
    assert item.evaluate("item => item.offsetLeft - item.closest('.words').offsetLeft") < 40  # px
