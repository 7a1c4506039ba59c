"""Paragraphs without refs get them; nothing else in the file changes."""

from pathlib import Path
from string import ascii_lowercase

import pytest
from django.core.management import CommandError, call_command

from essays.importer import parse
from essays.numbering import number
from tests.essays.files import ESSAY, FRONT, essay_file


def refs(*paragraphs: str) -> list[str]:
    """The refs that a file has once it is numbered, in the order of its paragraphs."""
    essay = parse(number("\n\n".join([FRONT, *paragraphs])))
    return [block.ref for block in essay.blocks]


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        (["One.", "Two.", "Three."], ["p1", "p2", "p3"]),
        (["One. {#p1}", "Two.", "Three."], ["p1", "p2", "p3"]),
        (["A. {#p26}", "B.", "C. {#p27}"], ["p26", "p26a", "p27"]),
        (["A. {#p26}", "B.", "C.", "D. {#p27}", "E."], ["p26", "p26a", "p26b", "p27", "p28"]),
        (["A. {#p26}", "B.", "C. {#p26a}", "D."], ["p26", "p26b", "p26a", "p27"]),
        (["A. {#p26}", "B. {#p26a}", "C.", "D. {#p27}"], ["p26", "p26a", "p26b", "p27"]),
        (["A. {#p9}", "B. {#p2}", "C."], ["p9", "p2", "p10"]),
        (["A.", "B. {#p1}"], ["p2", "p1"]),
        (
            ["A. {#p1}", *["X."] * 28, "B. {#p2}"],
            ["p1", *[f"p1{c}" for c in ascii_lowercase], "p1aa", "p1ab", "p2"],
        ),
    ],
)
def test_each_paragraph_gets_the_next_free_ref(paragraphs: list[str], expected: list[str]) -> None:
    assert refs(*paragraphs) == expected


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("> A\n> B", "> A\n> B {#p1}"),
        ("```\na\n\nb\n```", "```\na\n\nb\n``` {#p1}"),
        ("| a |\n|---|\n| b |", "| a |\n|---|\n| b | {#p1}"),
        ("A  ", "A {#p1}"),
        ("A\r\nB\r\n", "A\r\nB {#p1}\r\n"),
        ("## A\nB", "## A\nB {#p1}"),
        ("[^1]: A note.", "[^1]: A note."),
        ("A note. {.editorial}", "A note. {.editorial}"),
        ("A {#x}", "A {#x}"),
        ("```\nno end", "```\nno end"),
        ("", ""),
    ],
)
def test_only_paragraphs_get_a_ref_at_the_end_of_their_last_line(before: str, after: str) -> None:
    assert number(FRONT + before) == FRONT + after


def test_the_front_matter_is_not_a_paragraph() -> None:
    assert number("\ufeff" + FRONT + "A.") == "\ufeff" + FRONT + "A. {#p1}"
    assert number("---\ntitle: never closed\n\nA.") == "---\ntitle: never closed\n\nA."


def test_a_text_without_front_matter_is_numbered_too() -> None:
    assert number("A.\n\nB.\n") == "A. {#p1}\n\nB. {#p2}\n"


def test_a_second_time_changes_nothing() -> None:
    once = number(FRONT + "A.\n\nB. {#p7}\n\nC.\n\n> D.\n\n## E\n\nF.")
    assert number(once) == once
    assert number(ESSAY) == ESSAY


def test_the_command_writes_the_refs_into_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = essay_file(tmp_path / "essay", b"\xef\xbb\xbf" + FRONT.encode() + b"\r\nA.\r\n\r\nB.")
    call_command("number_essay", path)
    assert path.read_bytes() == b"\xef\xbb\xbf" + FRONT.encode() + b"\r\nA. {#p1}\r\n\r\nB. {#p2}"
    assert capsys.readouterr().out == f"{path}: refs added: 2.\n"


def test_the_command_leaves_a_numbered_file_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = essay_file(tmp_path / "essay")
    path.chmod(0o444)
    call_command("number_essay", path)
    assert capsys.readouterr().out == f"{path}: every paragraph has its ref.\n"


def test_the_command_says_why_a_file_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"nowhere\.md:1: the file cannot be read"):
        call_command("number_essay", tmp_path / "nowhere.md")
