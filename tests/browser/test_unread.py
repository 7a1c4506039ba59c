"""Who comes back reads what is new and where, goes there, and marks the rest as read."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from essays.models import Passage
from tests.browser.conftest import OpenWindow
from tests.browser.talk import Talk, say

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("script", [True, False])
def test_a_member_comes_back_to_what_is_new(talk: Talk, window: OpenWindow, script: bool) -> None:
    mine = window(talk.reader, java_script_enabled=script)
    mine.goto(talk.address)
    p12 = Passage.objects.get(essay=talk.essay, ref="p12")
    here = say(talk.thread, talk.moderator, talk.superuser, "At paragraph 12.", anchor=p12)
    say(talk.thread, talk.moderator, talk.superuser, "On the whole of it.")
    mine.goto(talk.address)
    new = mine.get_by_role("region", name="New to you")
    expect(new).to_contain_text("2 new: paragraph 12, the whole text")
    new.get_by_role("link", name="paragraph 12").click()
    expect(mine.locator(f"#post-{here.pk}")).to_contain_text("new")
    expect(mine.locator(f"#post-{here.pk}")).to_be_in_viewport()

    say(talk.thread, talk.moderator, talk.superuser, "Once more.", anchor=p12)
    mine.goto(talk.address)
    new.get_by_role("button", name="Mark all read").click()
    expect(mine.get_by_role("status").first).to_contain_text("is marked as read")
    expect(new).to_have_count(0)


def test_what_is_opened_beside_the_text_is_new_no_more(talk: Talk, window: OpenWindow) -> None:
    mine = window(talk.reader)
    mine.goto(talk.address)
    p12 = Passage.objects.get(essay=talk.essay, ref="p12")
    say(talk.thread, talk.moderator, talk.superuser, "At paragraph 12.", anchor=p12)
    mine.goto(talk.address)
    assert Axe().run(mine).violations_count == 0
    mine.get_by_role("link", name="1 reply to paragraph 12, 1 new").click()
    expect(mine.locator("#page-margin .fresh")).to_have_text("new")
    expect(mine.get_by_role("link", name="1 reply to paragraph 12", exact=True)).to_be_visible()
    expect(mine.locator(".fresh:not(.mark)")).to_have_count(0)
