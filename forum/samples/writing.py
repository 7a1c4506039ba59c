"""Samples written into the forum: some thousand posts in each transaction, after which everything counted is right."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from django.db import transaction

from forum.models import Mention, Post, PostRevision, SearchDocument, Thread
from forum.samples import plan, store
from forum.samples.acts import Acts
from forum.samples.hearing import Hearing
from forum.samples.plan import Fate, Piece
from forum.samples.rows import (
    Written,
    documents_of,
    first_body,
    mentions_of,
    numbered,
    posts_of,
    published,
    revisions_of,
    thread_of,
)
from forum.samples.scene import Scene
from forum.search import engine
from forum.search.documents import titles

BATCH = 4_000  # posts, about
Progress = Callable[[int], None]


def make(scene: Scene, on_progress: Progress) -> None:
    """Write all posts of the scene, outside of transactions; call `on_progress` with the number of those written.

    Who stops it finds all that was written by then whole.
    """
    done = 0
    with engine.in_bulk():
        for batch in batches(plan.pieces(scene.size, [len(text.blocks) for text in scene.texts], scene.seed)):
            write(batch, scene)
            done += sum(len(piece.posts) for piece in batch)
            on_progress(done)
    store.settle()


def batches(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    """Some pieces at a time, no two of one thread."""
    batch: list[Piece] = []
    for piece in pieces:
        if sum(len(one.posts) for one in batch) >= BATCH or any(one.talk == piece.talk for one in batch):
            yield batch
            batch = []
        batch.append(piece)
    yield batch


@transaction.atomic
def write(batch: list[Piece], scene: Scene) -> None:
    written = begin(batch, scene)
    acts, hearing = Acts(scene), Hearing(scene)
    hearing.begin(written)
    for one in written:
        render(one, scene)
    store.write(Post, told(written, scene, acts))
    store.write(PostRevision, chain.from_iterable(revisions_of(one, scene) for one in written))
    store.write(SearchDocument, documents(written, scene))
    Mention.objects.bulk_create(chain.from_iterable(mentions_of(one, scene) for one in written))
    for one in written:
        hearing.hear(one)
        hearing.visit(one, one.thread.publications)
        count(one, scene)
    acts.write()
    hearing.write()
    for thread in named_apart(written):
        transaction.on_commit(thread.tell_where_it_is_named, robust=True)


def named_apart(pieces: list[Written]) -> list[Thread]:
    """Of the threads that are named on pages of the same others, one: these pages are to know it once."""
    found = {(one.thread.about_essay_id, one.thread.about_post_id): one.thread for one in pieces}
    return [thread for others, thread in found.items() if any(others)]


def render(written: Written, scene: Scene) -> None:
    """Know all texts of a piece before its rows are copied: nothing can be asked of the database meanwhile."""
    for sample in written.piece.posts:
        _ = scene.bodies[sample.text]
        first_body(sample, scene)


def begin(batch: list[Piece], scene: Scene) -> list[Written]:
    """The threads of the pieces: those that are there are locked, in their order, and the others are made."""
    known = {piece.talk: pk for piece in batch if (pk := known_as(piece, scene))}
    threads = {talk: Thread.objects.locked(pk) for talk, pk in sorted(known.items(), key=lambda item: item[1])}
    for talk, thread in threads.items():
        thread.essay = None if talk.passages is None else scene.texts[talk.number].essay
    new = [piece for piece in batch if piece.talk not in threads]
    made = Thread.objects.bulk_create([thread_of(piece, scene) for piece in new], batch_size=store.INSERTED)
    threads |= {piece.talk: thread for piece, thread in zip(new, made, strict=True)}
    scene.begun |= {piece.talk.number: threads[piece.talk].pk for piece in new if len(piece.posts) < piece.talk.size}
    ids = iter(store.numbers(Post, sum(len(piece.posts) for piece in batch)))
    found = []
    for piece in batch:
        thread, count = threads[piece.talk], published(piece)
        numbers = thread.take_publications(count) if piece.talk in known else range(1, count + 1)
        own = [next(ids) for _ in piece.posts]
        found.append(Written(piece, thread, own, numbered(piece, iter(numbers))))
    return found


def known_as(piece: Piece, scene: Scene) -> int | None:
    """The thread in which the piece goes on, where that is there."""
    if piece.talk.passages is not None:
        return scene.texts[piece.talk.number].thread
    return scene.begun.get(piece.talk.number)


def told(pieces: list[Written], scene: Scene, acts: Acts) -> Iterator[Post]:
    """The posts, as they are after all that happened to them."""
    for written in pieces:
        posts = list(posts_of(written, scene))
        acts.happen(written)
        yield from posts


def documents(pieces: list[Written], scene: Scene) -> Iterator[SearchDocument]:
    for written in pieces:
        if written.piece.is_first and not written.thread.essay_id:
            yield from titles(written.thread)
        yield from documents_of(written, scene)


def count(written: Written, scene: Scene) -> None:
    """Count what is new in a thread that was there before."""
    thread, piece = written.thread, written.piece
    if piece.is_first and not thread.essay_id:
        return
    for anchor, change in written.standing.items():
        thread.count(anchor, change)
    if (latest := written.last_post_at) and latest >= (thread.last_post_at or latest):
        thread.last_post_at = latest
        thread.save(update_fields=["last_post_at"])
    if thread.essay_id:
        scene.continued += [post for post, sample in zip(written.posts, piece.posts, strict=True)
                            if sample.fate is Fate.PUBLISHED][-5:]  # fmt: skip
