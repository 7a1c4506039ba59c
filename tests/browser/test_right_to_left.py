"""A paragraph of a post runs as its own words do, whatever the paragraph above it is written in."""

import pytest
from playwright.sync_api import Locator

from tests.browser.conftest import OpenWindow
from tests.browser.talk import Talk, say

pytestmark = pytest.mark.browser

ENGLISH, ARABIC = "A line of English.", "سطر بالعربية."
# How far the first line of the words is from each edge of its paragraph, in px.
MARGINS = """paragraph => {
    const range = document.createRange();
    range.selectNodeContents(paragraph);
    const [words, all] = [range.getClientRects()[0], paragraph.getBoundingClientRect()];
    return [words.left - all.left, all.right - words.right];
}"""


def starts_on_the_right(paragraph: Locator) -> bool:
    left, right = paragraph.evaluate(MARGINS)
    return bool(right < 1 < left)


def test_every_paragraph_has_a_direction_of_its_own(talk: Talk, window: OpenWindow) -> None:
    posts = [
        say(talk.thread, talk.reader, talk.moderator, source)
        for source in (f"{ENGLISH}\n\n{ARABIC}", f"{ARABIC}\n\n{ENGLISH}")
    ]
    page = window()
    page.goto(talk.address)
    for post in posts:
        paragraphs = page.locator(f"#post-{post.pk} .body p")
        assert not starts_on_the_right(paragraphs.filter(has_text=ENGLISH))
        assert starts_on_the_right(paragraphs.filter(has_text=ARABIC))
