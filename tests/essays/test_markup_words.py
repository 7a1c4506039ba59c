"""Markdown as members know it from other forums: the words within a paragraph."""

import pytest

from essays.markup import render_post


def link(url: str, words: str = "") -> str:
    return f'<a href="{url}" rel="nofollow ugc noopener">{words or url}</a>'


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("Plain words.", "Plain words."),
        ("One line\nand the next", "One line<br>\nand the next"),
        ("Two blanks  \nat the end", "Two blanks<br>\nat the end"),
        ("A backslash\\\nat the end", "A backslash<br>\nat the end"),
        ("*stressed*", "<em>stressed</em>"),
        ("_stressed_", "<em>stressed</em>"),
        ("**strong**", "<strong>strong</strong>"),
        ("__strong__", "<strong>strong</strong>"),
        ("***both***", "<em><strong>both</strong></em>"),
        ("*a **b** c*", "<em>a <strong>b</strong> c</em>"),
        ("**a *b* c**", "<strong>a <em>b</em> c</strong>"),
        ("~~struck~~", "<del>struck</del>"),
        ("~~struck *and* more~~", "<del>struck <em>and</em> more</del>"),
        ("~5 minutes, ~6", "~5 minutes, ~6"),
        ("in*side*word", "in<em>side</em>word"),
        ("snake_case_name", "snake_case_name"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("2*3**4*5", "2<em>3**4</em>5"),
        ("_*_*a*b", "<em>*</em><em>a</em>b"),
        ("*never closed", "*never closed"),
        ("*over\ntwo lines*", "<em>over<br>\ntwo lines</em>"),
        ('**"quoted"**', '<strong>"quoted"</strong>'),
        ("`code`", "<code>code</code>"),
        ("`*no* <b> &lt;`", "<code>*no* &lt;b&gt; &amp;lt;</code>"),
        ("`` a ` b ``", "<code>a ` b</code>"),
        ("*`code`*", "<em><code>code</code></em>"),
        ("\\*not stressed\\*", "*not stressed*"),
        ("\\[not](http://a.example)", f"[not]({link('http://a.example')})"),
        ("C:\\new\\folder", "C:\\new\\folder"),
        ("\\~~no~~ \\`no\\`", "~~no~~ `no`"),
        ("<b>bold</b>", "&lt;b&gt;bold&lt;/b&gt;"),
        ("<!-- seen -->", "&lt;!-- seen --&gt;"),
        ("1 < 2 > 0 & so on", "1 &lt; 2 &gt; 0 &amp; so on"),
        ("&lt; &amp; &copy; &#8212; &#x2014;", "&lt; &amp; © — —"),
        ("&amp;lt; \\&lt;", "&amp;lt; &amp;lt;"),
        ("&nosuch; &#0; AT&T", "&amp;nosuch; &amp;#0; AT&amp;T"),
        ("&#42;a&#42;", "*a*"),
        ("\"straight\" 'quotes' -- ... (c)", "\"straight\" 'quotes' -- ... (c)"),
        ("emoji 😀 日本 עברית", "emoji 😀 日本 עברית"),
    ],
)
def test_words_are_read_as_markdown(source: str, html: str) -> None:
    assert render_post(source) == f"<p>{html}</p>"


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("[Serge](http://a.example/b)", link("http://a.example/b", "Serge")),
        ('[Serge](http://a.example "His page")', link("http://a.example", "Serge")),
        ("[Serge]( <http://a.example> )", link("http://a.example", "Serge")),
        ("[*Serge*](https://a.example)", link("https://a.example", "<em>Serge</em>")),
        ("[write](mailto:a@b.example)", link("mailto:a@b.example", "write")),
        ("[a](http://a.example/b_(c))", link("http://a.example/b_(c)", "a")),
        ("[a](http://a.example/?b=1&c=2)", link("http://a.example/?b=1&amp;c=2", "a")),
        ("[a](http://a.example/?b=1&amp;c=2)", link("http://a.example/?b=1&amp;c=2", "a")),
        ("[a](http://a.example 'b' )", link("http://a.example", "a")),
        ("[a](http://a.example (b))", link("http://a.example", "a")),
        ('[a](http://a.example "b (c) d', f'[a]({link("http://a.example")} "b (c) d'),
        ("[a](http://a.example/b", f"[a]({link('http://a.example/b')}"),
        ("[a [b] c](http://a.example)", link("http://a.example", "a [b] c")),
        ("[](http://a.example)", link("http://a.example")),
        ("**[a](http://a.example)**", f"<strong>{link('http://a.example', 'a')}</strong>"),
        ("<http://a.example/b>", link("http://a.example/b")),
        ("<a@b.example>", link("mailto:a@b.example", "a@b.example")),
        ("http://a.example/b", link("http://a.example/b")),
        ("HTTPS://a.example", link("HTTPS://a.example")),
        ("See http://a.example.", f"See {link('http://a.example')}."),
        ("http://a.example, http://b.example!", f"{link('http://a.example')}, {link('http://b.example')}!"),
        ("(http://a.example)", f"({link('http://a.example')})"),
        ("http://a.example/b_(c)_d", link("http://a.example/b_(c)_d")),
        ("(see http://a.example/b_(c))", f"(see {link('http://a.example/b_(c)')})"),
        ("http://a.example/_b_/*c*", link("http://a.example/_b_/*c")[:-4] + "</a>*"),
        ("**http://a.example**", f"<strong>{link('http://a.example')}</strong>"),
        ("http://a.example/?b=1&c=2", link("http://a.example/?b=1&amp;c=2", "http://a.example/?b=1&amp;c=2")),
        ("&lt;http://a.example&gt;", f"&lt;{link('http://a.example')}&gt;"),
        ("README.md example.com foo.py a@b.example", "README.md example.com foo.py a@b.example"),
        ("xhttp://a.example http:// www.a.example", "xhttp://a.example http:// www.a.example"),
        ("`http://a.example`", "<code>http://a.example</code>"),
        ("[http://b.example](http://a.example)", link("http://a.example", "http://b.example")),
        ("[*a* http://b.example/_c_](http://a.example)", link("http://a.example", "<em>a</em> http://b.example/_c_")),
        ("![A picture](http://a.example/b.png)", link("http://a.example/b.png", "A picture")),
        ("![](http://a.example/b.png)", link("http://a.example/b.png")),
        ("[![A picture](http://b.example)](http://a.example)", link("http://a.example", "A picture")),
        ("[click](javascript:alert(1))", "click"),
        ("[click](ftp://a.example)", "click"),
        ("![picture](data:image/png,x)", "picture"),
        ("[sic](see above)", "[sic](see above)"),
        ("[sic](<>) [sic]()", "[sic](&lt;&gt;) [sic]()"),
        ("[sic](above)", "[sic](above)"),
        ("[7] and [^7]", "[7] and [^7]"),
        ("[a][1] [b]: http://a.example", f"[a][1] [b]: {link('http://a.example')}"),
    ],
)
def test_links_lead_where_they_say_and_nowhere_else(source: str, html: str) -> None:
    assert render_post(source) == f"<p>{html}</p>"


def test_words_that_cannot_be_seen_are_shown_as_they_were_typed() -> None:
    assert render_post("&#8203;") == "<p>&amp;#8203;</p>"
