"""Threads and posts as they are stored, made of what was planned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from essays.models import Passage
from forum import posting
from forum.models import Mention, Post, PostRevision, SearchDocument, Thread
from forum.samples import texts
from forum.samples.plan import STANDING, WHOLE, Fate, Piece, Sample
from forum.samples.scene import Scene, passage_of
from forum.samples.texts import Body
from forum.search.documents import of_post

QUOTED = 0.3  # of the posts that begin a branch on a passage
QUOTE_WORDS = 6
BLANK = {field.attname: field.get_default() for field in Post._meta.concrete_fields}
ALIKE = 17  # An edited post had the text that is so many numbers further before.


@dataclass(eq=False)
class Written:
    """A piece with its thread, and the posts that it became."""

    piece: Piece
    thread: Thread
    ids: list[int]
    publications: list[int | None]
    posts: list[Post] = field(default_factory=list)

    @property
    def standing(self) -> Counter[Passage | None]:
        """How many of its posts everybody reads, by their place."""
        return Counter(post.anchor for post in self.posts if post.is_published)

    @property
    def last_post_at(self) -> datetime | None:
        return max((post.published_at for post in self.posts if post.is_published and post.published_at), default=None)


def thread_of(piece: Piece, scene: Scene) -> Thread:
    """A discussion as its first posts leave it, with all that is counted by them."""
    first, count = piece.posts[0], sum(sample.fate in STANDING for sample in piece.posts)
    number = piece.talk.number
    standing = (index for index in reversed(range(len(piece.posts))) if piece.posts[index].fate in STANDING)
    latest = next(standing, None)
    return Thread(
        title=texts.title(scene.seed, number),
        category=scene.categories[number % len(scene.categories)],
        opener=scene.members[first.author],
        is_public=first.fate in STANDING,
        created_at=scene.at(piece.begins),
        post_count=count,
        whole_count=count,
        last_post_at=None if latest is None else scene.at(piece.begins + latest),
        publications=published(piece),
        **posting.links(scene.about(piece.talk)),
    )


def published(piece: Piece) -> int:
    """How many of its posts were published at some time."""
    return sum(sample.fate is not Fate.PENDING for sample in piece.posts)


def numbered(piece: Piece, numbers: Iterator[int]) -> list[int | None]:
    return [None if sample.fate is Fate.PENDING else next(numbers) for sample in piece.posts]


def branches(written: Written) -> list[int]:
    """For each post how many published answers its branch has, where it is at the top."""
    counts = [0] * len(written.piece.posts)
    for sample in written.piece.posts:
        counts[sample.root] += sample.position > 0 and sample.fate in STANDING
    return counts


def posts_of(written: Written, scene: Scene) -> Iterator[Post]:
    """Published, whatever is to become of them, or pending."""
    answers, piece = branches(written), written.piece
    for index, sample in enumerate(piece.posts):
        post = post_of(written, index, sample, scene)
        post.answer_count = answers[index]
        if sample.place != WHOLE and piece.talk.passages:
            stand_on(post, sample, scene)
        elif written.thread.essay:
            post.edition_id = written.thread.essay.current_edition_id
        written.posts.append(post)
        yield post


def post_of(written: Written, index: int, sample: Sample, scene: Scene) -> Post:
    at, ids, body = scene.at(written.piece.begins + index), written.ids, scene.bodies[sample.text]
    is_pending, is_edited = sample.fate is Fate.PENDING, sample.fate is Fate.EDITED
    post = unlinked(
        id=ids[index],
        parent_id=None if sample.parent is None else ids[sample.parent],
        root_id=ids[sample.root],
        position=sample.position,
        written_at=at,
        status=Post.Status.PENDING if is_pending else Post.Status.PUBLISHED,
        published_at=None if is_pending else at,
        edited_at=at + scene.step / 4 if is_edited else None,
        revision=2 if is_edited else 1,
        source=body.source,
        html=body.html,
        is_opening=index == 0 and written.piece.is_first and written.piece.talk.passages is None,
        publication=written.publications[index],
    )
    post.thread, post.author = written.thread, scene.members[sample.author]
    return post


def unlinked(**facts: Any) -> Post:
    """A post as the model makes it of keyword arguments, in half of the time."""
    return Post.from_db(None, list(BLANK), list({**BLANK, **facts}.values()))


def stand_on(post: Post, sample: Sample, scene: Scene) -> None:
    """Let it answer a passage as the text prints it, or some of its words."""
    text = next(text for text in scene.texts if text.thread == post.thread_id)
    block = text.blocks[sample.place]
    post.anchor, post.edition_id = passage_of(block), block.edition_id
    tokens = block.words.split()
    if sample.parent is None and sample.chance < QUOTED and tokens:
        start = int(sample.chance / QUOTED * max(1, len(tokens) - QUOTE_WORDS))
        post.quote = " ".join(tokens[start : start + QUOTE_WORDS])
        posting.quote_from(post, block)


def first_body(sample: Sample, scene: Scene) -> Body:
    """What it said when it was posted."""
    return scene.bodies[(sample.text + ALIKE * (sample.fate is Fate.EDITED)) % scene.size.texts]


def revisions_of(written: Written, scene: Scene) -> Iterator[PostRevision]:
    for post, sample in zip(written.posts, written.piece.posts, strict=True):
        was_public = post.publication is not None
        first = {"created_at": post.written_at, "source": first_body(sample, scene).source}
        last = {"created_at": post.edited_at, "source": post.source}
        for number, said in enumerate([first, last][: post.revision], start=1):
            title, by = post.heading, post.author_id
            yield PostRevision(post_id=post.pk, number=number, title=title, by_id=by, was_public=was_public, **said)


def documents_of(written: Written, scene: Scene) -> Iterator[SearchDocument]:
    for post, sample in zip(written.posts, written.piece.posts, strict=True):
        if post.is_published:
            yield of_post(post, scene.bodies[sample.text].said)


def mentions_of(written: Written, scene: Scene) -> Iterator[Mention]:
    for post, sample in zip(written.posts, written.piece.posts, strict=True):
        for name, member in scene.bodies[sample.text].named.items():
            yield Mention(post=post, member_id=member, name=name)
