"""What is too large, too deep or too slow is shown as it was typed: plain, safe, and whole."""

import gc
import time
from collections import Counter
from html import unescape
from xml.etree.ElementTree import Element

import pytest
from django.utils.html import strip_tags

from essays.markup import MAX_SOURCE, MarkupError, bounds, render_post, render_text
from essays.markup.bounds import refusal
from essays.markup.writer import Writer

LETTERS = "Words with *stress*, a [link](http://a.example),\na <tag> & a line.\n\n- And\n- a list"
AS_TYPED = """
<p>Words with *stress*, a [link](http://a.example),<br>
a &lt;tag&gt; &amp; a line.</p>
<p>- And<br>
- a list</p>
""".strip()


def is_as_typed(html: str, source: str) -> bool:
    """Tell whether the page shows each character that was typed, but for white space, and no Markdown was read."""
    return "".join(unescape(strip_tags(html.replace("<br>", " "))).split()) == "".join(source.split())


def backticks(lengths: int) -> str:
    return " ".join("`" * length for length in range(1, lengths + 1))


def steps(depth: int) -> str:
    return "\n".join("  " * step + "- *a*" for step in range(depth))


def test_collecting_garbage_is_not_counted_as_reading() -> None:
    """It belongs to the whole process, and takes longer the more there is in it."""
    ballast = [[number] for number in range(300_000)]
    gc.collect()
    began = time.thread_time()
    gc.collect()
    pause = time.thread_time() - began
    deadline = bounds.Deadline(pause)
    for _ in range(5):
        gc.collect()
    assert time.thread_time() - began > 4 * pause
    deadline.check()
    assert len(ballast) == 300_000


def test_a_deadline_that_has_passed_gives_plain_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MAX_SECONDS", 0)
    assert render_post(LETTERS) == AS_TYPED


def test_a_deadline_that_has_passed_is_an_editors_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MAX_SECONDS", 0)
    assert render_text("Words.", Counter())[0] == "<p>Words.</p>"  # An editor has more time than a member.
    monkeypatch.setattr(bounds, "EDITORS_SECONDS", 0)
    with pytest.raises(MarkupError, match="takes too long"):
        render_text("Words.", Counter())


@pytest.mark.parametrize("source", ["a *b* `c`", "- a\n- b", "> a", "|a|b|\n|-|-|", "# a", "```\na\n```"])
def test_the_parser_looks_at_the_clock_in_blocks_and_in_words(source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    looks = []
    monkeypatch.setattr(bounds.Deadline, "check", lambda _: looks.append("looked"))
    render_post(source)
    assert len(looks) > 2


def test_a_parser_that_breaks_gives_plain_text(monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(source: str) -> str:
        raise RecursionError

    monkeypatch.setattr(bounds, "refusal", break_down)
    assert render_post(LETTERS) == AS_TYPED


@pytest.mark.parametrize(
    ("at_most", "too_much"),
    [
        ("*a* " + "a" * (MAX_SOURCE - 4), "*a* " + "a" * (MAX_SOURCE - 3)),
        ("*a*\n" + "\n" * 2_999, "*a*\n" + "\n" * 3_000),
        ("*a*" + "&" * 3_000, "*a*" + "&" * 3_001),
        ("*a*" + "[" * 60, "*a*" + "[" * 61),
        ("*a*" + "(" * 60, "*a*" + "(" * 61),
        ("*a*" + backticks(60), "*a*" + backticks(61)),
        ("> " * 10 + "*a*", "> " * 11 + "*a*"),
        ("- " * 10 + "*a*", "- " * 11 + "*a*"),
        ("- > " * 5 + "*a*", "- > " * 5 + "- *a*"),
        (steps(10), steps(11)),
        ("*a* b " * 1_999, "*a* b " * 2_000),
        ("*a* " + "http://a.example " * 666, "*a* " + "http://a.example " * 667),
        ("|*a*|b|\n|-|-|\n" + "a\n" * 497, "|*a*|b|\n|-|-|\n" + "a\n" * 499),
    ],
    ids="length lines marks brackets parentheses backticks quotations lists both items elements links cells".split(),
)  # fmt: skip
def test_one_more_than_the_bound_is_shown_as_typed(
    at_most: str, too_much: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "MAX_SECONDS", 60)  # So that it is not the time that is found too much.
    assert not is_as_typed(render_post(at_most), at_most)
    assert is_as_typed(render_post(too_much), too_much)


def test_a_table_of_too_many_columns_is_shown_as_typed() -> None:
    assert "<table>" in render_post("|a" * 49 + "|\n" + "|-" * 49 + "|")
    assert "<table>" not in render_post("|a" * 50 + "|\n" + "|-" * 50 + "|")


def test_marks_that_nest_too_deeply_are_shown_as_typed() -> None:
    source = "*a **b " * 30 + "b** a* " * 30
    assert is_as_typed(render_post(source), source)


def test_a_page_that_would_grow_too_large_is_shown_as_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MAX_GROWTH", 3)
    assert render_post("a*b*c") == "<p>a*b*c</p>"


@pytest.mark.parametrize("source", ["-", "> ", "# ", "[](javascript:x)", "1.", "~~~a", "```\n```", ">\n>"])
def test_what_would_show_nothing_is_shown_as_typed(source: str) -> None:
    assert is_as_typed(render_post(source), source)


@pytest.mark.parametrize("source", ["", " ", "\n\n", "\t", "\x00", "\ufffe\x02\x03"])
def test_nothing_is_made_of_nothing(source: str) -> None:
    assert render_post(source) == ""


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("a\x00b\x01c\x1b\x7f\x9f", "abc"),
        ("a\tb", "a   b"),
        ("a\r\nb\rc\x0cd\x85e\u2028f", "a<br>\nb<br>\nc<br>\nd<br>\ne<br>\nf"),
        ("a\ud800b\udfff", "a\ufffdb\ufffd"),
        ("a\ufffeb\uffffc", "abc"),
        ("\x02amp\x03 \x02klzzwxh:0001\x03 \x0242\x03", "amp klzzwxh:0001 42"),
        ("a\u202eb\u200dc\ufeff", "a\u202eb\u200dc\ufeff"),
    ],
)
def test_characters_that_no_page_can_hold_are_left_out(source: str, html: str) -> None:
    assert render_post(source) == f"<p>{html}</p>"


def test_a_place_that_the_parser_never_filled_is_an_error() -> None:
    # No source is known that does it. If one is found, its words are kept.
    root = Element("div")
    root.text = "\x02klzzwxh:0000\x03"
    with pytest.raises(MarkupError):
        Writer().document(root)


def test_every_refusal_says_what_is_too_much() -> None:
    assert refusal("a") == ""
    for source in ("a" * 20_001, "\n" * 3_001, "<" * 3_001, "[" * 61, "(" * 61):
        assert refusal(source).startswith("It ")
        assert refusal(source).endswith(".")
