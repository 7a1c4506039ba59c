"""A reader reports a post; its author reads what came of it, appeals, and sends again what was returned."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from forum import moderation
from forum.models import Appeal, Flag, Post
from tests.browser.conftest import OpenWindow
from tests.browser.talk import Talk, say
from tests.browser.test_everybody_can_read import ALL, ALL_RULES, STILL, violations
from tests.browser.width import sticking_out
from tests.forum.acts import reach
from tests.forum.talk import because

pytestmark = pytest.mark.browser

WITH_AND_WITHOUT = pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without"])


@WITH_AND_WITHOUT
def test_a_reader_reports_a_post_and_takes_that_back(talk: Talk, window: OpenWindow, scripts: bool) -> None:
    page = window(talk.newcomer, java_script_enabled=scripts)
    page.goto(f"{talk.address}p26/")
    page.locator(f"#post-{talk.published.pk}").get_by_role("link", name="Report").click()
    page.get_by_label("personal attack").check()
    page.get_by_label("What a moderator should know").fill("Look at the second line.")
    page.get_by_role("button", name="Report it").click()
    expect(page.get_by_text("Thank you. A moderator will look at this post.")).to_be_visible()
    expect(page).to_have_url(f"{page.url.partition('#')[0]}#post-{talk.published.pk}")
    given = Flag.objects.get(by=talk.newcomer)
    assert (given.post, given.note, given.state) == (talk.published, "Look at the second line.", Flag.State.OPEN)
    page.locator(f"#post-{talk.published.pk}").get_by_role("link", name="Report").click()
    page.get_by_role("button", name="Take the report back").click()
    expect(page.get_by_text("Your report is taken back.")).to_be_visible()
    assert Flag.objects.get(by=talk.newcomer).state == Flag.State.WITHDRAWN


def test_a_report_leads_through_signing_in_and_back(talk: Talk, window: OpenWindow) -> None:
    page = window()
    page.goto(talk.published.get_absolute_url())
    page.locator(f"#post-{talk.published.pk}").get_by_role("link", name="Report").click()
    page.get_by_label("Username or e-mail").fill(talk.newcomer.username)
    page.get_by_label("Password").fill("a long password")
    page.locator("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Report a post", level=1)).to_be_visible()


@WITH_AND_WITHOUT
def test_an_author_reads_why_a_post_is_gone_and_appeals(talk: Talk, window: OpenWindow, scripts: bool) -> None:
    page = window(talk.reader, java_script_enabled=scripts)
    page.goto("/")
    page.get_by_role("link", name=re.compile(r"Notices \d unread")).click()
    removal = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name="Your post was removed."))
    expect(removal).to_contain_text("personal attack")
    removal.get_by_role("link", name="Appeal").click()
    page.get_by_label("Why the decision was wrong").fill("It was no attack.")
    page.get_by_role("button", name="Send the appeal").click()
    expect(page.get_by_text("Your appeal is sent.")).to_be_visible()
    expect(removal).to_contain_text("You have appealed: waiting")
    expect(page.get_by_role("link", name="Notices", exact=True)).to_be_visible()
    assert Appeal.objects.get(decision__post=talk.removed).words == "It was no attack."


@WITH_AND_WITHOUT
def test_a_returned_post_is_changed_and_sent_again(talk: Talk, window: OpenWindow, scripts: bool) -> None:
    moderation.return_to_author(
        talk.held, by=talk.moderator, seen=1, reason=because("unclear"), note="Who waits for whom?"
    )
    page = window(talk.newcomer, java_script_enabled=scripts)
    page.goto(f"{talk.address}p26/")
    post = page.locator(f"#post-{talk.held.pk}")
    expect(post).to_contain_text("Who waits for whom?")
    post.get_by_role("link", name="Change it and send it again").click()
    expect(page.locator("main")).to_contain_text("A moderator returned this post to you: hard to follow.")
    page.get_by_label("Your words").fill("I wait for you.")
    page.get_by_role("button", name="Send it again").click()
    expect(page.locator(f"#post-{talk.held.pk}")).to_contain_text("waiting for a moderator")
    assert Post.objects.get(pk=talk.held.pk).is_pending


def test_a_locked_talk_opens_beside_the_text_and_says_so(talk: Talk, window: OpenWindow) -> None:
    moderation.lock_thread(talk.thread, by=talk.moderator, reason=because("heated"))
    page = window()
    page.goto(talk.address)
    page.locator('a.talk[data-pill="n7"]').click()
    panel = page.locator("#page-margin .panel")
    expect(panel.get_by_text("This talk is locked: too heated.")).to_be_visible()
    expect(panel.locator("textarea")).to_have_count(0)
    expect(panel.locator("h2").first).to_be_focused()
    expect(page.locator("a.talk.none")).to_have_count(0)


# --- What moderated talk looks like ---


def every_state(talk: Talk) -> str:
    """A place with a post in each state, one that is pinned, and a branch that is locked."""
    p27 = talk.essay.passages.get(ref="p27")
    for state in ("published", "hidden", "returned", "removed", "withdrawn", "locked"):
        reach(state, say(talk.thread, talk.reader, talk.moderator, f"To be {state}.", anchor=p27), talk.moderator)
    pinned = say(talk.thread, talk.reader, talk.moderator, "Read this first.", anchor=p27)
    moderation.pin(pinned, by=talk.moderator, seen=1)
    return f"{talk.address}p27/"


def silenced(talk: Talk) -> str:
    until, who = timezone.now() + timedelta(days=2), {"by": talk.moderator, "seen": 0}
    moderation.silence(talk.newcomer, **who, until=until, reason=because("heated"))  # type: ignore[arg-type]
    return f"{talk.address}p28/"


def reported(talk: Talk) -> str:
    moderation.flag(talk.published, by=talk.newcomer, seen=talk.published.revision, reason=because("spam"))
    return f"{talk.published.get_absolute_url()}flag/"


def locked(talk: Talk) -> str:
    moderation.lock_thread(talk.thread, by=talk.moderator, reason=because("heated"))
    return talk.address


LOOKS: dict[str, tuple[Callable[[Talk], str], Callable[[Talk], User | None]]] = {
    "every state, to a visitor": (every_state, lambda _: None),
    "every state, to its author": (every_state, lambda talk: talk.reader),
    "every state, to a moderator": (every_state, lambda talk: talk.moderator),
    "silenced": (silenced, lambda talk: talk.newcomer),
    "reported": (reported, lambda talk: talk.newcomer),
    "locked": (locked, lambda _: None),
}


@pytest.mark.parametrize("name", LOOKS)
def test_axe_finds_nothing_and_nothing_sticks_out(talk: Talk, window: OpenWindow, name: str) -> None:
    prepare, person = LOOKS[name]
    page = window(person(talk))
    page.add_init_script(STILL)
    page.add_init_script(Axe().axe_script)
    page.goto(prepare(talk))
    assert list(faults(page)) == []


def faults(page: Page) -> list[str]:
    page.locator("details").evaluate_all("all => all.forEach((one) => { one.open = true })")
    found = violations(page, ALL, ALL_RULES)
    page.emulate_media(color_scheme="dark")
    found += violations(page, ALL, ALL_RULES)
    return [*found, *sticking_out(page, 320)]
