"""A browser is given all that people try, rendered: nothing runs, nothing is fetched, nothing else is in the page."""

import pytest
from playwright.sync_api import Dialog, Page

from tests.essays.hostile import HOSTILE
from tests.essays.structure import REL, SCHEMES, TAGS, rendered

pytestmark = pytest.mark.browser

ELEMENTS = """
    root => [...root.querySelectorAll("*")].map(element => [
        element.localName, element.namespaceURI, [...element.attributes].map(({name, value}) => [name, value]),
        element.protocol || "",
    ])
"""
COMMENTS = "root => document.createNodeIterator(root, NodeFilter.SHOW_COMMENT).nextNode() !== null"


@pytest.fixture
def signs(page: Page) -> list[str]:
    """What the page did, beside being shown: dialogs, requests, errors of scripts, windows."""
    signs: list[str] = []

    def dismiss(dialog: Dialog) -> None:
        signs.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    page.on("dialog", dismiss)
    page.on("request", lambda request: signs.append(f"request: {request.url}"))
    page.on("pageerror", lambda error: signs.append(f"script: {error}"))
    page.on("console", lambda message: signs.append(f"console: {message.text}"))
    page.on("popup", lambda popup: signs.append(f"window: {popup.url}"))
    return signs


def test_the_page_holds_what_is_listed_and_does_nothing(page: Page, signs: list[str]) -> None:
    posts = "\n".join(f"<article>{rendered(source)}</article>" for source in HOSTILE)
    page.set_content(f'<!DOCTYPE html><meta charset="utf-8"><title>x</title><main>{posts}</main>')
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
    main = page.locator("main")
    assert page.locator("main > article").count() == len(HOSTILE)
    assert page.locator("body > *").count() == 1
    elements = [element for element in main.evaluate(ELEMENTS) if element[0] != "article"]
    assert {name for name, *_ in elements} <= TAGS
    assert {namespace for _, namespace, *_ in elements} == {"http://www.w3.org/1999/xhtml"}
    assert {(name, attribute) for name, _, attributes, _ in elements for attribute, _ in attributes} <= {
        ("a", "href"),
        ("a", "rel"),
        ("ol", "start"),
    }
    # A URL that is none, such as one with a port of 9999999, has no protocol, and leads nowhere.
    assert {protocol.rstrip(":") for name, _, _, protocol in elements if name == "a"} <= {*SCHEMES, ""}
    assert {dict(attributes)["rel"] for name, _, attributes, _ in elements if name == "a"} == {REL}
    assert not main.evaluate(COMMENTS)
    assert signs == []


@pytest.mark.parametrize("html", ["<img src=x onerror=alert(1)>", "<script>alert(1)</script>", "<script>x.y</script>"])
def test_the_browser_would_have_shown_it(page: Page, signs: list[str], html: str) -> None:
    page.set_content(html)
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 50)))")
    assert signs
