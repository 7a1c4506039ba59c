"""What a rule on words would have found, had it been there before."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from forum.models import Post, WordRule

LATEST = 1000  # posts
SHOWN = 20  # posts
MOST_SECONDS = 5.0  # of processor time: a slow pattern is tried on fewer posts

Spots = list[tuple[int, int]]


@dataclass(slots=True)
class Trial:
    looked_at: int = 0
    matching: int = 0
    found: list[tuple[Post, Spots]] = field(default_factory=list)  # The first of them, the latest post first.
    is_cut_short: bool = False


def try_on_latest(rule: WordRule) -> Trial:
    """Look for a rule, stored or not, in the latest posts that are not withdrawn.

    Raises `PatternError` for what was never checked.
    """
    trial, end = Trial(), time.thread_time() + MOST_SECONDS
    posts = Post.objects.exclude(status=Post.Status.WITHDRAWN).select_related("author", "thread")
    for post in posts.order_by("-pk")[:LATEST].iterator(chunk_size=100):
        if time.thread_time() > end:
            trial.is_cut_short = True
            break
        heading = f"{post.heading}\n\n" if post.is_opening else ""  # As the check reads it.
        add(trial, post, rule.spots(heading + post.source), len(heading))
    return trial


def add(trial: Trial, post: Post, spots: Spots, begins: int) -> None:
    """`begins`: where the post's own words do, in which the spots are shown."""
    trial.looked_at += 1
    trial.matching += bool(spots)
    if spots and len(trial.found) < SHOWN:
        trial.found.append((post, [(start - begins, end - begins) for start, end in spots if start >= begins]))
