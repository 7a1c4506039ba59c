"""What holds for whatever is typed."""

import re
from collections import Counter
from html import unescape

from django.utils.html import strip_tags
from hypothesis import given, settings
from hypothesis import strategies as st

from essays.markup import MarkupError, render_inline, render_post, render_text
from essays.markup.source import as_typed, clean
from tests.essays.addresses import ADDRESSES
from tests.essays.heavy import FRAGMENTS
from tests.essays.hostile import BROKEN_MARKDOWN, PLACES_OF_THE_PARSER, RAW_HTML
from tests.essays.structure import faults

ANYTHING = st.text(st.characters(), max_size=300)
PIECES = [*FRAGMENTS, *ADDRESSES, *BROKEN_MARKDOWN, *PLACES_OF_THE_PARSER, *RAW_HTML]
HOSTILE = st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=30).map("".join)
SIGNS = [*"ab*_~>#`|&!<()[]\\ :", "**", "~~", "\n", "\n\n", "- ", "  - ", "> ", "    ", "***\n", "\n---\n", "|-|-|\n"]
MARKS = st.lists(st.sampled_from(SIGNS), max_size=30).map("".join)
LANGUAGE = re.compile(r"(?:~{3}|`{3})[~` ]*[#ab]")  # The name of the language of fenced code is not shown.


@settings(max_examples=150, deadline=None)
@given(ANYTHING | HOSTILE)
def test_only_what_is_listed_comes_out(source: str) -> None:
    assert faults(render_post(source)) == []


@settings(max_examples=150, deadline=None)
@given(ANYTHING | HOSTILE)
def test_a_page_is_at_most_twenty_times_what_was_typed(source: str) -> None:
    assert len(render_post(source)) <= 20 * len(source)
    assert len(as_typed(clean(source))) <= 20 * len(source)


@settings(max_examples=100, deadline=None)
@given(HOSTILE)
def test_the_same_words_give_the_same_bytes(source: str) -> None:
    html = render_post(source)
    assert render_post(source) == html
    assert html.encode().decode() == html


@settings(max_examples=300, deadline=None)
@given(MARKS.filter(lambda source: not LANGUAGE.search(source)))
def test_no_letter_is_lost_or_moved(source: str) -> None:
    assert re.findall("[ab]", unescape(strip_tags(render_post(source)))) == re.findall("[ab]", source)


@settings(max_examples=200, deadline=None)
@given(ANYTHING | HOSTILE)
def test_the_words_as_typed_are_all_there(source: str) -> None:
    words = unescape(strip_tags(as_typed(clean(source)).replace("<br>", " "))).split()
    assert "".join(words) == "".join(clean(source).split())


@settings(max_examples=200, deadline=None)
@given(HOSTILE)
def test_an_editor_gets_the_text_or_a_reason(source: str) -> None:
    for render in (render_text, render_inline):
        try:
            html, calls = render(source, Counter())
        except MarkupError as error:
            broken = error.__cause__
        else:
            broken = None
            assert len(calls) == len(set(calls)) == html.count('<sup class="call">')
        assert broken is None
