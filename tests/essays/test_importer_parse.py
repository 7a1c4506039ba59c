"""What an essay file says, and what is made of it."""

from typing import Any

import pytest

from essays.importer import ParsedBlock, ParsedEssay, parse
from essays.models import Block
from tests.essays.files import BODY, ESSAY, FRONT

Kind = Block.Kind


def body(text: str) -> ParsedEssay:
    return parse(f"{FRONT}\n{text}\n")


def only(text: str) -> ParsedBlock:
    (block,) = body(text).blocks
    return block


def test_the_front_matter_names_the_essay() -> None:
    front = """---
title: A title: with a colon
author: Somebody
language: pt-BR
source: "A journal"
source_url: https://example.org/a?b=c
permission: By leave
  of the author.
rights: All of them
\tare reserved.

presented: Somewhere
slug: a-slug
---
"""
    header = parse(front + BODY).header
    assert header.title == "A title: with a colon"
    assert header.author == "Somebody"
    assert header.language == "pt-BR"
    assert header.source == '"A journal"'
    assert header.source_url == "https://example.org/a?b=c"
    assert header.permission == "By leave of the author."
    assert header.rights == "All of them are reserved."
    assert header.presented == "Somewhere"
    assert header.slug == "a-slug"


def test_what_the_front_matter_leaves_out_is_empty_and_the_language_english() -> None:
    header = parse(ESSAY, slug="from-the-path").header
    assert header.slug == "from-the-path"
    assert header.language == "en"
    assert not any(
        (header.author, header.source, header.source_url, header.permission, header.rights, header.presented)
    )


def test_an_empty_value_is_as_good_as_none() -> None:
    header = parse(f"---\ntitle: T\nlanguage:\nslug:\nbyline:\n---\n{BODY}", slug="given").header
    assert (header.language, header.slug) == ("en", "given")


def test_a_byte_order_mark_is_no_word() -> None:
    assert parse("\ufeff" + ESSAY) == parse(ESSAY)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A paragraph. {#p1}", {"kind": Kind.PARAGRAPH, "ref": "p1", "anchor": "p1", "source": "A paragraph."}),
        ("A late one. {#p26ab}", {"ref": "p26ab"}),
        ("No space before the mark.{#p1}", {"source": "No space before the mark.", "ref": "p1"}),
        ("Space behind it. {#p1}  ", {"source": "Space behind it.", "ref": "p1"}),
        ("Braces {#p7} within. {#p1}", {"source": "Braces {#p7} within.", "ref": "p1"}),
        (r"It ends in \{#p7} {#p1}", {"words": "It ends in {#p7}"}),
        ("Two\nlines. {#p1}", {"source": "Two\nlines."}),
        ("#8 is no heading. {#p1}", {"kind": Kind.PARAGRAPH, "words": "#8 is no heading."}),
        ("Brackets [in the FI] stay. {#p1}", {"words": "Brackets [in the FI] stay.", "calls": ()}),
        ("> Said. {#p1}", {"kind": Kind.QUOTATION, "source": "> Said."}),
        (">Said.\n>\n> Again. {#p1}", {"kind": Kind.QUOTATION, "words": "Said. Again."}),
        ("- one\n- two {#p1}", {"kind": Kind.PARAGRAPH, "source": "- one\n- two"}),
        ("| a | b |\n|---|---|\n| c | d | {#p1}", {"source": "| a | b |\n|---|---|\n| c | d |"}),
        ("```\na\n\n\nb\n``` {#p1}", {"source": "```\na\n\n\nb\n```", "ref": "p1"}),
        ("~~~\n## no heading\n\n[^9]: no note\n~~~ {#p1}", {"source": "~~~\n## no heading\n\n[^9]: no note\n~~~"}),
        ("```code``` opens no fence {#p1}", {"words": "code opens no fence"}),
    ],
)
def test_a_block_is_what_its_lines_say(text: str, expected: dict[str, Any]) -> None:
    block = only(text)
    assert {name: getattr(block, name) for name in expected} == expected


@pytest.mark.parametrize(
    ("text", "level", "words"),
    [
        ("## Two", 2, "Two"),
        ("### Three", 3, "Three"),
        ("#### Four", 4, "Four"),
        ("## Closed ##", 2, "Closed"),
        ("## What C# is", 2, "What C# is"),
        ("## In C#", 2, "In C#"),
        ("## Closed ## ", 2, "Closed"),
        ("## A # in it", 2, "A # in it"),
    ],
)
def test_a_heading_has_a_level_and_words(text: str, level: int, words: str) -> None:
    heading = body(f"{text}\nA paragraph right below it. {{#p1}}").blocks[0]
    assert (heading.kind, heading.level, heading.words, heading.ref) == (Kind.HEADING, level, words, "")


