"""What decides whether a new or changed post is published, held or refused: small checks, asked in this order."""

from forum.moderation.checks.attempt import Attempt, Effect, Finding
from forum.moderation.checks.habits import holds_all, of_a_newcomer, on_hold, too_fast
from forum.moderation.checks.machines import like_spam, like_spam_elsewhere, too_soon, trapped
from forum.moderation.checks.words import on_the_list, said_before, too_many_links

__all__ = ["CHECKS", "Attempt", "Effect", "Finding", "examine"]

CHECKS = (
    holds_all,
    on_hold,
    of_a_newcomer,
    too_fast,
    too_many_links,
    said_before,
    on_the_list,
    trapped,
    too_soon,
    like_spam,
    like_spam_elsewhere,
)


def examine(attempt: Attempt) -> list[Finding]:
    """All that the checks find, in their order."""
    return [finding.in_post(attempt.heading) for check in CHECKS if (finding := check(attempt))]
