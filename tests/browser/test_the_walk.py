"""The whole path, from a clean copy and `make run` to a reply that a moderator has let through."""

import signal
import socket
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_playwright.pytest_playwright import CreateContextCallback

from tests.browser.running_site import Copy, Running

pytestmark = pytest.mark.browser

P26 = "/essays/victor-serge/p26/"
WORDS = "A reply that was written before its author was a member."
PASSWORD = "quite a long password"


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    """A copy of the project in a folder that nothing knows yet."""
    return Copy(tmp_path)


def test_a_reply_is_written_held_approved_and_read(copy: Copy, new_context: CreateContextCallback) -> None:
    with Running(copy) as site:
        mine, moderators, anybodys = (new_context(base_url=copy.url).new_page() for _ in range(3))
        write_and_join(mine, copy)
        assert_only_its_author_sees_it(mine, anybodys)
        become_moderator(moderators, copy)
        approve(moderators)
        assert_everybody_sees_it(anybodys)
        before = copy.rows()
    assert_it_stopped(site)
    with Running(copy) as again:
        assert copy.rows() == before
    assert_it_stopped(again)


def write_and_join(page: Page, copy: Copy) -> None:
    page.goto("/")
    page.get_by_role("link", name="Victor Serge: From the defeated past").click()
    page.get_by_role("link", name="Reply to paragraph 26").click()
    beside = page.locator("#page-margin")
    beside.get_by_label("Your reply").fill(WORDS)
    expect(page).to_have_url(f"{copy.url}{P26}")
    beside.get_by_role("button", name="Post reply").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    join(page, copy, "reader-one")
    expect(page).to_have_url(f"{copy.url}{P26}#page-reply")
    expect(page.get_by_label("Your reply")).to_have_value(WORDS)
    page.get_by_role("button", name="Post reply").click()


def join(page: Page, copy: Copy, username: str) -> None:
    """Sign up from the page for signing in, with the code that comes by mail."""
    email = f"{username}@example.org"
    page.get_by_role("main").get_by_role("link", name="Join").click()
    page.get_by_label("Username").fill(username)
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Join").click()
    page.get_by_label("Code").fill(copy.code_for(email))
    page.get_by_role("main").get_by_role("button").first.click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def assert_only_its_author_sees_it(mine: Page, anybodys: Page) -> None:
    post = mine.get_by_role("article").filter(has_text=WORDS).last
    expect(post).to_contain_text("Your reply is waiting for a moderator.")
    anybodys.goto(P26)
    expect(anybodys.get_by_role("heading", name="Replies to paragraph 26")).to_be_visible()
    expect(anybodys.get_by_text(WORDS)).to_have_count(0)


def become_moderator(page: Page, copy: Copy) -> None:
    page.goto("/accounts/login/")
    join(page, copy, "reader-two")
    assert "reader-two" in copy.make_moderator("reader-two")
    page.get_by_role("button", name="Sign out").click()
    page.goto("/admin/")
    page.get_by_label("Username or e-mail").fill("reader-two")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()


def approve(page: Page) -> None:
    page.get_by_role("link", name="Queue", exact=True).click()
    first = page.get_by_role("article").first
    expect(first).to_contain_text(WORDS)
    expect(first).to_contain_text("Paragraph 26")
    first.get_by_role("button", name="Approve").click()
    expect(page.get_by_text("approved.")).to_be_visible()


def assert_everybody_sees_it(page: Page) -> None:
    page.goto(P26)
    expect(page.get_by_role("article").filter(has_text=WORDS).last).to_contain_text("@reader-one")
    expect(page.get_by_text("waiting for a moderator")).to_have_count(0)
    page.goto("/essays/victor-serge/")
    expect(page.get_by_role("link", name="1 reply to paragraph 26")).to_have_text("1")


def assert_it_stopped(site: Running) -> None:
    assert site.process.returncode in {0, -signal.SIGINT}, site.output
    assert "Traceback" not in site.output
    assert not site.left_over
    socket.create_server(("127.0.0.1", site.copy.port), reuse_port=False).close()
