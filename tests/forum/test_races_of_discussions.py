"""Discussions are merged and split while others write in them: every word is somewhere, and nobody waits for ever."""

from __future__ import annotations

from functools import partial

import pytest

from accounts.models import User
from forum import moderation
from forum.models import ModerationEntry, Post, Thread
from tests.forum.discussions import assert_exact, undo
from tests.forum.talk import public_discussion, published, say, sorted_under, trusting
from tests.forum.test_races import outcomes, second

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("moderators")]
ROUNDS = 4  # Who is first is left to chance.
__all__ = ["second"]


def two(author: User) -> tuple[Thread, Thread]:
    here, there = (public_discussion(author, title).thread for title in ("Here", "There"))
    return here, there


def test_who_replies_beside_a_merge_is_told_or_goes_along(author: User, reader: User, moderator: User) -> None:
    for _ in range(ROUNDS):
        here, there = two(author)
        with trusting():
            *said, merged = outcomes(
                *(partial(say, here, reader, f"Words {number}.") for number in range(3)),
                partial(moderation.merge, here, by=moderator, into=there),
            )
        assert merged
        assert not here.posts.exists()
        assert there.posts.filter(author=reader).count() == sum(said)
        assert_exact(here, there)


def test_two_discussions_are_not_merged_into_each_other(author: User, moderator: User, second: User) -> None:
    for _ in range(ROUNDS):
        here, there = two(author)
        done = outcomes(
            partial(moderation.merge, here, by=moderator, into=there),
            partial(moderation.merge, there, by=second, into=here),
        )
        assert sum(done) == 1
        assert Thread.objects.filter(pk__in=[here.pk, there.pk], merged_into=None).count() == 1
        assert_exact(here, there)


def test_a_discussion_is_merged_once(author: User, moderator: User, second: User, thread: Thread) -> None:
    for _ in range(ROUNDS):
        here, there = two(author)
        done = outcomes(
            partial(moderation.merge, here, by=moderator, into=there),
            partial(moderation.merge, here, by=second, into=thread),
        )
        assert sum(done) == 1
        assert ModerationEntry.objects.filter(thread=here, act="merge").count() == 1
        assert_exact(here, there, thread)


def test_who_answers_beside_a_split_is_told_or_goes_along(
    thread: Thread, author: User, reader: User, moderator: User
) -> None:
    for _ in range(ROUNDS):
        post, category = published(thread, author, ref="p1"), sorted_under("texts")
        with trusting():
            *said, split = outcomes(
                *(partial(say, thread, reader, f"Words {number}.", parent=post) for number in range(3)),
                partial(moderation.split, post, by=moderator, seen=1, title="Its own", category=category),
            )
        assert split
        made = Post.objects.select_related("thread").get(pk=post.pk).thread
        assert made.posts.filter(author=reader, parent=None).count() == sum(said)
        assert_exact(thread, made)


def test_a_merge_is_undone_while_others_write(author: User, reader: User, moderator: User) -> None:
    for _ in range(ROUNDS):
        here, there = two(author)
        first = here.posts.get()
        moderation.merge(here, by=moderator, into=there)
        with trusting():
            *said, undone = outcomes(
                partial(say, there, reader, "Words.", parent=Post.objects.get(pk=first.pk)),
                partial(say, there, reader, "Other words."),
                partial(undo, "merge", by=moderator, thread=here),
            )
        assert undone
        assert Post.objects.filter(author=reader, thread__in=[here, there]).count() == sum(said)
        assert_exact(here, there)
