"""What a forum of samples is written into: the texts that are there, their threads, and who writes."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Count

from essays.models import Block, Essay, Passage
from forum.models import Category, Flag, Post, Reason, Thread
from forum.posting import About
from forum.samples import people
from forum.samples.plan import LISTENERS, Size, Talk
from forum.samples.texts import Bodies

if TYPE_CHECKING:
    from accounts.models import User

SPAN = timedelta(days=3 * 365)  # that the talk of a large forum takes;
PAUSE = timedelta(minutes=10)  # between two posts of a small one.
CONTINUED = 20  # posts that a discussion may continue
ABOUT = 10  # One of so many discussions is about a text, one about a passage, one about a post.


class Missing(Exception):
    """Something that every forum has is not there; says what to do."""


@dataclass(frozen=True, slots=True)
class Text:
    """An essay in its current edition, and the passages that can be talked about."""

    thread: int
    essay: Essay
    blocks: list[Block]  # Each loaded with its passage.


@dataclass
class Scene:
    size: Size
    seed: int
    until: datetime  # The last post is written a moment before.
    members: list[User]
    moderator: User
    texts: list[Text]
    categories: list[Category]
    report: Reason  # Why posts are reported,
    removal: Reason  # and removed.
    bodies: Bodies
    upheld: Counter[int]  # How many reports of each member were right.
    begun: dict[int, int] = field(default_factory=dict)  # The threads of discussions, by their numbers.
    continued: deque[Post] = field(default_factory=lambda: deque(maxlen=CONTINUED))

    @property
    def step(self) -> timedelta:
        return min(PAUSE, SPAN / self.size.posts)

    @property
    def listeners(self) -> list[User]:
        return self.members[:LISTENERS]

    def at(self, number: int) -> datetime:
        """When the post with this number, from 0, is written."""
        return self.until - self.step * (self.size.posts - number)

    def about(self, talk: Talk) -> About:
        """What a discussion is about, most of them about nothing else."""
        kind = talk.number % ABOUT
        if not self.texts or kind not in {1, 2, 3}:
            return None
        text = self.texts[talk.number // ABOUT % len(self.texts)]
        if kind == 2 and text.blocks:
            return passage_of(text.blocks[talk.number // ABOUT % len(text.blocks)])
        return self.continued[talk.number % len(self.continued)] if kind == 3 and self.continued else text.essay


def passage_of(block: Block) -> Passage:
    assert block.passage
    return block.passage


@transaction.atomic
def look(size: Size, seed: int, until: datetime) -> Scene:
    """See what is there, and let the members join. Raises `Missing`."""
    categories = list(Category.objects.order_by("pk"))
    report = Reason.objects.for_flags().filter(is_spam=False).first()
    removal = Reason.objects.for_acts().filter(is_spam=False).first()
    if not categories:
        raise Missing("There is no category: add one in the admin.")
    if not (report and removal):
        raise Missing("There is no reason for reports and acts: add one in the admin.")
    members = people.members(size.members)
    return Scene(
        size=size,
        seed=seed,
        until=until,
        members=members,
        moderator=people.moderator(),
        texts=texts(),
        categories=categories,
        report=report,
        removal=removal,
        bodies=Bodies(seed, [member.username for member in members[:LISTENERS]]),
        upheld=upheld(members),
    )


def texts() -> list[Text]:
    threads = Thread.objects.filter(essay__current_edition__isnull=False).select_related("essay").order_by("pk")
    return [Text(thread.pk, thread.essay, blocks(thread.essay)) for thread in threads if thread.essay]


def blocks(essay: Essay) -> list[Block]:
    found = Block.objects.filter(edition=essay.current_edition_id, passage__isnull=False).select_related("passage")
    printed = list(found.order_by("position"))
    for block in printed:
        passage_of(block).essay = essay
    return printed


def upheld(members: list[User]) -> Counter[int]:
    """Nobody declines reports of samples: those were all right, or wait."""
    flags = Flag.objects.filter(by__in=members, state=Flag.State.UPHELD).values_list("by")
    return Counter(dict(flags.annotate(Count("pk"))))