def test_an_editorial_note_keeps_its_brackets_and_has_no_ref() -> None:
    note = body("[By the editors.] {.editorial}\n\nOne. {#p1}").blocks[0]
    assert (note.kind, note.words, note.ref, note.anchor) == (Kind.EDITORIAL, "[By the editors.]", "", "")


def test_the_lines_of_a_verse_are_kept() -> None:
    html = only("> Roses\n> and thorns {#p1}").html
    assert html.startswith("<blockquote>")
    assert html.endswith("</blockquote>")
    assert html.count("<br") == 1
    assert "&gt;" not in html


def test_the_byline_comes_first_and_the_notes_last_in_the_order_of_the_file() -> None:
    text = "---\ntitle: T\nbyline: By *me*[^2]\n---\n\n[^2]: Two.\n\nText.[^1] {#p1}\n\n[^1]: One.\n\n## End\n"
    essay = parse(text)
    assert [(block.kind, block.anchor) for block in essay.blocks] == [
        (Kind.BYLINE, ""),
        (Kind.PARAGRAPH, "p1"),
        (Kind.HEADING, "end"),
        (Kind.FOOTNOTE, "n2"),
        (Kind.FOOTNOTE, "n1"),
    ]
    assert essay.blocks[0].calls == ("c2",)
    assert "<p>" not in essay.blocks[0].html


def test_notes_need_no_blank_line_between_them() -> None:
    essay = body("One[^1] two[^2] {#p1}\n[^1]: First.\n[^2]: Second.")
    assert [block.words for block in essay.blocks] == ["One two", "First.", "Second."]


def test_a_note_goes_on_over_indented_lines_and_paragraphs() -> None:
    essay = body("One[^1] {#p1}\n\n[^1]: First\n  line.\n\n    A further paragraph.\n\nTwo. {#p2}")
    assert [block.words for block in essay.blocks] == ["One", "Two.", "First line. A further paragraph."]
    assert essay.blocks[-1].html.count("<p>") == 2


def test_a_missing_note_is_a_place_without_words() -> None:
    note = body("One[^6] {#p1}\n\n[^6]: {.missing}").blocks[-1]
    assert (note.kind, note.ref, note.html) == (Kind.MISSING_FOOTNOTE, "n6", "")


def test_each_call_of_a_note_has_its_own_id() -> None:
    essay = body("## A[^7a]\n\nOne[^7a] two[^1] {#p1}\n\n> Three[^7a] {#p2}\n\n[^7a]: Note.\n\n[^1]: See[^7a].")
    assert [block.calls for block in essay.blocks] == [("c7a",), ("c7a-2", "c1"), ("c7a-3",), (), ("c7a-4",)]


def test_a_call_in_code_or_behind_a_backslash_is_text() -> None:
    block = only(r"Write `[^1]` or \[^2]. {#p1}")
    assert (block.calls, block.words) == ((), "Write [^1] or [^2].")


@pytest.mark.parametrize(
    ("headings", "anchors"),
    [
        (["Our contemporary"], ["our-contemporary"]),
        (["Again", "Again", "Again 2", "Again"], ["again", "again-2", "again-2-2", "again-3"]),
        (["P26", "N7", "C7"], ["section-p26", "section-n7", "section-c7"]),
        (["Page notes", "Section page notes"], ["section-page-notes", "section-page-notes-2"]),
        (["Наше время", "現代", "¿Qué?"], ["наше-время", "現代", "qué"]),
        (["…", "***"], ["section", "section-2"]),
        (["word " * 60], [("word-" * 20)]),
    ],
)
def test_a_headings_address_is_made_of_its_words_and_is_its_own(headings: list[str], anchors: list[str]) -> None:
    essay = body("One. {#p1}\n\n" + "\n".join(f"## {words}" for words in headings))
    assert [block.anchor for block in essay.blocks[1:]] == anchors


def test_a_call_in_a_heading_is_not_part_of_its_address() -> None:
    essay = body("## Why[^1]\n\nOne. {#p1}\n\n[^1]: Because.")
    assert essay.blocks[0].anchor == "why"


def test_the_word_count_is_of_the_text_itself() -> None:
    text = "---\ntitle: T\nbyline: By me\n---\n## Two words\n\nThree words here[^1] {#p1}\n\n> And two {#p2}\n\n"
    assert parse(text + "[No.] {.editorial}\n\n[^1]: Not these.").word_count == 7


def test_progress_is_told_block_by_block() -> None:
    told: list[tuple[int, int]] = []
    parse(ESSAY, on_progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 3), (2, 3), (3, 3)]
