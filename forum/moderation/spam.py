"""A filter that learns only from what moderators decide: naive Bayes on the words of a post, after Graham and Robinson.

Whoever teaches it holds the lock of the log's end, so that one lesson follows the other.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from django.db.models import F

from forum.models import ModerationEntry, Post, PostRevision, SpamLesson, SpamToken
from forum.moderation.log import locked_head

WORD = re.compile(r"\w{2,}")
WORD_MAX_LENGTH = 64  # characters; the rest is cut off
WORDS_PER_POST = 200  # different ones
ENOUGH = 10  # posts of each kind, before it says anything
TELLING = 15  # words of a post that say most, either way; the others are noise
SUSPICIOUS = 0.8  # Words from here on are shown to the moderator.
HELD_FROM = 0.95
POSTS = ""  # The word that stands for the posts themselves.


@dataclass(frozen=True, slots=True)
class Score:
    probability: float
    words: set[str]  # Those that speak for spam.


# --- Learning ---


def learn(post: Post, *, is_spam: bool) -> None:
    """Learn from the decision that was just written into the log."""
    entry = post.moderation_entries.earliest("-number")
    SpamLesson.objects.create(entry=entry, is_spam=is_spam)
    words = [POSTS, *words_of(post.source)]
    SpamToken.objects.bulk_create([SpamToken(word=word) for word in words], ignore_conflicts=True)
    field = field_of(is_spam)
    SpamToken.objects.filter(word__in=words).update(**{field: F(field) + 1})


def unlearn(entry: ModerationEntry) -> None:
    """Forget what this decision has taught, whatever it was; most decisions teach nothing."""
    locked_head()
    lesson = SpamLesson.objects.filter(entry=entry).first()
    if lesson is None:
        return
    source = PostRevision.objects.values_list("source", flat=True).get(post=entry.post, number=entry.seen or 0)
    if not source:  # Nobody knows erased words any more.
        return
    field = field_of(lesson.is_spam)
    taught = SpamToken.objects.filter(word__in=[POSTS, *words_of(source)])
    taught.filter(**{f"{field}__gt": 0}).update(**{field: F(field) - 1})
    taught.filter(good=0, spam=0).delete()
    lesson.delete()


def field_of(is_spam: bool) -> str:  # Which of two columns.
    return "spam" if is_spam else "good"


# --- Judging ---


def score(source: str) -> Score | None:
    """How probable it is that this is spam; None as long as too little was learned."""
    rows = SpamToken.objects.filter(word__in=[POSTS, *words_of(source)])
    seen = {word: (good, spam) for word, good, spam in rows.values_list("word", "good", "spam")}
    good_posts, spam_posts = seen.pop(POSTS, (0, 0))
    if min(good_posts, spam_posts) < ENOUGH:
        return None
    found = {word: likelihood(good / good_posts, spam / spam_posts, good + spam) for word, (good, spam) in seen.items()}
    telling = sorted(found.items(), key=lambda item: abs(item[1] - 0.5), reverse=True)[:TELLING]
    evidence = sum(math.log(one / (1 - one)) for _, one in telling)
    return Score(1 / (1 + math.exp(-evidence)), {word for word, one in telling if one >= SUSPICIOUS})


def likelihood(good: float, spam: float, times: int) -> float:
    """How much a word speaks for spam, from 0 to 1, never quite either: what is rare says little.

    `good` and `spam` are the parts of these posts that have it, `times` all of them.
    """
    return (0.5 + times * spam / (good + spam)) / (1 + times)


# --- Words ---


def words_of(source: str) -> list[str]:
    """The different words of a post, in their order, as many as count."""
    return list(dict.fromkeys(as_learned(word) for word in WORD.findall(source)))[:WORDS_PER_POST]


def spots(source: str, words: set[str]) -> list[tuple[int, int]]:
    """Where these words stand."""
    return [found.span() for found in WORD.finditer(source) if as_learned(found[0]) in words]


def as_learned(word: str) -> str:
    return word.casefold()[:WORD_MAX_LENGTH]
