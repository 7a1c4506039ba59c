"""The editor's text: what members may use, and footnote calls."""

from collections import Counter

import pytest

from essays.markup import MarkupError, bounds, render_inline, render_post, render_text


def call(label: str, name: str = "") -> str:
    return f'<sup class="call"><a id="{name or f"c{label}"}" href="#n{label}" role="doc-noteref">{label}</a></sup>'


@pytest.mark.parametrize("label", ["7", "12", "7a", "123456abc"])
def test_a_call_leads_to_its_note(label: str) -> None:
    assert render_text(f"Words.[^{label}]", Counter()) == (f"<p>Words.{call(label)}</p>", [f"c{label}"])


@pytest.mark.parametrize(
    "source",
    ["[^x]", "[^]", "[^1234567]", "[^7abcd]", "[^A]", "[7]", "[^ 7]", "`[^7]`", "    [^7]", "```\n[^7]\n```", "\\[^7]"],
)
def test_what_is_no_call_stays_text(source: str) -> None:
    html, calls = render_text(source, Counter())
    assert calls == []
    assert "sup" not in html


def test_the_second_call_of_a_note_has_an_id_of_its_own() -> None:
    html, calls = render_text("A[^7] b[^8] c[^7].", Counter())
    assert html == f"<p>A{call('7')} b{call('8')} c{call('7', 'c7-2')}.</p>"
    assert calls == ["c7", "c8", "c7-2"]


def test_calls_are_counted_on_through_the_document() -> None:
    seen = Counter({"7": 1})
    assert render_text("A[^7].", seen)[1] == ["c7-2"]
    assert render_inline("B[^7][^8]", seen)[1] == ["c7-3", "c8"]
    assert seen == Counter({"7": 3, "8": 1})


def test_calls_are_in_the_order_of_the_page() -> None:
    assert render_text("- *a[^1]*\n    - b[^2]\n- c[^3] `d` *e*[^4]\n\n> f[^5]", Counter())[1] == [
        "c1",
        "c2",
        "c3",
        "c4",
        "c5",
    ]


def test_a_block_that_fails_counts_nothing() -> None:
    seen: Counter[str] = Counter()
    with pytest.raises(MarkupError):
        render_text("A[^7] [b[^8]](http://a.example)", seen)
    assert seen == Counter()


def test_a_call_in_a_link_is_refused() -> None:
    with pytest.raises(MarkupError, match=r"\[\^8\] is inside a link"):
        render_text("[b[^8]](http://a.example)", Counter())


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("1. The *first*", "1. The <em>first</em>"),
        ("1917. A year", "1917. A year"),
        ("# - > |a|", "# - &gt; |a|"),
        ("Over\ntwo lines", "Over two lines"),
        ("A < b & `c`[^1]", f"A &lt; b &amp; <code>c</code>{call('1')}"),
        ("<b>By</b> Suzi", "&lt;b&gt;By&lt;/b&gt; Suzi"),
    ],
)  # fmt: skip
def test_a_heading_is_words_only(source: str, html: str) -> None:
    assert render_inline(source, Counter())[0] == html


@pytest.mark.parametrize(
    "source",
    [
        "Words -- with \"quotes\" ... (c) 'here' & 1/2",
        "*a* **b** ~~c~~ `d` http://a.example",
        "Verse\nupon verse",
        "- a\n- b",
        "<sup class='call'><a id=c1 href=#n1>1</a></sup>",
        "[x](#n7) [x](javascript:alert(1))",
        "|a|b|\n|-|-|\n|1|2|",
    ],
)
def test_all_else_is_read_as_members_words_are(source: str) -> None:
    assert render_text(source, Counter()) == (render_post(source), [])


def test_nothing_is_made_of_nothing() -> None:
    assert render_text(" \n", Counter()) == ("", [])
    assert render_inline("", Counter()) == ("", [])


@pytest.mark.parametrize("render", [render_text, render_inline])
def test_what_cannot_be_read_is_refused_with_a_reason(render: object) -> None:
    assert callable(render)
    with pytest.raises(MarkupError, match="longer than 20000 characters"):
        render("a" * 20_001, Counter())


def test_a_parser_that_breaks_is_refused_with_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(source: str) -> str:
        raise RecursionError

    monkeypatch.setattr(bounds, "refusal", break_down)
    with pytest.raises(MarkupError, match="cannot be read as Markdown"):
        render_text("Words.", Counter())
