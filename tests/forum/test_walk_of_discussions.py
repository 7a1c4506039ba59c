"""Discussions are opened, merged, split and renamed, and that is taken back, in any order: all counters are exact."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from accounts.models import User
from forum import following, moderation, posting, unread
from forum.models import ModerationEntry, Post, ReadMark, Reason, Thread
from forum.moderation import NotPossible, log
from tests.forum.discussions import about, assert_exact, where
from tests.forum.talk import say, sorted_under

pytestmark = pytest.mark.django_db

ACTS = (
    "open open continue say answer answer read follow approve approve remove withdraw pin merge merge split split "
    "rename move undo undo"
).split()
WALK = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 50)), max_size=40)
# What a walk begins with, so that there is something to merge and to split.
BEGIN = [("open", 0), ("approve", 0), ("open", 1), ("approve", 1), ("answer", 0), ("approve", 2), ("answer", 2)]


class Walk:
    def __init__(self, member: User, moderator: User) -> None:
        self.member, self.moderator = member, moderator
        self.category, self.reason = sorted_under("texts"), Reason.objects.get(code="other")

    def step(self, act: str, number: int) -> None:
        posts = list(Post.objects.select_related("thread", "anchor", "author", "root").order_by("pk"))
        if act == "open" or not posts:
            posting.open_thread(self.member, f"Title {number}", self.category, f"Words {number}.")
            return
        post = posts[number % len(posts)]
        threads = list(Thread.objects.order_by("pk"))
        thread = threads[number * 7 % len(threads)]
        decided: dict[str, Any] = {"by": self.moderator, "seen": post.revision}
        do: dict[str, Callable[[], object]] = {
            "continue": lambda: posting.open_thread(
                self.member, f"Title {number}", self.category, f"On {number}.", about=post
            ),
            "read": lambda: unread.read_all(thread, self.member, thread.publications),
            "follow": lambda: following.follow(self.member, thread),
            "pin": lambda: moderation.pin(post, **decided),
            "say": lambda: say(thread, self.member),
            "answer": lambda: say(post.thread, self.member, parent=post),
            "approve": lambda: moderation.approve(post, **decided),
            "remove": lambda: moderation.remove(post, **decided, reason=self.reason),
            "withdraw": lambda: posting.withdraw(post, by=self.member),
            "merge": lambda: moderation.merge(post.thread, by=self.moderator, into=thread),
            "split": lambda: moderation.split(post, **decided, title=f"Split {number}", category=self.category),
            "rename": lambda: moderation.rename(
                thread, by=self.moderator, title=f"Name {number}", category=self.category
            ),
            "move": lambda: moderation.move(post, **decided, thread=thread, anchor=None),
            "undo": lambda: self.undo(number),
        }
        do[act]()

    def undo(self, number: int) -> None:
        done = ModerationEntry.objects.select_related("post", "thread", "member").order_by("-number")
        moderation.undo(list(done[: number % 6 + 1])[-1], by=self.moderator)


def assert_sound() -> None:
    assert_exact(*Thread.objects.all())
    for post in Post.objects.select_related("parent", "root"):
        assert post.root
        assert (post.root.thread_id, post.root.anchor_id) == (post.thread_id, post.anchor_id)
        if post.parent:
            assert post.parent.root_id == post.root_id
            assert post.parent.position < post.position
            assert not post.parent.is_opening
    for continued in Thread.objects.filter(about_post__isnull=False):
        assert continued.about_post
        assert about(continued) == where(continued.about_post)
    assert not ReadMark.objects.filter(upto__gt=F("thread__publications")).exists()
    assert not Thread.objects.filter(essay=None, merged_into=None).exclude(posts__is_opening=True).exists()


@given(WALK)
@example([("merge", 0), ("answer", 0), ("undo", 0)])
@example([("merge", 0), ("split", 2), ("undo", 1), ("undo", 1)])
@example([("continue", 2), ("follow", 7), ("read", 0), ("split", 2), ("move", 2), ("undo", 0), ("undo", 1)])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_after_any_acts_on_discussions_all_is_as_the_posts_say(
    thread: Thread, reader: User, moderator: User, acts: list[tuple[str, int]]
) -> None:
    with transaction.atomic():
        walk = Walk(reader, moderator)
        for act, number in [*BEGIN, *acts]:
            try:
                with transaction.atomic():
                    walk.step(act, number)
            except (NotPossible, PermissionDenied):
                pass
            else:
                assert_sound()
        assert log.verify().broken == ""
        transaction.set_rollback(True)
