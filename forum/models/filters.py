"""What the checks on new posts go by: rules on words, and what the filter has learned."""

import re
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from forum.models import patterns
from forum.models.records import ModerationEntry

WORDS_MAX_LENGTH = 200  # characters


class WordRule(models.Model):
    """Words that moderators want to know of, and what is done with a post that has them."""

    class Match(models.TextChoices):
        EXACT = "exact", "exactly as written, also inside words"
        WORD = "word", "as whole words, capitals or not"
        PATTERN = "pattern", "as a regular expression, capitals or not"

    class Effect(models.TextChoices):
        HOLD = "hold", "hold the post"
        REFUSE = "refuse", "refuse the post and tell its author"
        MARK = "mark", "publish it and tell the moderators"

    words = models.CharField(max_length=WORDS_MAX_LENGTH)
    match = models.CharField(max_length=10, choices=Match, default=Match.WORD)
    effect = models.CharField(max_length=10, choices=Effect, default=Effect.HOLD)
    note = models.CharField(max_length=200, blank=True, help_text="Why it is here, for other moderators.")
    is_active = models.BooleanField(default=True, verbose_name="is active", help_text="Off: kept, but not looked for.")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["words"]
        constraints = [
            models.UniqueConstraint(
                fields=["words", "match"],
                name="word_rule_once",
                violation_error_message="There is a rule for these words already: change that one.",
            ),
            models.CheckConstraint(condition=~Q(words=""), name="word_rule_has_words"),
        ]

    def __str__(self) -> str:
        return self.words

    def clean(self) -> None:
        if self.match == self.Match.PATTERN and self.words:
            try:
                patterns.read(self.words)
            except patterns.PatternError as why:
                raise ValidationError({"words": str(why)}) from why

    def spots(self, source: str) -> list[tuple[int, int]]:
        """Where the words are: begin and end of each. Raises `PatternError` for what was never checked."""
        if self.match == self.Match.PATTERN:
            return patterns.spots(self.words, source)
        return [found.span() for found in plain(self.words, self.match).finditer(source)]


@lru_cache(maxsize=1024)
def plain(words: str, match: str) -> re.Pattern[str]:
    if match == WordRule.Match.EXACT:
        return re.compile(re.escape(words))
    spaced = r"\s+".join(re.escape(word) for word in words.split())
    return re.compile(rf"(?<!\w){spaced}(?!\w)", re.IGNORECASE)


class SpamToken(models.Model):
    """How many posts with this word moderators let through, and how many they removed as spam.

    The row with the empty word counts the posts themselves.
    """

    word = models.CharField(max_length=64, unique=True)
    good = models.PositiveIntegerField(default=0)
    spam = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.word


class SpamLesson(models.Model):
    """What one decision has taught the filter: the words are those of the revision that the entry names."""

    entry = models.OneToOneField(
        ModerationEntry, on_delete=models.PROTECT, primary_key=True, related_name="spam_lesson"
    )
    is_spam = models.BooleanField()

    def __str__(self) -> str:
        return f"{'spam' if self.is_spam else 'good'}: {self.entry}"
