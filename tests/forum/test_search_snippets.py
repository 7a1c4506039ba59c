"""Of what was found, the part is shown in which most of it stands, however long the text is."""

import pytest

from forum.search.snippets import LOOKED_AT, SNIPPET_WORDS, snippet


def shown(text: str, *found: str) -> str:
    """The snippet as text, what was found in brackets."""
    marked = " ".join(f"<{word}>" if word in found else word for word in text.split())
    return "".join(f"[{part.text}]" if part.is_found else part.text for part in snippet(text, marked))


def filler(words: int) -> str:
    return " ".join(["word"] * words)


def test_a_short_text_is_shown_whole() -> None:
    assert shown("one two three", "two") == "one [two] three"
    assert shown("one two three") == "one two three"
    assert shown(filler(SNIPPET_WORDS), "none") == filler(SNIPPET_WORDS)


@pytest.mark.parametrize("before", [0, 3, 100, LOOKED_AT * 2])
def test_what_was_found_is_shown_wherever_it_stands(before: int) -> None:
    text = f"{filler(before)} needle {filler(100)}".strip()
    assert "[needle]" in shown(text, "needle")
    assert shown(text, "needle").endswith(" …")


def test_at_the_end_of_a_text_nothing_is_said_to_follow() -> None:
    assert shown(f"{filler(100)} needle", "needle") == f"… {filler(SNIPPET_WORDS - 1)} [needle]"


def test_where_most_was_found_is_shown_and_of_equals_the_first() -> None:
    text = f"one {filler(100)} two three {filler(100)} two three {filler(100)}"
    assert "[two three]" in shown(text, "one", "two", "three")
    assert shown(text, "two", "three") == shown(f"{text} three two", "two", "three")


def test_a_long_text_is_looked_at_from_the_first_that_was_found_and_not_to_its_end() -> None:
    far = f"one {filler(LOOKED_AT)} two three"
    assert shown(far, "one", "two", "three").startswith("[one]")
