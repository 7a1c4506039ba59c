"""Branches are folded and sorted in place, beside the text as on a page of their own, and the address says how."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from forum.models import Post
from tests.browser.conftest import OpenWindow
from tests.browser.talk import Talk, say
from tests.browser.test_margin import fail_in_part

pytestmark = pytest.mark.browser


def branch_of(page: Page, post: Post) -> Locator:
    return page.locator(f'details[data-branch="{post.pk}"]')


def a_second_branch(talk: Talk) -> Post:
    return say(talk.thread, talk.reader, talk.moderator, "A second branch.", anchor=talk.published.anchor)


def first(page: Page) -> Locator:
    """The post at the top of the list on a passage."""
    return page.locator('[data-place$="/p26/"] .posts > li > article').first


def ends_with(address: str) -> re.Pattern[str]:
    return re.compile(re.escape(address) + "$")


def test_a_branch_is_folded_in_the_address_and_a_link_to_a_post_unfolds_it(talk: Talk, window: OpenWindow) -> None:
    page, post = window(), talk.published
    page.goto(f"{talk.address}p26/?sort=newest#page-talk")
    branch = branch_of(page, post)
    summary = branch.locator("> summary")
    expect(summary).to_have_text("14 answers to Reader one")
    summary.focus()
    page.keyboard.press("Enter")
    expect(branch).not_to_have_attribute("open", "")
    expect(page).to_have_url(ends_with(f"/p26/?sort=newest&folded={post.pk}#page-talk"))

    page.reload()
    answer = page.locator(f"#post-{talk.removed.pk}")
    expect(page.locator(f"#post-{post.pk}")).to_be_visible()
    expect(answer).to_be_hidden()
    page.evaluate("id => { location.hash = id }", f"post-{talk.removed.pk}")
    expect(answer).to_be_in_viewport()
    expect(page).to_have_url(ends_with(f"/p26/?sort=newest#post-{talk.removed.pk}"))


def test_branches_fold_without_javascript(talk: Talk, window: OpenWindow) -> None:
    page = window(java_script_enabled=False)
    page.goto(f"{talk.address}p26/?folded={talk.published.pk}")
    answer = page.locator(f"#post-{talk.removed.pk}")
    expect(answer).to_be_hidden()
    branch_of(page, talk.published).locator("> summary").click()
    expect(answer).to_be_visible()
    page.goto(f"{talk.address}p26/?folded={talk.published.pk}#post-{talk.removed.pk}")
    expect(answer).to_be_in_viewport()


def test_talk_is_sorted_in_place_and_back_sorts_it_again(talk: Talk, window: OpenWindow) -> None:
    second, page = a_second_branch(talk), window()
    page.goto(f"{talk.address}p26/")
    page.evaluate("document.body.dataset.same = 1")
    newest, oldest = (page.get_by_role("link", name=f"{name} first") for name in ("Newest", "Oldest"))
    branch_of(page, talk.published).locator("> summary").click()
    newest.click()
    expect(first(page)).to_have_id(f"post-{second.pk}")
    expect(newest).to_be_focused()
    expect(newest).to_have_attribute("aria-current", "true")
    # What is folded stays so.
    expect(branch_of(page, talk.published)).not_to_have_attribute("open", "")
    expect(page).to_have_url(ends_with(f"/p26/?sort=newest&folded={talk.published.pk}#page-talk"))
    page.get_by_role("link", name="Most answered").click()
    expect(first(page)).to_have_id(f"post-{talk.published.pk}")
    page.go_back()
    expect(first(page)).to_have_id(f"post-{second.pk}")
    page.go_back()
    expect(first(page)).to_have_id(f"post-{talk.published.pk}")
    expect(oldest).to_have_attribute("aria-current", "true")
    expect(page.locator("body[data-same]")).to_have_count(1)


def test_talk_beside_the_text_is_sorted_there_and_is_so_again_after_back_and_reload(
    talk: Talk, window: OpenWindow
) -> None:
    second, page = a_second_branch(talk), window()
    page.goto(f"{talk.address}?sort=newest")
    page.locator('a.talk[data-pill="p26"]').click()
    expect(first(page)).to_have_id(f"post-{talk.published.pk}")
    page.keyboard.press("Escape")
    expect(page).to_have_url(ends_with(f"{talk.address}?sort=newest"))
    page.locator('a.talk[data-pill="p26"]').click()
    margin = page.get_by_role("complementary", name="Replies to a passage")
    margin.get_by_role("link", name="Newest first").click()
    expect(first(page)).to_have_id(f"post-{second.pk}")
    expect(page).to_have_url(ends_with("/p26/?sort=newest#page-talk"))
    margin.locator("summary", has_text="14 answers").click()
    expect(page).to_have_url(ends_with(f"/p26/?sort=newest&folded={talk.published.pk}#page-talk"))

    # Where the address is another's, what is chosen is not written into it.
    whole = page.locator(".whole")
    whole.get_by_role("link", name="Most answered").click()
    expect(whole.locator("[aria-current]")).to_have_text("Most answered")
    expect(page).to_have_url(ends_with(f"/p26/?sort=newest&folded={talk.published.pk}#page-talk"))

    page.locator('a.talk[data-pill="p27"]').click()
    expect(margin.get_by_role("heading", name="paragraph 27").first).to_be_visible()
    page.go_back()
    expect(first(page)).to_have_id(f"post-{second.pk}")
    expect(branch_of(page, talk.published)).not_to_have_attribute("open", "")
    page.reload()
    expect(margin.locator(".order [aria-current]")).to_have_text("Newest first")
    expect(branch_of(page, talk.published)).not_to_have_attribute("open", "")


def test_more_replies_come_in_place_and_the_keyboard_follows(talk: Talk, window: OpenWindow) -> None:
    for number in range(40):
        say(talk.thread, talk.reader, talk.moderator, f"Branch {number}.", anchor=talk.published.anchor)
    page = window()
    page.goto(f"{talk.address}p26/?sort=newest")
    page.get_by_role("link", name="More replies").click()
    expect(page.locator(f"#post-{talk.published.pk}")).to_be_visible()
    expect(first(page)).to_be_focused()
    expect(page).to_have_url(re.compile(r"/p26/\?after=\d+&sort=newest#page-talk$"))
    page.get_by_role("link", name="Back to the first replies").click()
    expect(page.get_by_text("Branch 39.")).to_be_in_viewport()
    expect(page).to_have_url(ends_with("/p26/?sort=newest#page-talk"))
    page.go_back()
    expect(page.locator(f"#post-{talk.published.pk}")).to_be_visible()


def test_a_link_can_be_opened_in_another_window_and_what_fails_in_part_comes_as_a_page(
    talk: Talk, window: OpenWindow
) -> None:
    a_second_branch(talk)
    page = window()
    page.goto(f"{talk.address}p26/")
    for link in ("Reply to Reader one", "Newest first"):
        with page.context.expect_page() as opened:
            page.get_by_role("link", name=link).first.click(modifiers=["ControlOrMeta"])
        expect(opened.value.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(".posts form")).to_have_count(0)

    page.route("**/p26/?sort=newest", fail_in_part)
    page.get_by_role("link", name="Newest first").click()
    expect(page).to_have_url(ends_with("/p26/?sort=newest#page-talk"))
    expect(page.locator(".order [aria-current]")).to_have_text("Newest first")
