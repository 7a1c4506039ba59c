"""What a check is shown, and what it may answer."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum
from typing import TYPE_CHECKING

from forum.models import Post
from forum.models.reasons import LOOK_FIRST

if TYPE_CHECKING:
    from accounts.models import User


class Effect(Enum):
    """What is done with the post, the strongest first."""

    REFUSE = "refuse"
    HOLD = "hold"
    MARK = "mark"  # It is published, and the moderators are told.


@dataclass(frozen=True, slots=True)
class Sending:
    """How a form was filled in."""

    seconds: float | None = None  # From the opening of the form to its sending; 0: never opened; None: nobody knows.
    is_trapped: bool = False  # A field was filled in that no person sees.
    is_spam_elsewhere: bool = False  # Akismet takes it for spam, where it is asked.


@dataclass(frozen=True, slots=True)
class Attempt:
    """A post as it is about to become public: new, or with other words. Its thread is locked."""

    post: Post
    author: User
    sending: Sending = field(default_factory=Sending)
    is_edit: bool = False

    @property
    def words(self) -> str:
        """All that becomes public with it: of a first post, the title of its thread before its own words."""
        return self.heading + self.post.source

    @property
    def heading(self) -> str:
        return f"{self.post.heading}\n\n" if self.post.is_opening else ""


@dataclass(frozen=True, slots=True)
class Finding:
    """Why something is done with a post, in a sentence for the moderator; its author reads it where it is refused.

    Of what is held the author is told another: it may be about somebody else, or teach a program how to get through.
    """

    check: str
    effect: Effect
    sentence: str
    matches: list[tuple[int, int]] = field(default_factory=list)  # Where, in the words: begin and end.
    told: str = LOOK_FIRST

    def in_post(self, heading: str) -> Finding:
        """With the places in the post alone: what is found in the heading before it, the sentence says."""
        begins = len(heading)
        return replace(self, matches=[(a - begins, b - begins) for a, b in self.matches if a >= begins])

    def as_stored(self) -> dict[str, object]:
        return {"check": self.check, "sentence": self.sentence, "matches": [list(match) for match in self.matches]}
