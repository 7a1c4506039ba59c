"""The first text says what its source says: every word, in order, and nothing else."""

import re
from functools import cache
from itertools import chain
from pathlib import Path

from django.conf import settings

from essays.importer import ParsedBlock, ParsedEssay, parse
from essays.markup import render_post
from essays.models import Block, plain_words
from forum.importer import parse_comments

Kind = Block.Kind
RAW = Path(__file__).with_name("victor-serge-weissman.txt").read_text(encoding="utf-8").split("\n")
FOLDER = settings.BASE_DIR / "essays" / "library" / "victor-serge"

# Lines of the raw text, counted from 1.
TITLE, BYLINE = 1, 3
TEXT = range(5, 132)
NOTES = range(133, 173)
COMMENTS = (range(174, 175), range(177, 190))

CALL = re.compile(r"\[(?:[0-9]+)\]")
HEADINGS = [
    "Our contemporary",
    "From anarchist to Bolshevik",
    "Russian Revolution",
    "Defeat, renewal and democracy – the heart of socialism",
    "From Serge’s ‘present’ to ours",
    "Democracy and socialism",
]


@cache
def essay() -> ParsedEssay:
    return parse((FOLDER / "essay.md").read_text(encoding="utf-8"))


def of_kind(*kinds: Block.Kind) -> list[ParsedBlock]:
    return [block for block in essay().blocks if block.kind in kinds]


def raw_words(lines: range) -> list[str]:
    """The words of the raw text, the numbers that call notes left out."""
    return [" ".join(CALL.sub("", line).split()) for number in lines if (line := RAW[number - 1])]


def test_the_words_of_the_text_are_the_sources_in_order() -> None:
    text = [block.words for block in essay().blocks if block.kind != Kind.BYLINE and not block.ref.startswith("n")]
    assert text == raw_words(TEXT)


def test_no_character_of_the_text_is_lost_or_changed() -> None:
    """The blocks' Markdown, its backslashes and marks taken away, is the raw text to the last space."""
    sources = [block.source for block in essay().blocks if block.kind != Kind.BYLINE and not block.ref.startswith("n")]
    bare = [re.sub(r"\\([^\w\s])", r"\1", source.removeprefix("> ").replace("[^", "[")) for source in sources]
    assert bare == [RAW[number - 1] for number in TEXT if RAW[number - 1]]


def test_the_words_of_the_notes_are_the_sources_in_order() -> None:
    notes = [block.words for block in of_kind(Kind.FOOTNOTE)]
    assert notes == raw_words(NOTES)


def test_the_title_and_the_byline_are_the_sources() -> None:
    (byline,) = of_kind(Kind.BYLINE)
    assert [essay().header.title, byline.words] == [*raw_words(range(TITLE, 2)), *raw_words(range(BYLINE, 4))]
    assert byline.calls == ("c1",)


def test_there_are_56_paragraphs_one_of_them_a_quotation() -> None:
    paragraphs = of_kind(Kind.PARAGRAPH, Kind.QUOTATION)
    assert [block.ref for block in paragraphs] == [f"p{number}" for number in range(1, 57)]
    assert [block.ref for block in of_kind(Kind.QUOTATION)] == ["p22"]


def test_there_are_six_headings_and_both_editorial_notes() -> None:
    assert [(block.words, block.level) for block in of_kind(Kind.HEADING)] == [(words, 2) for words in HEADINGS]
    assert [block.words for block in of_kind(Kind.EDITORIAL)] == [RAW[4], RAW[130]]


def test_there_are_20_notes_and_the_sixth_is_missing() -> None:
    notes = of_kind(Kind.FOOTNOTE, Kind.MISSING_FOOTNOTE)
    assert [block.ref for block in notes] == [f"n{number}" for number in range(1, 22)]
    assert [block.ref for block in of_kind(Kind.MISSING_FOOTNOTE)] == ["n6"]


def test_there_are_21_calls_in_the_order_of_the_notes() -> None:
    calls = chain.from_iterable(block.calls for block in essay().blocks)
    assert list(calls) == [f"c{number}" for number in range(1, 22)]


def test_a_call_stands_where_the_source_has_it() -> None:
    text = [block.html for block in essay().blocks if block.calls]
    with_numbers = [plain_words(re.sub(r'<sup class="call"><a [^>]*>(.*?)</a></sup>', r"[\1]", html)) for html in text]
    assert with_numbers == [" ".join(line.split()) for line in RAW[: NOTES[0] - 1] if CALL.search(line)]


def test_the_comments_are_the_sources_without_names_or_dates() -> None:
    parsed = parse_comments((FOLDER / "comments.md").read_text(encoding="utf-8"))
    assert (parsed.essay, parsed.imported_from) == ("victor-serge", "Links")
    assert [(comment.id, comment.name, comment.written_at) for comment in parsed.comments] == [
        ("1", "", None),
        ("2", "", None),
    ]
    paragraphs = [re.findall(r"<p>(.*?)</p>", render_post(comment.source)) for comment in parsed.comments]
    assert [[plain_words(html) for html in comment] for comment in paragraphs] == [
        raw_words(lines) for lines in COMMENTS
    ]
    assert [len(comment) for comment in paragraphs] == [1, 7]


def test_the_front_matter_says_whose_the_text_is_and_invents_no_address() -> None:
    header = essay().header
    assert header.author == "Suzi Weissman"
    assert header.source == "Links International Journal of Socialist Renewal"
    assert header.presented == "at a conference in Nottingham, England, in 2009"
    assert "permission" in header.permission
    assert "author" in header.rights
    assert header.source_url == ""
