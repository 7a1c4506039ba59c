"""What a check found is shown with a little of what stands around it, and nothing else of a long post."""

import pytest

from forum.admin.snippets import AROUND, SHOWN, snippets


def marked(source: str, matches: list[list[int]]) -> list[str]:
    """Each snippet as text, what was found in brackets."""
    return [
        "".join(f"[{piece.words}]" if piece.is_match else piece.words for piece in pieces)
        for pieces in snippets(source, matches)
    ]


@pytest.mark.parametrize(
    ("matches", "shown"),
    [
        ([], []),
        ([[4, 9]], ["Buy [cheap] watches now."]),
        ([[10, 17], [4, 9]], ["Buy [cheap] [watches] now."]),
        ([[4, 9], [6, 12]], ["Buy [cheap] watches now."]),
        ([[0, 22]], ["[Buy cheap watches now.]"]),
        ([[4, 900], [-3, 2], [5, 5], [9, 4]], []),
    ],
)
def test_what_was_found_is_marked_where_it_stands(matches: list[list[int]], shown: list[str]) -> None:
    assert marked("Buy cheap watches now.", matches) == shown


def test_what_stands_far_from_it_is_left_out() -> None:
    source = "a" * 500 + "X" + "b" * 500
    assert marked(source, [[500, 501]]) == [f"… {'a' * AROUND}[X]{'b' * AROUND} …"]


def test_what_is_far_apart_is_shown_apart_and_of_very_much_only_the_first() -> None:
    source = ("X" + "a" * 500) * (SHOWN + 3)
    assert len(marked(source, [[at * 501, at * 501 + 1] for at in range(SHOWN + 3)])) == SHOWN
