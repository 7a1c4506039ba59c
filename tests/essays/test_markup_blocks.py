"""Markdown as members know it from other forums: paragraphs, lists, quotations, code, tables."""

import pytest

from essays.markup import render_post


def flat(html: str) -> str:
    """The HTML without the line ends between its elements."""
    return html.replace(">\n", ">").replace("\n<", "<")


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("One.\n\nTwo.", "<p>One.</p><p>Two.</p>"),
        ("One.\n\n\n \t\n\nTwo.", "<p>One.</p><p>Two.</p>"),
        ("One.\r\n\r\nTwo.\rThree.", "<p>One.</p><p>Two.<br>Three.</p>"),
        ("# Heading", "<p><strong>Heading</strong></p>"),
        ("###### Heading ##\nWords", "<p><strong>Heading</strong></p><p>Words</p>"),
        ("Words\n## Heading", "<p>Words</p><p><strong>Heading</strong></p>"),
        ("Heading\n===\nWords", "<p><strong>Heading</strong></p><p>Words</p>"),
        ("Heading\n---", "<p><strong>Heading</strong></p>"),
        ("#hashtag #2", "<p>#hashtag #2</p>"),
        ("---", "<hr>"),
        ("One\n\n- - -\n\nTwo", "<p>One</p><hr><p>Two</p>"),
        ("One\n***\nTwo", "<p>One</p><hr><p>Two</p>"),
    ],
)
def test_paragraphs_headings_and_rules(source: str, html: str) -> None:
    assert flat(render_post(source)) == html


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("* a\n* b", "<ul><li>a</li><li>b</li></ul>"),
        ("+ a", "<ul><li>a</li></ul>"),
        ("1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"),
        ("1) a\n2) b", "<ol><li>a</li><li>b</li></ol>"),
        ("7. a\n8. b", '<ol start="7"><li>a</li><li>b</li></ol>'),
        ("0. a", '<ol start="0"><li>a</li></ol>'),
        ("Words:\n- a\n- b", "<p>Words:</p><ul><li>a</li><li>b</li></ul>"),
        ("Words:\n1. a\n2. b", "<p>Words:</p><ol><li>a</li><li>b</li></ol>"),
        ("It happened in\n1917. Then war.", "<p>It happened in<br>1917. Then war.</p>"),
        ("- a\n  - b\n  - c\n- d", "<ul><li>a<ul><li>b</li><li>c</li></ul></li><li>d</li></ul>"),
        ("- a\n    - b", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
        ("- a\n\t- b", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
        ("1. a\n   - b\n2. c", "<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>"),
        ("- a\n  1. b\n  2. c", "<ul><li>a<ol><li>b</li><li>c</li></ol></li></ul>"),
        ("- a\n1. b", "<ul><li>a</li></ul><ol><li>b</li></ol>"),
        ("- a\n\n- b", "<ul><li><p>a</p></li><li><p>b</p></li></ul>"),
        ("- a\n\n  more\n- b", "<ul><li><p>a</p><p>more</p></li><li><p>b</p></li></ul>"),
        ("- a\nmore\n- b", "<ul><li>a<br>more</li><li>b</li></ul>"),
        ("- a\n-\n- b", "<ul><li>a</li><li></li><li>b</li></ul>"),
        ("- a\n\nWords", "<ul><li>a</li></ul><p>Words</p>"),
        ("- a\n---\nWords", "<ul><li>a</li></ul><hr><p>Words</p>"),
        ("- a\n# Heading", "<ul><li>a</li></ul><p><strong>Heading</strong></p>"),
        ("- a\n  > b\n- c", "<ul><li>a<blockquote><p>b</p></blockquote></li><li>c</li></ul>"),
        ("- *a\n  - b*", "<ul><li>*a<ul><li>b*</li></ul></li></ul>"),
        ("-5 degrees", "<p>-5 degrees</p>"),
        ("1234567890. a", "<p>1234567890. a</p>"),
        ("- [ ] to do", "<ul><li>[ ] to do</li></ul>"),
    ],
)
def test_lists(source: str, html: str) -> None:
    assert flat(render_post(source)) == html


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("> a\n> b", "<blockquote><p>a<br>b</p></blockquote>"),
        (">a", "<blockquote><p>a</p></blockquote>"),
        ("Words\n> a", "<p>Words</p><blockquote><p>a</p></blockquote>"),
        ("> a\n\nWords", "<blockquote><p>a</p></blockquote><p>Words</p>"),
        ("> a\n>\n> b", "<blockquote><p>a</p><p>b</p></blockquote>"),
        ("> a\n> > b", "<blockquote><p>a</p><blockquote><p>b</p></blockquote></blockquote>"),
        ("> Words\n> - a\n>   - b", "<blockquote><p>Words</p><ul><li>a<ul><li>b</li></ul></li></ul></blockquote>"),
        ("> a\n- b", "<blockquote><p>a</p></blockquote><ul><li>b</li></ul>"),
        ("> a\n---", "<blockquote><p>a</p></blockquote><hr>"),
        ("> ```\n> a\n> ```\nWords", "<blockquote><pre><code>a</code></pre></blockquote><p>Words</p>"),
        ("> ```\n> a\nWords", "<blockquote><pre><code>a</code></pre></blockquote><p>Words</p>"),
    ],
)
def test_quotations(source: str, html: str) -> None:
    assert flat(render_post(source)) == html


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("```\na\n\n  b\n```", "<pre><code>a\n\n  b</code></pre>"),
        ("```python\n<x> & *y*\n```", "<pre><code>&lt;x&gt; &amp; *y*</code></pre>"),
        ("~~~\n```\n~~~", "<pre><code>```</code></pre>"),
        ("````\n```\n````", "<pre><code>```</code></pre>"),
        ("Words\n```\na\n```\nMore", "<p>Words</p><pre><code>a</code></pre><p>More</p>"),
        ("```\nnever closed", "<pre><code>never closed</code></pre>"),
        (
            "```\n- http://a.example\n> b\n```",
            "<pre><code>- http://a.example\n> b</code></pre>".replace("> b", "&gt; b"),
        ),
        ("``` more than one word\na", "<p>``` more than one word<br>a</p>"),
        ("```\n\ttab\n```", "<pre><code>\ttab</code></pre>"),
        ("- a\n  ```\n  b\n    c\n  ```\n- d", "<ul><li>a<pre><code>b\n  c</code></pre></li><li>d</li></ul>"),
        ("- ```\n  b\n  ```", "<ul><li><pre><code>b</code></pre></li></ul>"),
        ("1. a\n\n   ```\n   b\n   ```\n2. c", "<ol><li><p>a</p><pre><code>b</code></pre></li><li><p>c</p></li></ol>"),
        ("- a\n```\nb\n```", "<ul><li>a</li></ul><pre><code>b</code></pre>"),
        ("a\n```\n```", "<p>a</p><pre><code></code></pre>"),
        ("    ***", "<pre><code>***</code></pre>"),
        ("    *a*\n    b", "<pre><code>*a*\nb</code></pre>"),
    ],
)
def test_code(source: str, html: str) -> None:
    assert flat(render_post(source)) == html


