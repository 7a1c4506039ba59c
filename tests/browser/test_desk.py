"""The pages of the moderators' desk in a browser: with and without JavaScript, narrow, and with all unfolded."""

import json
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from forum import moderation, posting
from forum.models import Post, Standing
from tests.browser.conftest import OpenWindow
from tests.browser.pages import desk
from tests.browser.talk import Talk
from tests.browser.test_long_words import WORDS
from tests.browser.width import HEIGHT, sticking_out
from tests.conftest import make_member
from tests.forum.desk import MEMBERS, NUMBERS, page_of
from tests.forum.talk import because

pytestmark = pytest.mark.browser

WIDTHS = (320, 400, 1000, 1440)


def choose(page: Page, act: str) -> None:
    page.get_by_role("group", name="Decision").get_by_label(act, exact=True).check()


@pytest.mark.parametrize("with_javascript", [True, False])
def test_a_post_is_approved_with_an_edit(talk: Talk, window: OpenWindow, with_javascript: bool) -> None:
    page = window(talk.moderator, java_script_enabled=with_javascript)
    page.goto(page_of(talk.held))
    expect(page.get_by_label("Its words")).to_be_hidden()
    choose(page, "Approve")
    page.get_by_label("Its words").fill("This does not wait.")
    page.get_by_label("Note").fill("A word was missing.")
    page.get_by_role("button", name="Decide").click()
    expect(page.get_by_text(f"Post {talk.held.pk}: approved.")).to_be_visible()
    assert Post.objects.get(pk=talk.held.pk).source == "This does not wait."


def test_what_is_missing_is_said_beside_its_field(talk: Talk, window: OpenWindow) -> None:
    page = window(talk.moderator, java_script_enabled=False)
    page.goto(page_of(talk.held))
    choose(page, "Remove")
    page.get_by_label("Note").fill("It is rude.")
    page.get_by_role("button", name="Decide").click()
    expect(page.get_by_role("alert")).to_contain_text("Something is missing")
    assert "Error: Post" in page.title()
    reason = page.get_by_label("Reason")
    assert reason.get_attribute("aria-invalid") == "true"
    expect(reason).to_have_accessible_description(re.compile("Choose a reason"))
    expect(page.get_by_label("Note")).to_have_value("It is rude.")
    reason.select_option(label="personal attack")
    page.get_by_role("button", name="Decide").click()
    expect(page.get_by_text(f"Post {talk.held.pk}: removed.")).to_be_visible()


def test_an_act_is_undone_by_a_button(talk: Talk, window: OpenWindow) -> None:
    page = window(talk.moderator, java_script_enabled=False)
    page.goto(page_of(talk.removed))
    page.get_by_role("button", name=": removed").click()
    expect(page.get_by_text("(removed) is undone.")).to_be_visible()
    assert page.url.endswith(page_of(talk.removed))
    assert Post.objects.get(pk=talk.removed.pk).is_published


def test_from_a_post_to_its_author_who_is_silenced(talk: Talk, window: OpenWindow) -> None:
    page = window(talk.moderator, java_script_enabled=False)
    page.goto(page_of(talk.held))
    page.get_by_role("link", name="@reader-two").click()
    expect(page.get_by_label("Silence for", exact=True)).to_be_hidden()
    choose(page, "Silence for a time")
    page.get_by_label("Silence for", exact=True).select_option("30 days")
    page.get_by_label("Reason").select_option(label="spam")
    page.get_by_role("button", name="Decide").click()
    expect(page.locator(".messagelist")).to_contain_text("silenced until")
    assert Standing.objects.get(member=talk.newcomer).state == "silenced"
    page.goto(MEMBERS)
    expect(page.get_by_role("link", name="@reader-two")).to_be_visible()


def test_long_names_and_words_widen_no_page(talk: Talk, window: OpenWindow) -> None:
    author = make_member("W" * 30, "W" * 60)
    post = posting.reply(talk.thread, author=author, source=WORDS)
    moderation.warn(author, by=talk.moderator, seen=0, reason=because("spam"), note="W" * 300)
    moderation.put_on_hold(author, by=talk.moderator, seen=moderation.last_entry(author), reason=because("spam"))
    page = window(talk.moderator, viewport={"width": WIDTHS[0], "height": HEIGHT})
    wide: dict[tuple[str, int], list[str]] = {}
    for address in (page_of(post), page_of(author), MEMBERS, NUMBERS, page_of(author.moderation_entries.all()[0])):
        page.goto(address)
        wide |= {(address, width): over for width in WIDTHS if (over := sticking_out(page, width))}
    assert wide == {}


def test_axe_finds_nothing_whatever_is_chosen(talk: Talk, window: OpenWindow) -> None:
    """What belongs to one decision is shown when it is chosen."""
    moderation.flag(talk.published, by=talk.newcomer, seen=2, reason=because("attack"), note="It is rude.")
    page = window(talk.superuser)
    page.add_init_script(Axe().axe_script)
    found = []
    for address in (*desk(talk), page_of(talk.held), page_of(talk.withdrawn)):
        page.goto(address)
        for choice in page.get_by_role("radio").all():
            choice.check()
            found += [f"{address}: {fault}" for fault in faults(page)]
    assert found == []


def faults(page: Page) -> list[str]:
    options = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
    run = f"axe.run('.desk #content', {json.dumps(options)}).then((results) => results.violations)"
    return [f"{fault['id']}: {node['html']}" for fault in page.evaluate(run) for node in fault["nodes"]]
