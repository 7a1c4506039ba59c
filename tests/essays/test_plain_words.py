"""The words of stored HTML are what a browser would show of it, whatever was typed."""

from html.parser import HTMLParser

from essays.markup import render_post
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


def test_footnote_calls_are_no_words() -> None:
    assert (
        plain_words('<p>One<sup class="call"><a href="#n1">1</a></sup>, &lt;two&gt;\n three</p>') == "One, <two> three"
    )