@pytest.mark.parametrize(
    ("source", "rows"),
    [
        ("|a|b|\n|-|-|\n|1|2|", ["ab", "12"]),
        ("a | b\n--|--\n1 | *2*", ["ab", "1<em>2</em>"]),
        ("|a|b|\n|:-:|-:|\n|1|", ["ab", "1"]),
        ("|a\\|b|`c|d`|\n|-|-|\n|1|2|", ["a|b<code>c|d</code>", "12"]),
        ("Words\n|a|b|\n|-|-|\n|1|2|", ["ab", "12"]),
        ("> |a|b|\n> |-|-|\n> |1|2|", ["ab", "12"]),
    ],
)
def test_tables_have_plain_cells(source: str, rows: list[str]) -> None:
    html = flat(render_post(source))
    cells = html.partition("<table><thead>")[2].partition("</tbody></table>")[0]
    for tag in ("th", "td", "thead", "tbody"):
        cells = cells.replace(f"<{tag}>", "").replace(f"</{tag}>", "")
    assert cells.removeprefix("<tr>").removesuffix("</tr>").split("</tr><tr>") == rows


def test_a_table_does_not_lose_the_words_beyond_its_last_column() -> None:
    assert "three" in render_post("|a|b|\n|-|-|\n|one|two|three|")


def test_words_stay_apart_where_elements_end() -> None:
    assert render_post("a\n- b\n  - c\n\n|d|e|\n|-|-|\n|f|g|").count("\n") >= 7
