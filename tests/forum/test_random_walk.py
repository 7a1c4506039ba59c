"""Whatever members and moderators do, in whatever order: counters, queue and log say what is the case."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from essays.models import Passage
from forum import moderation, posting
from forum.models import ModerationEntry, Post, QueueItem, Reason, Thread
from forum.moderation import NotPossible, log
from tests.conftest import make_member
from tests.forum.talk import answer_counters, answers_counted, counted, counters, say

pytestmark = pytest.mark.django_db

POST_ACTS: dict[str, Callable[..., Post]] = {
    "approve": moderation.approve,
    "keep": moderation.keep,
    "remove": moderation.remove,
    "return": moderation.return_to_author,
    "restore": moderation.restore,
    "pin": moderation.pin,
    "unpin": moderation.unpin,
    "lock": moderation.lock_branch,
    "unlock": moderation.unlock_branch,
}
ACTS = ["new", "answer", "edit", "withdraw", "flag", "move", "undo", "undo", "remove all", *POST_ACTS]
WALK = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 50)), max_size=40)
PLACES = ["", "p1", "p2", "n1"]


class Walk:
    """Two threads, a member, a moderator, readers who report."""

    def __init__(self, threads: list[Thread], member: User, moderator: User) -> None:
        self.threads, self.member, self.moderator = threads, member, moderator
        self.reasons = {reason.code: reason for reason in Reason.objects.all()}
        self.readers = [make_member(f"reporter-{number}") for number in range(4)]

    def step(self, act: str, number: int) -> None:
        """Do one act; `number` says to which post. Some do not fit, as in life."""
        posts = list(Post.objects.exclude(author=None).order_by("pk"))
        if act == "new" or not posts:
            say(self.threads[0], self.member, ref=PLACES[number % 4])
            return
        post = Post.objects.select_related("thread", "anchor", "author", "root").get(pk=posts[number % len(posts)].pk)
        if act in POST_ACTS:
            POST_ACTS[act](post, by=self.moderator, seen=post.revision, reason=self.reason(number))
        elif act == "move":
            self.move(post, number)
        elif act == "flag":
            reader = self.readers[number % 4]
            moderation.flag(post, by=reader, seen=post.revision, reason=self.reason(number))
        else:
            self.others(act, post, number)

    def others(self, act: str, post: Post, number: int) -> None:
        if act == "answer":
            say(post.thread, self.member, parent=post)
        elif act == "edit":
            posting.edit(post, by=self.member, source=f"Words {number}.")
        elif act == "withdraw":
            posting.withdraw(post, by=self.member)
        elif act == "undo":
            self.undo(number)
        else:
            by, seen = self.moderator, moderation.last_entry(self.member)
            moderation.remove_all(self.member, by=by, seen=seen, latest=post.pk, reason=self.reason(number))

    def reason(self, number: int) -> Reason:
        return self.reasons["spam" if number % 3 else "attack"]

    def move(self, post: Post, number: int) -> None:
        thread = self.threads[number % 2]
        anchor = Passage.objects.filter(essay=thread.essay, ref="p1").first() if number % 3 else None
        moderation.move(post, by=self.moderator, seen=post.revision, thread=thread, anchor=anchor)

    def undo(self, number: int) -> None:
        done = ModerationEntry.objects.select_related("post", "thread", "member").order_by("-number")
        entries = list(done[: number % 5 + 1])
        if entries:
            moderation.undo(entries[-1], by=self.moderator)


def public() -> list[tuple[Any, ...]]:
    """All that a reader without an account could see a change of, of all posts."""
    seen = ("pk", "status", "source", "anchor", "parent", "is_pinned", "is_locked")
    return list(Post.objects.public().order_by("pk").values_list("thread", *seen))


def versions(threads: list[Thread]) -> dict[int, int]:
    return dict(Thread.objects.filter(pk__in=[thread.pk for thread in threads]).values_list("pk", "version"))


def assert_sound(walk: Walk) -> None:
    for thread in walk.threads:
        assert counters(thread) == counted(thread)
        assert answer_counters(thread) == answers_counted(thread)
    waiting = set(Post.objects.waiting().values_list("pk", flat=True))
    queued = QueueItem.objects.open().exclude(kind="appeal")
    assert waiting <= set(queued.values_list("post", flat=True))
    # Whatever is in the queue can be decided on, else it would stay there for ever.
    assert set(queued.values_list("post__status", flat=True)) <= {"pending", "hidden", "published"}


@given(WALK)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_after_any_acts_all_that_is_kept_is_what_is_the_case(
    thread: Thread, serge: Thread, reader: User, moderator: User, acts: list[tuple[str, int]]
) -> None:
    with transaction.atomic():
        walk = Walk([thread, serge], reader, moderator)
        for act, number in acts:
            before = public(), versions(walk.threads)
            try:
                with transaction.atomic():
                    walk.step(act, number)
            except (NotPossible, PermissionDenied):
                assert (public(), versions(walk.threads)) == before
            changed = {row[0] for row in set(public()) ^ set(before[0])}
            assert all(versions(walk.threads)[pk] > before[1][pk] for pk in changed)
            assert_sound(walk)
        assert log.verify().broken == ""
        transaction.set_rollback(True)
