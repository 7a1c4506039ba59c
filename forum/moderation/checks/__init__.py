"""What decides whether a new or changed post is published, held or refused: small checks, asked in this order."""

from forum.moderation.checks.attempt import Attempt, Effect, Finding
from forum.moderation.checks.habits import holds_all, of_a_newcomer, on_hold

__all__ = ["CHECKS", "Attempt", "Effect", "Finding", "examine"]

CHECKS = (holds_all, on_hold, of_a_newcomer)


def examine(attempt: Attempt) -> list[Finding]:
    """All that the checks find, in their order."""
    return [finding for check in CHECKS if (finding := check(attempt))]
