"""On a slow line a press shows that it is taken, counts once, and does without JavaScript what it cannot do with it."""

import re

import pytest
from playwright.sync_api import Route, expect

from forum.models import Post
from tests.browser.conftest import OpenWindow
from tests.browser.talk import Talk

pytestmark = pytest.mark.browser

PATIENCE = 8_000  # milliseconds


def test_a_press_before_what_answers_it_is_there_waits_for_a_while_and_is_done_without_it(
    talk: Talk, window: OpenWindow
) -> None:
    mine = window(talk.reader)
    mine.clock.install(time=0)
    held: list[Route] = []
    mine.route("**/talk*.js", lambda route: held.append(route))  # noqa: PLW0108 - Playwright takes no built-in.
    mine.goto(f"{talk.address}p30/")
    mine.clock.pause_at(30_000)
    mine.get_by_label("Your reply").fill("On a slow line.")
    post = mine.get_by_role("button", name="Post reply")
    post.click()
    expect(post).to_have_attribute("aria-busy", "true")
    expect(post).to_have_css("cursor", "progress")
    post.click()
    mine.clock.run_for(PATIENCE - 100)
    expect(post).to_have_attribute("aria-busy", "true")
    mine.clock.run_for(200)
    expect(mine).to_have_url(re.compile(r"/p30/#post-\d+$"))
    expect(mine.locator("article").filter(has_text="On a slow line.")).to_be_visible()
    assert Post.objects.filter(source="On a slow line.").count() == 1


def test_a_press_is_done_once_when_what_answers_it_comes(talk: Talk, window: OpenWindow) -> None:
    mine = window(talk.reader)
    held: list[Route] = []
    mine.route("**/talk*.js", lambda route: held.append(route))  # noqa: PLW0108 - Playwright takes no built-in.
    mine.goto(f"{talk.address}p26/")
    answer = mine.locator(f"#post-{talk.published.pk}").locator("a[data-hx-get]").first
    asked: list[str] = []
    mine.on("request", lambda request: asked.append(request.url) if "/reply/" in request.url else None)
    with mine.expect_request("**/talk*.js"):
        answer.click()
    answer.click()
    expect(answer).to_have_attribute("aria-busy", "true")
    held[0].continue_()
    expect(mine.get_by_label("Your reply").first).to_be_focused()
    expect(answer).not_to_have_attribute("aria-busy", "true")
    assert len(asked) == 1
