"""What is offered for copying is copied, said to be copied, and can be copied by hand where the browser does not."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import OpenWindow
from tests.browser.talk import Talk

pytestmark = pytest.mark.browser

CLIPBOARD = ["clipboard-read", "clipboard-write"]
# As it is where the site is not served over https.
NO_CLIPBOARD = "Object.defineProperty(navigator, 'clipboard', { value: undefined })"
SELECTED = "String(getSelection())"


def copied(window: Page) -> str:
    return str(window.evaluate("navigator.clipboard.readText()"))


def test_citations_and_links_are_copied_and_said_to_be(talk: Talk, window: OpenWindow, live_server: LiveServer) -> None:
    mine = window(permissions=CLIPBOARD)
    mine.clock.install()
    mine.goto(f"{talk.address}p26/")
    mine.get_by_text("Cite this paragraph").press("Enter")
    status = mine.get_by_role("status").filter(has_text="Copied")

    for name, key in (("Plain text", "plain"), ("BibTeX", "bibtex"), ("CSL-JSON", "csl")):
        button = mine.get_by_role("button", name=f"Copy as {name}")
        handle = button.element_handle()
        button.press("Enter")
        expect(mine.get_by_role("button", name="Copied")).to_be_focused()
        expect(status).to_have_text("Copied")
        assert copied(mine) == mine.locator(f"#page-cite-{key}").text_content()
        assert "p26/" in copied(mine)
        handle.press("Enter")  # Once more, before the name is back.
        mine.clock.run_for(2000)
        expect(button).to_be_focused()

    mine.get_by_role("button", name="Copy link to paragraph 26").click()
    expect(mine.get_by_role("button", name="Copied")).to_be_visible()
    assert copied(mine) == f"{live_server.url}{talk.address}p26/"

    # What came into the page later is copied just so.
    later = '<button type="button" data-copy-link="/posts/1/"><b id="later">Link of a post</b></button>'
    mine.evaluate("html => document.querySelector('main').insertAdjacentHTML('afterbegin', html)", later)
    mine.locator("#later").click()
    expect(mine.get_by_role("button", name="Link of a post")).to_have_count(0)
    assert copied(mine) == f"{live_server.url}/posts/1/"


def test_what_cannot_be_copied_is_selected(talk: Talk, window: OpenWindow, live_server: LiveServer) -> None:
    mine = window(viewport={"width": 320, "height": 800})
    mine.add_init_script(NO_CLIPBOARD)
    mine.goto(f"{talk.address}n7/")
    mine.get_by_text("Cite this note").click()
    mine.get_by_role("button", name="Copy as BibTeX").click()
    expect(mine.get_by_role("status").filter(has_text="Selected")).to_be_attached()
    assert str(mine.evaluate(SELECTED)).strip() == mine.locator("#page-cite-bibtex").inner_text()

    for _ in range(2):
        mine.get_by_role("button", name="Copy link to note 7").click()
        field = mine.get_by_role("textbox", name="Link", exact=True)
        expect(field).to_be_focused()
        expect(field).to_have_value(f"{live_server.url}{talk.address}n7/")
        assert mine.evaluate(SELECTED) == f"{live_server.url}{talk.address}n7/"
    assert mine.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert Axe().run(mine).response["violations"] == []


def test_without_javascript_citations_are_read_and_nothing_is_offered_that_would_not_work(
    talk: Talk, window: OpenWindow
) -> None:
    mine = window(java_script_enabled=False)
    mine.goto(f"{talk.address}p26/")
    mine.get_by_text("Cite this paragraph").click()
    expect(mine.locator("#page-cite-csl")).to_be_visible()
    expect(mine.get_by_role("button", name="Copy")).to_have_count(0)
