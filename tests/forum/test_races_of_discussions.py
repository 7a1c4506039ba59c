"""Discussions are merged and split while others write in them: every word is somewhere, and nobody waits for ever."""

from __future__ import annotations

from functools import partial

import pytest

from accounts.models import User
from forum import following, moderation, posting
from forum.models import ModerationEntry, Post, Subscription, Thread
from tests.conftest import make_member
from tests.forum.discussions import about, assert_exact, undo, where
from tests.forum.talk import passage, public_discussion, published, say, sorted_under, trusting
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


def test_a_split_is_undone_while_others_write_in_it(
    thread: Thread, author: User, reader: User, moderator: User
) -> None:
    for _ in range(ROUNDS):
        post = published(thread, author, ref="p1")
        moderation.split(post, by=moderator, seen=1, title="Its own", category=sorted_under("texts"))
        made = Post.objects.select_related("thread").get(pk=post.pk).thread
        with trusting():
            *said, undone = outcomes(
                *(partial(say, made, reader, f"Words {number}.") for number in range(3)),
                partial(undo, "split", by=moderator),
            )
        assert undone
        assert Post.objects.filter(root=post, author=reader).count() == sum(said)
        assert_exact(thread, made)


def test_a_post_is_continued_while_it_moves(thread: Thread, author: User, reader: User, moderator: User) -> None:
    answer = published(thread, author, ref="p1")
    for ref in ["p2", "p3"] * (ROUNDS // 2):
        read = Post.objects.with_place().get(pk=answer.pk)
        with trusting():
            outcomes(
                partial(moderation.move, read, by=moderator, seen=1, thread=thread, anchor=passage(thread, ref)),
                *(
                    partial(posting.open_thread, reader, "T", sorted_under("texts"), f"{ref} {n}", about=read)
                    for n in range(2)
                ),
            )
        for continued in Thread.objects.filter(about_post=answer):
            assert about(continued) == where(answer)


def test_a_post_moves_while_what_continues_it_is_merged_where_it_stands(
    thread: Thread, author: User, reader: User, moderator: User, second: User
) -> None:
    answer = published(thread, author, ref="p1")
    continued = public_discussion(reader, about=answer).thread
    home = public_discussion(reader).thread
    for _ in range(ROUNDS):
        done = outcomes(
            partial(moderation.move, answer, by=moderator, seen=1, thread=home, anchor=None),
            partial(moderation.merge, continued, by=second, into=home),
        )
        assert done == [True, True]
        undo("merge", by=moderator)
        undo("move", by=moderator)
        assert about(continued) == where(answer)
        assert_exact(thread, home, continued)


def test_who_begins_to_follow_beside_a_merge_follows_once(author: User, moderator: User) -> None:
    members = [make_member(f"member-{number}", f"Member {number}") for number in range(8)]
    for _ in range(ROUNDS):
        here, there = two(author)
        for member in members:
            following.follow(member, here)
        *_, merged = outcomes(
            *(partial(following.follow, member, there) for member in members),
            partial(moderation.merge, here, by=moderator, into=there),
        )
        assert merged
        assert Subscription.objects.filter(thread=there, member__in=members).count() == len(members)
