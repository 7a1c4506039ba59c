"""What was changed between two versions is told word by word, and nothing of either is lost."""

from random import Random

import pytest
from django.contrib.auth.models import AnonymousUser
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from forum import changes, moderation, posting
from forum.changes import Budget, Piece, difference
from forum.models import Post, Thread
from tests.forum.pages import read
from tests.forum.talk import client_of, published, say

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


def test_a_word_in_one_paragraph_leaves_the_others_kept() -> None:
    before = "One two three.\n\n" * 200 + "The old word.\n" + "Four five.\n\n" * 200
    pieces = difference(before, before.replace("old", "new"))
    assert [(piece.kind, piece.text) for piece in pieces if piece.kind != "kept"] == [
        ("dropped", "old"),
        ("added", "new"),
    ]


def test_what_would_take_too_long_to_compare_is_shown_whole() -> None:
    """Random words of two letters made difflib compute for minutes, on a page that anybody can ask for."""
    random = Random(1)
    before, after = (" ".join(random.choice("ab") for _ in range(10_000)) for _ in range(2))
    budget = Budget(pairs=1_000)
    pieces = difference(f"a {before} a", f"a {after} b", budget)
    assert [piece.kind for piece in pieces if len(piece.text) > 1_000] == ["dropped", "added"]
    assert 0 <= budget.pairs <= 1_000


def test_all_versions_on_a_page_share_one_budget(monkeypatch: pytest.MonkeyPatch, thread: Thread, author: User) -> None:
    post = published(thread, author, "one two three")
    for words in ("two one four", "six two one"):
        posting.edit(post, by=author, source=words)
    monkeypatch.setattr(changes, "PAIRS_COMPARED", 0)
    monkeypatch.setattr(changes, "Budget", lambda: Budget(pairs=0))
    assert [len(change.pieces) for change in changes.of(post, AnonymousUser())] == [2, 2, 1]


def test_a_text_that_was_written_anew_is_replaced_whole() -> None:
    before = "So the thing I said about him was not right at all in the end"
    after = "But a man like that would never be in it for the money of course"
    assert difference(before, after) == [Piece("dropped", before), Piece("added", after)]


def test_the_history_says_what_a_moderator_changed(thread: Thread, author: User, moderator: User) -> None:
    post = say(thread, author, "My words.")
    moderation.approve(post, by=moderator, seen=1, source="Better words.")
    found = [(change.number, change.is_anothers) for change in changes.of(Post.objects.get(), AnonymousUser())]
    assert found == [(2, True)]
    page = read(client_of(None).get(f"/posts/{post.pk}/history/"))
    assert "changed by a moderator" in page.text
    assert "My words" not in page.html
