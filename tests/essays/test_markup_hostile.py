"""Whatever is tried, the page holds only what is listed, and the words are kept."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from essays.markup import render_post, writer
from essays.markup.policy import pass_gate
from tests.essays.addresses import ADDRESSES
from tests.essays.hostile import BROKEN_MARKDOWN, HOSTILE, RAW_HTML
from tests.essays.structure import faults, rendered


@pytest.mark.parametrize("source", HOSTILE, ids=range(len(HOSTILE)))
def test_only_what_is_listed_comes_out(source: str) -> None:
    assert faults(rendered(source)) == []


@pytest.mark.parametrize("source", HOSTILE, ids=range(len(HOSTILE)))
def test_a_page_is_at_most_twenty_times_what_was_typed(source: str) -> None:
    assert len(rendered(source)) <= 20 * len(source)


def test_the_corpus_is_large() -> None:
    assert len(set(HOSTILE)) >= 400


@pytest.mark.parametrize(
    "html",
    [
        "<p>x",
        "<p>x</em></p>",
        "<p class=x>x</p>",
        '<p><a href="javascript:x" rel="nofollow ugc noopener">x</a></p>',
        '<p><a href="/x" rel="nofollow ugc noopener">x</a></p>',
        '<p><a href="http://x">x</a></p>',
        '<p><a href="http://x" rel="nofollow">x</a></p>',
        '<p><a href="http://x" rel="nofollow ugc noopener" id="x">x</a></p>',
        "<p>x<!-- y --></p>",
        "<img src=x>",
        '<ol start="x"><li>x</li></ol>',
        "<p>\x02</p>",
        "<p><script>x</script></p>",
        "<!DOCTYPE html>",
        "<?x?>",
        "<![CDATA[x]]>",
    ],
)
def test_the_look_at_the_structure_sees_faults(html: str) -> None:
    assert faults(html)


@pytest.mark.parametrize("source", [*RAW_HTML, *BROKEN_MARKDOWN])
def test_the_gate_stops_it_alone(source: str) -> None:
    kept = faults(pass_gate(source, editor=False))
    assert [fault for fault in kept if not fault.startswith("a link with")] == []


def test_what_the_writer_forgets_to_escape_is_stopped_at_the_gate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "escape", lambda words, **_: words)
    assert render_post("<script>alert(1)</script>") == "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"


def test_threads_do_not_disturb_each_other() -> None:
    sources = [*RAW_HTML, *ADDRESSES, *BROKEN_MARKDOWN]
    alone = [render_post(source) for source in sources]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(render_post, sources)) == alone
