"""Every fault of an essay file is one line that names the file, the line and what to do."""

from pathlib import Path

import pytest

from essays.importer import EssayFault, parse
from essays.importer.reading import MAX_FILE_SIZE, read
from essays.models import Essay
from tests.essays.files import BODY, ESSAY, FRONT, essay_file


def faults_of(text: str, slug: str = "essay") -> list[str]:
    with pytest.raises(EssayFault) as raised:
        parse(text, "essay.md", slug)
    return str(raised.value).splitlines()


# The body begins on line 5, behind four lines of front matter and blank.
IN_THE_BODY = [
    ("One.", 5, "a paragraph without ref"),
    ("One\nand a half.", 6, "manage.py number_essay"),
    ("One. {#p1}\n\nTwo. {#p1}", 7, "p1 is given on line 5 already"),
    ("One. {#x1}", 5, "{#x1} is not a paragraph's ref"),
    ("One. {#p}", 5, "{#p} is not a paragraph's ref"),
    ("One. {#p1234567}", 5, "is not a paragraph's ref"),
    ("One. {#p1A}", 5, "is not a paragraph's ref"),
    ("One. {#p1 .editorial}", 5, "is not a paragraph's ref"),
    ("One. {#n7}", 5, "{#n7} is not a paragraph's ref; write p and a number, such as {#p27}"),
    ("One. {.note}", 5, "{.note} is unknown; write {.editorial}"),
    ("One. {.missing}", 5, "{.missing} belongs to a note"),
    ("One.[^7] {#p1}", 5, "note 7 is called and not defined; add [^7]: and its words, or {.missing}"),
    ("One\ntwo\nthree[^7] {#p1}", 7, "note 7 is called and not defined"),
    ("One. {#p1}\n\n[^7]: Never.", 7, "note 7 is never called; put [^7] where it belongs, or delete the note"),
    ("One. {#p1}\n\n[^7]: Never, see [^7].", 7, "note 7 is never called"),
    ("One. {#p1}\n\n[^7]: {.missing}", 7, "note 7 is never called"),
    ("One.[^7] {#p1}\n\n[^7]: Once.\n\n[^7]: Twice.", 9, "note 7 is defined on line 7 already"),
    ("One.[^7] {#p1}\n\n[^7]: Once. {.missing}", 7, "note 7 is declared missing and has words"),
    ("One.[^7] {#p1}\n\n[^7]:", 7, "this footnote has no words; write them, or {.missing} if the source lacks it"),
    ("One.[^7] {#p1}\n\n[^7]: Once. {#n7}", 7, "a note takes no {#n7}, its label is its ref"),
    ("One. {#p1}\n\n[^sic]: Sic.", 7, "'sic' cannot be a note's label"),
    ("One. {#p1}\n\n# One", 7, "a heading of level 1; use ## to ####"),
    ("One. {#p1}\n\n##### Five", 7, "a heading of level 5"),
    ("One. {#p1}\n\n##", 7, "this heading has no words"),
    ("One. {#p1}\n\n## ##", 7, "this heading has no words"),
    ("One. {#p1}\n\n## Two {#p2}", 7, "a heading takes no {#p2}"),
    ("One. {#p1}\n\n{#p2}", 7, "this paragraph has no words"),
    ("One. {#p1}\n\n> {#p2}", 7, "this quotation has no words"),
    ("One. {#p1}\n\n*** {#p2}", 7, "this paragraph has no words"),
    ("One. {#p1}\n\n> Two\nthree. {#p2}", 8, "this line of a quotation lacks its >"),
    ("One. {#p1}\n\n```\nTwo. {#p2}\n\nThree.", 7, "the code that begins here has no end; close it with ```"),
    ("One. {#p1}\n\n" + "x" * 20_001 + " {#p2}", 7, "this paragraph cannot be printed: "),
    ("", 3, "there are no paragraphs"),
    ("## Only a heading", 3, "there are no paragraphs"),
    ("Only a note. {.editorial}", 3, "there are no paragraphs"),
]


@pytest.mark.parametrize(("text", "line", "message"), IN_THE_BODY)
def test_a_fault_in_the_body_names_its_line(text: str, line: int, message: str) -> None:
    told = [fault for fault in faults_of(f"{FRONT}\n{text}\n") if message in fault]
    assert [fault.split(": ")[0] for fault in told] == [f"essay.md:{line}"]


def front(*lines: str) -> str:
    return "\n".join(["---", *lines, "---", BODY])


LIMITS = {"title": 300, "author": 200, "slug": 100, "language": 35, "source": 300}
LIMITS |= {"source_url": 500, "permission": 500, "rights": 500, "presented": 300}

