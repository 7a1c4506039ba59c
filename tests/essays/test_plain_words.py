"""The words of stored HTML are what a browser would show of it, whatever was typed."""

from collections import Counter
from html.parser import HTMLParser

import pytest

from essays.markup import render_post, render_text
from essays.markup.policy import pass_gate
from essays.models import plain_words
from tests.essays.hostile import HOSTILE

SHORT = [source for source in HOSTILE if len(source) < 200]  # The others cost time, and hold nothing new.


class Shown(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.words = ""
        self.feed(html)
        self.close()

    def handle_data(self, data: str) -> None:
        self.words += data


def shown(html: str) -> str:
    return " ".join(Shown(html).words.split())


def test_plain_words_are_those_that_are_shown() -> None:
    pages = [render_post(source) for source in SHORT]
    assert len(pages) > 200
    assert [plain_words(html) for html in pages] == [shown(html) for html in pages]


@pytest.mark.parametrize("editor", [False, True])
def test_the_gate_lets_a_bare_sign_through_in_an_address_so_the_writer_must_not_write_one(editor: bool) -> None:
    link = '<a href="https://example.org/?a>b">word</a>'
    assert pass_gate(link, editor=editor) == link
    assert plain_words(link) != "word"


@pytest.mark.parametrize(
    "source",
    [
        "[word](https://example.org/?a&gt;b)",
        '[word](https://example.org/?a&#62;b "c>d")',
        "[word](https://example.org/a\\>b)",
        "![word](https://example.org/?a&#x3e;b)",
    ],
)
def test_no_stored_address_holds_a_bare_sign(source: str) -> None:
    for html in (render_post(source), render_text(source, Counter())[0]):
        assert '%3Eb"' in html
        assert plain_words(html) == shown(html) == "word"


def test_footnote_calls_are_no_words() -> None:
    assert (
        plain_words('<p>One<sup class="call"><a href="#n1">1</a></sup>, &lt;two&gt;\n three</p>') == "One, <two> three"
    )
