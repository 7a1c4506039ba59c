"""What a forum of samples is made of: threads, places, trees, fates, authors and words, by chance and a seed. Pure.

People, passages and texts are numbers here; what they are the numbers of, the forum that is there says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import accumulate, pairwise
from random import Random
from typing import NamedTuple

PIECE = 1_000  # posts of one thread that are written together: no branch goes on in the next piece
CHAIN = 500  # posts, each an answer to the one before
LARGEST = 10  # One discussion takes the tenth part of all posts,
ON_TEXTS = 20  # and the texts together the twentieth.
TOPS = 0.35  # of all posts, and the rest answers
RECENT = 40  # posts of a piece that are still answered
WHOLE = -1  # The place that is no passage.
ON_WHOLE = 0.2  # of the posts on a text
PASSAGES = 12  # of a text that are talked about in one piece
EDITED = 0.02  # of the first posts
LISTENERS = 5  # members who follow, are named, and are told what they hear of
FOLLOWED = 0.02  # of the discussions, by each of the listeners
VISITED = 0.1  # of the discussions, by each of them
ON_TEXT = 0.5  # of the texts, for both


class Fate(Enum):
    """What became of a post."""

    PUBLISHED = "published"
    EDITED = "edited"
    PENDING = "pending"
    REPORTED = "reported"
    HIDDEN = "hidden"
    REMOVED = "removed"
    WITHDRAWN = "withdrawn"


# How many of all posts; the others are published and nothing else.
FATES = {
    Fate.EDITED: EDITED,
    Fate.PENDING: 0.01,
    Fate.REPORTED: 0.005,
    Fate.HIDDEN: 0.005,
    Fate.REMOVED: 0.01,
    Fate.WITHDRAWN: 0.005,
}
BOUNDS = list(zip(accumulate(FATES.values()), FATES, strict=True))
ANY_FATE = BOUNDS[-1][0]
STANDING = frozenset({Fate.PUBLISHED, Fate.EDITED, Fate.REPORTED})  # What everybody reads in the end.


class Sample(NamedTuple):
    """A post. The numbers of others are their places in the same piece."""

    parent: int | None
    root: int
    position: int
    place: int
    author: int
    text: int
    fate: Fate
    chance: float  # For what else may be chosen about it, from 0 to 1.


@dataclass(frozen=True, slots=True)
class Talk:
    """A discussion, or the talk on a text."""

    number: int  # From 0, among the discussions or among the texts.
    size: int  # posts
    passages: int | None = None  # How many the text has; None: it is a discussion.
    chain: int = 0  # How many of its posts are one chain.


@dataclass(frozen=True, slots=True)
class Piece:
    """Posts of one thread that are written together, in the order of arrival: whole branches."""

    talk: Talk
    is_first: bool
    begins: int  # How many posts of the forum come before it.
    posts: list[Sample]
    follow: list[int]  # The listeners who follow the thread from its beginning.
    visit: list[int]  # Those who read it, up to somewhere.


@dataclass(frozen=True, slots=True)
class Size:
    posts: int
    threads: int
    members: int
    texts: int  # How many different ones posts have.


def size_of(posts: int, threads: int) -> Size:
    """As many members and different texts as go with it."""
    return Size(posts, threads, within(posts // 50, 20, 5_000), within(posts // 4, 50, 3_000))


def within(number: int, low: int, high: int) -> int:
    return min(max(number, low), high)


def pieces(size: Size, passages: Sequence[int], seed: int) -> Iterator[Piece]:
    """All posts in the order in which they were written. `passages`: how many each text that is there has."""
    chance, begins = Random(seed), 0  # noqa: S311  # Samples are no secrets.
    for talk, start, count in in_turn(talks(size, passages, chance)):
        branches = Branches(talk, size, chance, is_first=start == 0)
        posts = [branches.grow(index) for index in range(count)]
        shares = (FOLLOWED, VISITED) if talk.passages is None else (ON_TEXT, ON_TEXT)
        follow, visit = ([one for one in range(LISTENERS) if chance.random() < share] for share in shares)
        yield Piece(talk, start == 0, begins, posts, follow if start == 0 else [], visit if start == 0 else [])
        begins += count


# --- How large each thread is ---


def talks(size: Size, passages: Sequence[int], chance: Random) -> list[Talk]:
    on_texts = min(size.posts // ON_TEXTS, size.posts - size.threads) if passages else 0
    shares = spread(on_texts, [1.0] * len(passages))
    texts = [Talk(number, share, passages[number]) for number, share in enumerate(shares) if share]
    return [*discussions(size.posts - on_texts, size, chance), *texts]


def discussions(posts: int, size: Size, chance: Random) -> list[Talk]:
    """Each with the post that opens it: the largest, the one with the chain, then all others."""
    spare = posts - size.threads
    if size.threads == 1:
        return [Talk(0, posts, chain=min(CHAIN, spare))]
    largest = min(max(size.posts // LARGEST, size.posts // size.threads), spare)
    chain = min(CHAIN, spare - largest)
    others = [min(chance.paretovariate(1.2), 40.0) for _ in range(size.threads - 2)]
    answers = [largest, chain, *spread(spare - largest - chain, others)]
    answers[0] += spare - sum(answers)  # Where there are no others.
    return [Talk(number, 1 + count, chain=chain if number == 1 else 0) for number, count in enumerate(answers)]


def spread(count: int, weights: Sequence[float]) -> list[int]:
    """Whole numbers in the proportion of the weights, which together are the count."""
    upto = [0.0, *accumulate(weights)]
    ends = [round(count * end / upto[-1]) if upto[-1] else 0 for end in upto]
    return [end - start for start, end in pairwise(ends)]


def in_turn(found: list[Talk]) -> Iterator[tuple[Talk, int, int]]:
    """The pieces of all threads, where each begins and how long it is: long talk goes on while others come and go."""
    ordered = []
    for rank, talk in enumerate(found):
        count = -(-talk.size // PIECE)
        at = (rank + 0.5) / len(found) if count == 1 else 0.0
        ordered += [(at if count == 1 else (part + 0.5) / count, rank, part) for part in range(count)]
    for _, rank, part in sorted(ordered):
        talk = found[rank]
        yield talk, part * PIECE, min(PIECE, talk.size - part * PIECE)


# --- What is said in a piece ---


class Branches:
    """The posts of a piece, one after the other."""

    def __init__(self, talk: Talk, size: Size, chance: Random, *, is_first: bool) -> None:
        self.talk, self.size, self.random = talk, size, chance.random
        self.opens = is_first and talk.passages is None
        self.chain = talk.chain if is_first else 0
        self.posts: list[Sample] = []
        self.open: list[int] = []  # What can be answered.
        self.below: dict[int, int] = {}  # The highest position in each branch.
        self.places = [self.below_of(talk.passages) for _ in range(PASSAGES)] if talk.passages else []

    def grow(self, index: int) -> Sample:
        fate, parent = self.fate(index), self.parent(index)
        if parent is None:
            root, position, place = index, 0, self.place()
        else:
            root, place = self.posts[parent].root, self.posts[parent].place
            position = self.below[root] + 1
        self.below[root] = position
        author = int(self.size.members * self.random() ** 2)  # Few write much, and many little.
        post = Sample(parent, root, position, place, author, self.below_of(self.size.texts), fate, self.random())
        self.posts.append(post)
        if fate is not Fate.PENDING and not (self.opens and index == 0):
            self.open.append(index)
        return post

    def parent(self, index: int) -> int | None:
        """What stands below a first post is at the top: it is answered by all of its thread."""
        if self.is_in_chain(index):
            return index - 1 if self.is_in_chain(index - 1) else None
        if not self.open or self.random() < TOPS:
            return None
        return self.open[-1 - self.below_of(min(RECENT, len(self.open)))]

    def is_in_chain(self, index: int) -> bool:
        return self.opens <= index < self.opens + self.chain

    def fate(self, index: int) -> Fate:
        drawn = self.random()
        if self.is_in_chain(index):
            return Fate.PUBLISHED
        if self.opens and index == 0 and self.talk.size > 1:  # Nobody answers what is not public.
            return Fate.EDITED if drawn < EDITED else Fate.PUBLISHED
        return next(fate for bound, fate in BOUNDS if drawn < bound) if drawn < ANY_FATE else Fate.PUBLISHED

    def place(self) -> int:
        if not self.places or self.random() < ON_WHOLE:
            return WHOLE
        return self.places[self.below_of(len(self.places))]

    def below_of(self, count: int) -> int:
        return int(count * self.random())