IN_THE_FRONT = [
    (BODY, 1, "there is no front matter"),
    ("\n" + ESSAY, 1, "there is no front matter"),
    ("---\ntitle: T\n" + BODY, 1, "the front matter is not closed"),
    (front(), 1, "the essay has no title; add `title: …`"),
    (front("author: A"), 1, "the essay has no title"),
    (front("author: A", "title:"), 3, "the essay has no title"),
    (front("title: T", "subtitle: S"), 3, "the key 'subtitle' is unknown; use one of title, author"),
    (front("title: T", "Title: S"), 3, "the key 'Title' is unknown"),
    (front("title: T", "author: A", "title: S"), 4, "the key 'title' stands on line 2 already"),
    (front("title: T", "what is this"), 3, "this is not a `key: value` line"),
    (front("title: T", "author:A"), 3, "this is not a `key: value` line"),
    (front("  title: T"), 2, "this is not a `key: value` line"),
    (front("title: T", "slug: a b"), 3, "'a b' cannot be part of an address"),
    (front("title: T", "slug: a/b"), 3, "'a/b' cannot be part of an address"),
    (front("title: T", "language: English, mostly"), 3, "is not a language tag"),
    (front("title: T", "language: e"), 3, "'e' is not a language tag; write one such as en"),
    (front("title: T", "source_url: javascript:alert(1)"), 3, "is not a web address"),
    (front("title: T", "source_url: ftp://example.org/"), 3, "is not a web address; begin it with http:// or https://"),
    (front("title: T", "source_url: example.org"), 3, "is not a web address"),
    (front("title: T", "byline: By me[^9]"), 3, "note 9 is called and not defined"),
    *[
        (
            front(*(["title: T"] if key != "title" else []), f"{key}: {'a' * (limit + 1)}"),
            2 + (key != "title"),
            f"{limit}",
        )
        for key, limit in LIMITS.items()
    ],
]


@pytest.mark.parametrize(("text", "line", "message"), IN_THE_FRONT)
def test_a_fault_in_the_front_matter_names_its_line(text: str, line: int, message: str) -> None:
    told = [fault for fault in faults_of(text) if message in fault]
    assert [fault.split(": ")[0] for fault in told] == [f"essay.md:{line}"]


@pytest.mark.parametrize(("key", "limit"), LIMITS.items())
def test_a_value_may_be_as_long_as_its_field(key: str, limit: int) -> None:
    assert Essay._meta.get_field(key).max_length == limit  # type: ignore[union-attr]
    with pytest.raises(EssayFault, match=f"the {key} has {limit + 1} characters; shorten it to {limit}"):
        parse(front("title: T", f"{key}: {'a' * (limit + 1)}") if key != "title" else front(f"title: {'a' * 301}"))


def test_a_folder_whose_name_is_no_slug_needs_one_in_the_front_matter() -> None:
    assert faults_of(ESSAY, slug="My essay") == [
        "essay.md:1: 'My essay' cannot be part of an address; add `slug: …` of letters, digits and hyphens"
    ]


def test_all_faults_are_told_together_in_the_order_of_the_lines() -> None:
    text = "---\nauthor: A\nhue: red\n---\n\nNo ref.[^1]\n\n# Level one\n\nCalls.[^2] {#p1}\n\n[^1]: 1.\n\n[^3]: 3.\n"
    assert [fault.split(";")[0] for fault in faults_of(text)] == [
        "essay.md:1: the essay has no title",
        "essay.md:3: the key 'hue' is unknown",
        "essay.md:6: a paragraph without ref",
        "essay.md:8: a heading of level 1",
        "essay.md:10: note 2 is called and not defined",
        "essay.md:14: note 3 is never called",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "One.[^1]\n\n[^1]: Called from a paragraph without ref.",
        "One.[^1] {#p1}\n\nTwo. {#p1}\n\n[^1]: Called.",
        "One.[^1] {#p1}\n\n[^1]: Words. {.missing}",
        "x" * 20_001 + "[^1] {#p1}\n\n[^1]: Called from what cannot be printed.",
    ],
)
def test_one_fault_is_not_told_as_two(text: str) -> None:
    assert len(faults_of(f"{FRONT}\n{text}\n")) == 1


@pytest.mark.parametrize(
    ("data", "line", "message"),
    [
        (b"", 1, "the file is empty"),
        (b" \n\t\n", 1, "the file is empty"),
        (b"\xef\xbb\xbf", 1, "the file is empty"),
        (b"---\ntitle: caf\xe9\n---\n", 2, "this line is not UTF-8; save the file as UTF-8"),
        (b"\xef\xbb\xbf---\ntitle: caf\xe9\n---\n", 2, "this line is not UTF-8"),
        (ESSAY.encode("utf-16"), 1, "this line is not UTF-8"),
        (b"---\r\ntitle: T\r\n---\r\n\r\na\0b {#p1}\r\n", 5, "there is a NUL character here; delete it"),
        (b"a" * (MAX_FILE_SIZE + 1), 1, "the file is larger than 2 MB"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, data: bytes, line: int, message: str) -> None:
    path = essay_file(tmp_path / "essay", data)
    with pytest.raises(EssayFault) as raised:
        read(path)
    assert str(raised.value).startswith(f"{path}:{line}: {message}")


def test_a_file_of_2_mb_is_read(tmp_path: Path) -> None:
    assert len(read(essay_file(tmp_path / "essay", b"a" * MAX_FILE_SIZE))) == MAX_FILE_SIZE


def test_a_file_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(EssayFault, match=r"nowhere\.md:1: the file cannot be read \(No such file or directory\)"):
        read(tmp_path / "nowhere.md")


@pytest.mark.parametrize("line_end", ["\r\n", "\r"])
def test_line_ends_of_other_systems_are_read_as_newlines(tmp_path: Path, line_end: str) -> None:
    assert read(essay_file(tmp_path / "essay", ESSAY.replace("\n", line_end))) == ESSAY
