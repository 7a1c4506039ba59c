"""Checks for programs that send what people would not."""

from __future__ import annotations

from django.conf import settings

from forum.moderation import spam
from forum.moderation.checks.attempt import Attempt, Effect, Finding


def trapped(attempt: Attempt) -> Finding | None:
    if not attempt.sending.is_trapped:
        return None
    return Finding("trapped", Effect.HOLD, "A field was filled in that no person sees.")


def too_soon(attempt: Attempt) -> Finding | None:
    least, taken = settings.SECONDS_TO_WRITE, attempt.sending.seconds
    if not least or taken is None or taken >= least:
        return None
    return Finding("too_soon", Effect.HOLD, f"It was sent within {least} seconds, or without opening the form.")


def like_spam(attempt: Attempt) -> Finding | None:
    score = spam.score(attempt.words)
    if score is None or score.probability < spam.HELD_FROM:
        return None
    sentence = f"The filter takes it for spam, from what moderators removed before ({score.probability:.0%})."
    return Finding("like_spam", Effect.HOLD, sentence, spam.spots(attempt.words, score.words))


def like_spam_elsewhere(attempt: Attempt) -> Finding | None:
    if not attempt.sending.is_spam_elsewhere:
        return None
    return Finding("like_spam_elsewhere", Effect.HOLD, "Akismet takes it for spam.")
