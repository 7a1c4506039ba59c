"""What was changed between two versions is told word by word, and nothing of either is lost."""

from hypothesis import given
from hypothesis import strategies as st

from forum.changes import Piece, difference

# Few words and gaps, so that versions have something in common.
TEXTS = st.one_of(
    st.text(max_size=60), st.lists(st.sampled_from(["a ", "b", " ", "\n", "c "]), max_size=20).map("".join)
)


def joined(pieces: list[Piece], *kinds: str) -> str:
    return "".join(piece.text for piece in pieces if piece.kind in kinds)


@given(TEXTS, TEXTS)
def test_both_versions_can_be_read_from_the_pieces(before: str, after: str) -> None:
    pieces = difference(before, after)
    assert joined(pieces, "kept", "added") == after
    assert joined(pieces, "kept", "dropped") == before
    assert {piece.kind for piece in pieces} <= {"kept", "added", "dropped"}
    assert all(piece.text for piece in pieces)


@given(TEXTS)
def test_what_did_not_change_is_kept(text: str) -> None:
    assert {piece.kind for piece in difference(text, text)} <= {"kept"}


def test_a_changed_word_is_dropped_and_added() -> None:
    assert difference("The old word", "The new word") == [
        Piece("kept", "The "),
        Piece("dropped", "old"),
        Piece("added", "new"),
        Piece("kept", " word"),
    ]
