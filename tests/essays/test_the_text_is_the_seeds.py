"""The reading page says what the source says: every word, in order, and nothing that is not there."""

import re
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from django.test import Client

from config.settings import BASE_DIR
from forum.importer import import_path
from tests.essays.page_tree import classes, only, text_of, tree_of_page, with_class

SEED = Path(__file__).with_name("victor-serge-weissman.txt").read_text(encoding="utf-8")
LINES = SEED.split("\n")
FIRST_COMMENT = 174  # the line, counted from 1
NUMBER = re.compile(r"\[([0-9]+)\]")
HEADINGS = [LINES[number - 1] for number in (17, 31, 51, 61, 73, 103)]
# What the page puts beside the words: numbers, arrows, ways to reply, and what it says of itself.
BESIDE = {"no", "talk", "back", "missing", "imprint"}


@pytest.fixture
def reading(client: Client, db: None) -> Element:
    import_path(BASE_DIR / "essays" / "library" / "victor-serge")
    return tree_of_page(client.get("/essays/victor-serge/").content.decode())


@pytest.fixture
def text(reading: Element) -> Element:
    return only([element for element in reading.iter("article") if "text" in classes(element)])


def words(said: str) -> list[str]:
    """The words; the number of a note is one, in brackets, whether or not there is a space before it."""
    return NUMBER.sub(r" [\1] ", said).split()


def is_beside(element: Element) -> bool:
    return bool(BESIDE & set(classes(element))) or element.get("id") == "page-notes"


def number_notes_as_the_seed(text: Element) -> None:
    """Write a call and the label of a note as the seed does: their number in brackets."""
    for call in with_class(text, "call"):
        link = only(list(call))
        link.text = f"[{link.text}]"
    for note in with_class(text, "note"):
        label = only(with_class(note, "no"))
        label.set("class", "")
        label.text = f"[{label.text}]"


def paragraphs(text: Element) -> list[Element]:
    return with_class(text, "para")


def comments(reading: Element) -> list[Element]:
    return with_class(reading, "post")


def headings(text: Element) -> list[Element]:
    return [element for element in text.iter() if element.tag in {"h2", "h3", "h4"} and not is_beside(element)]


def test_the_words_of_the_text_are_exactly_the_seeds(text: Element) -> None:
    number_notes_as_the_seed(text)
    missing = only([note for note in with_class(text, "note") if note.get("id") == "n6"])
    missing.clear()
    assert words(text_of(text, is_beside)) == words("\n".join(LINES[: FIRST_COMMENT - 1]))


def test_the_words_of_the_comments_are_exactly_the_seeds(reading: Element) -> None:
    said = " ".join(text_of(body) for body in with_class(reading, "body"))
    assert words(said) == words("\n".join(LINES[FIRST_COMMENT - 1 :]))


def test_there_are_56_paragraphs_and_one_is_a_quotation(text: Element) -> None:
    assert [paragraph.get("id") for paragraph in paragraphs(text)] == [f"p{number}" for number in range(1, 57)]
    assert [paragraph.get("id") for paragraph in paragraphs(text) if list(paragraph.iter("blockquote"))] == ["p22"]


def test_title_byline_headings_and_both_editorial_notes_stand_where_they_belong(text: Element) -> None:
    assert text_of(only(list(text.iter("h1")))) == LINES[0]
    assert text_of(only(with_class(text, "byline"))) == "By Suzi Weissman1"
    assert [text_of(heading) for heading in headings(text)] == HEADINGS
    assert [text_of(note) for note in with_class(text, "editorial")] == [LINES[4], LINES[130]]


def test_there_are_20_notes_and_the_sixth_says_that_it_is_missing(text: Element) -> None:
    notes = with_class(text, "note")
    assert [note.get("id") for note in notes] == [f"n{number}" for number in range(1, 22)]
    missing = {note.get("id"): text_of(part) for note in notes for part in with_class(note, "missing")}
    assert missing == {"n6": "This note is missing from the source."}
    assert text_of(only(with_class(notes[5], "words"))) == missing["n6"]


def test_21_calls_lead_to_their_notes_and_the_notes_back_to_them(text: Element) -> None:
    calls = [only(list(call)) for call in with_class(text, "call")]
    assert [(call.text, call.get("href")) for call in calls] == [(f"{n}", f"#n{n}") for n in range(1, 22)]
    for call in calls:
        note = only([element for element in text.iter() if f"#{element.get('id')}" == call.get("href")])
        back = [link.get("href") for link in note.iter("a") if link.get("role") == "doc-backlink"]
        assert back == [f"#{call.get('id')}"]


def test_an_id_is_given_once(reading: Element) -> None:
    ids = [element.get("id") for element in reading.iter() if element.get("id")]
    assert len(ids) == len(set(ids))


def test_brackets_that_call_no_note_stay_text(text: Element) -> None:
    said = text_of(text, is_beside)
    in_brackets = re.findall(r"\[[^\]]*[^\]0-9][^\]]*\]", SEED)
    assert len(in_brackets) > 4
    for bracket in in_brackets:
        assert " ".join(bracket.split()) in said
    assert not [link for link in text.iter("a") if "[" in text_of(link)]


def test_there_are_two_comments_of_1_and_7_paragraphs_by_readers_without_name_or_date(reading: Element) -> None:
    assert [len(list(only(with_class(post, "body")).iter("p"))) for post in comments(reading)] == [1, 7]
    for post in comments(reading):
        assert text_of(only(with_class(post, "who"))) == "A reader date unknown imported from Links"
