"""What the checks on new posts go by: rules on words, and what the filter has learned."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

WORDS_MAX_LENGTH = 200  # characters


class WordRule(models.Model):
    """Words that moderators want to know of, and what is done with a post that has them."""

    class Match(models.TextChoices):
        EXACT = "exact", "exactly as written, also inside words"
        WORD = "word", "as whole words, capitals or not"
        PATTERN = "pattern", "as a regular expression"

    class Effect(models.TextChoices):
        HOLD = "hold", "hold the post"
        REFUSE = "refuse", "refuse the post"
        MARK = "mark", "publish it and tell the moderators"

    words = models.CharField(max_length=WORDS_MAX_LENGTH)
    match = models.CharField(max_length=10, choices=Match, default=Match.WORD)
    effect = models.CharField(max_length=10, choices=Effect, default=Effect.HOLD)
    note = models.CharField(max_length=200, blank=True, help_text="Why it is here, for other moderators.")
    is_active = models.BooleanField(default=True, verbose_name="is active")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["words"]
        constraints = [
            models.UniqueConstraint(fields=["words", "match"], name="word_rule_once"),
            models.CheckConstraint(condition=~Q(words=""), name="word_rule_has_words"),
        ]

    def __str__(self) -> str:
        return self.words


class SpamToken(models.Model):
    """How many posts with this word moderators let through, and how many they removed as spam.

    The row with the empty word counts the posts themselves.
    """

    word = models.CharField(max_length=64, unique=True)
    good = models.PositiveIntegerField(default=0)
    spam = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.word
