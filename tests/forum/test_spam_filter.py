"""The filter learns from moderators' decisions, forgets exactly what was undone, and says nothing before it knows."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from accounts.models import User
from forum import moderation, posting
from forum.models import ModerationEntry, Post, QueueItem, SpamLesson, SpamToken, Thread
from forum.moderation import spam
from tests.forum.talk import because, say

pytestmark = pytest.mark.django_db

GOOD = "The chapter on memory answers this."
SPAM = "Casino bonus without deposit."
Learned = dict[str, tuple[int, int]]


def learned() -> Learned:
    return {word: (good, bad) for word, good, bad in SpamToken.objects.values_list("word", "good", "spam")}


def taught(good: int, bad: int) -> None:
    """Let the filter know so many posts of each kind."""
    rows = dict.fromkeys(spam.words_of(GOOD), (good, 0)) | dict.fromkeys(spam.words_of(SPAM), (0, bad))
    rows[spam.POSTS] = (good, bad)
    SpamToken.objects.bulk_create([SpamToken(word=word, good=one, spam=two) for word, (one, two) in rows.items()])


def approve(post: Post, by: User) -> ModerationEntry:
    return moderation.approve(post, by=by, seen=post.revision).moderation_entries.earliest("-number")


def remove(post: Post, by: User, code: str = "spam") -> ModerationEntry:
    return moderation.remove(post, by=by, seen=post.revision, reason=because(code)).moderation_entries.earliest(
        "-number"
    )


# --- Learning ---


def test_it_learns_from_what_is_let_through(thread: Thread, reader: User, moderator: User) -> None:
    approve(say(thread, reader, "One word, one WORD."), moderator)
    assert learned() == {"": (1, 0), "one": (1, 0), "word": (1, 0)}


def test_it_learns_from_what_is_removed_as_spam(thread: Thread, reader: User, moderator: User) -> None:
    remove(say(thread, reader, "One word."), moderator)
    assert learned() == {"": (0, 1), "one": (0, 1), "word": (0, 1)}


def test_it_counts_posts_not_words(thread: Thread, reader: User, moderator: User) -> None:
    for _ in range(2):
        remove(say(thread, reader, "One one one."), moderator)
    assert learned() == {"": (0, 2), "one": (0, 2)}


def test_it_learns_nothing_from_other_removals(thread: Thread, reader: User, moderator: User) -> None:
    remove(say(thread, reader), moderator, "attack")
    assert learned() == {}


def test_it_learns_the_words_that_a_moderator_left(thread: Thread, reader: User, moderator: User) -> None:
    post = say(thread, reader, "One word.")
    moderation.approve(post, by=moderator, seen=post.revision, source="Another word.")
    assert learned() == {"": (1, 0), "another": (1, 0), "word": (1, 0)}


@pytest.mark.usefixtures("trust")
def test_it_learns_nothing_where_nobody_decided(thread: Thread, reader: User) -> None:
    posting.edit(say(thread, reader), by=reader, source="Other words.")
    assert learned() == {}


def test_a_long_post_teaches_two_hundred_words(thread: Thread, reader: User, moderator: User) -> None:
    approve(say(thread, reader, " ".join(f"word{number}" for number in range(300)) + "x" * 100), moderator)
    assert len(learned()) == spam.WORDS_PER_POST + 1


# --- Forgetting ---


def decisions(thread: Thread, reader: User, moderator: User) -> Iterator[ModerationEntry]:
    """Ways in which the filter is taught, with words that overlap."""
    yield approve(say(thread, reader, f"{GOOD} bonus"), moderator)
    yield remove(say(thread, reader, f"{SPAM} memory"), moderator)
    post = say(thread, reader, "First words.")
    edited = moderation.approve(post, by=moderator, seen=post.revision, source=f"Other words, {SPAM}")
    yield edited.moderation_entries.earliest("-number")
    member = Post.objects.by(reader).latest("pk")
    yield moderation.remove_all(reader, by=moderator, seen=0, latest=member.pk, reason=because("spam"))


@pytest.mark.parametrize("number", range(4))
def test_undoing_forgets_exactly_what_was_taught(
    thread: Thread, reader: User, moderator: User, settings: Settings, number: int
) -> None:
    settings.APPROVALS_BEFORE_TRUST = 9
    taught(3, 3)
    found = decisions(thread, reader, moderator)
    for _ in range(number):
        next(found)
    before = learned()
    entry = next(found)
    assert learned() != before
    moderation.undo(entry, by=moderator)
    assert learned() == before


def test_a_post_that_is_restored_was_no_spam(thread: Thread, reader: User, moderator: User) -> None:
    post = say(thread, reader, "One word.")
    remove(post, moderator)
    moderation.restore(post, by=moderator, seen=1)
    assert learned() == {}


def test_undoing_what_taught_nothing_forgets_nothing(thread: Thread, reader: User, moderator: User) -> None:
    entry = remove(say(thread, reader, SPAM), moderator, "attack")
    taught(3, 3)
    moderation.undo(entry, by=moderator)
    assert learned()["casino"] == (0, 3)


def test_what_a_reason_was_then_counts(thread: Thread, reader: User, moderator: User) -> None:
    """Editors may change later whether a reason means spam."""
    entry = remove(say(thread, reader, SPAM), moderator)
    reason = because("spam")
    reason.is_spam = False
    reason.save()
    moderation.undo(entry, by=moderator)
    assert (learned(), SpamLesson.objects.exists()) == ({}, False)


def test_an_edit_after_the_lesson_does_not_change_it(thread: Thread, reader: User, moderator: User) -> None:
    post = moderation.approve(say(thread, reader, "First words."), by=moderator, seen=1)
    entry = post.moderation_entries.earliest("-number")
    posting.edit(post, by=reader, source="Quite other words.")
    spam.unlearn(entry)
    assert learned() == {}


# --- Judging ---


@pytest.mark.parametrize(("good", "bad"), [(0, 0), (9, 100), (100, 9)])
def test_it_says_nothing_before_it_has_seen_ten_of_each(good: int, bad: int) -> None:
    taught(good, bad)
    assert spam.score(SPAM) is None


def test_it_tells_one_from_the_other() -> None:
    taught(10, 10)
    good, bad, neither = (spam.score(source) for source in (GOOD, SPAM, "Quite unheard."))
    assert good
    assert bad
    assert neither
    assert 0.05 > good.probability < neither.probability < bad.probability > 0.95
    assert (good.words, neither.probability, neither.words) == (set(), 0.5, set())
    assert bad.words == {"casino", "bonus", "without", "deposit"}


def test_words_that_both_use_say_nothing() -> None:
    SpamToken.objects.create(word="", good=20, spam=10)
    SpamToken.objects.create(word="the", good=20, spam=10)
    found = spam.score("The")
    assert found
    assert found.probability == 0.5


@given(st.text(max_size=300))
def test_any_words_can_be_judged(words: str) -> None:
    assert all(0 < len(word) <= spam.WORD_MAX_LENGTH for word in spam.words_of(words))
    assert all(0 <= begin < end <= len(words) for begin, end in spam.spots(words, set(spam.words_of(words))))


def test_a_judgement_is_one_query() -> None:
    taught(10, 10)
    with CaptureQueriesContext(connection) as asked:
        spam.score(" ".join(f"word{number}" for number in range(1000)))
    assert len(asked) == 1


@pytest.mark.usefixtures("trust")
def test_what_is_like_spam_is_held_and_its_words_are_marked(thread: Thread, reader: User) -> None:
    taught(10, 10)
    assert say(thread, reader, GOOD).is_published
    post = say(thread, reader, "This casino has a bonus without deposit.")
    (finding,) = QueueItem.objects.get(post=post).findings
    assert finding["check"] == "like_spam"
    assert finding["sentence"] == "The filter takes it for spam, from what moderators removed before (100%)."
    assert [post.source[begin:end] for begin, end in finding["matches"]] == ["casino", "bonus", "without", "deposit"]
