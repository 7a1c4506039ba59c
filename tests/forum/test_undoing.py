"""Every act of a moderator can be taken back, once, as long as nothing else was done since."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.models import User
from forum import moderation, posting
from forum.models import Flag, ModerationEntry, Post, QueueItem, Standing, Thread
from forum.moderation import NotPossible, log
from tests.conftest import make_member
from tests.forum.acts import ON_POSTS, Scene, everything, in_state
from tests.forum.discussions import assert_exact
from tests.forum.talk import answer_counters, answers_counted, because, counted, counters, passage, published, say

pytestmark = pytest.mark.django_db

# From which state an act can be done that can be undone.
UNDOABLE = [
    ("approve", "pending"),
    ("approve", "hidden"),
    ("approve with an edit", "pending"),
    ("keep", "flagged"),
    ("return", "pending"),
    ("return", "flagged"),
    ("remove", "pending"),
    ("remove", "published"),
    ("remove", "hidden"),
    ("remove", "returned"),
    ("remove as spam", "flagged"),
    ("restore", "removed"),
    ("move", "published"),
    ("move", "pending"),
    ("pin", "published"),
    ("lock a branch", "published"),
    ("unlock a branch", "locked"),
    ("lock a thread", "published"),
    ("hold all", "published"),
    ("pin a thread", "published"),
    ("split", "published"),
    ("merge", "opening"),
    ("merge", "held_opening"),
    ("rename", "opening"),
    ("rename", "held_opening"),
    ("approve", "held_opening"),
    ("return", "opening"),
    ("remove", "opening"),
    ("lock a thread", "opening"),
]
# What only ever grows, and what follows every change.
ALWAYS = {"ModerationEntry", "LogHead", "Notification", "PostRevision"}
MOVING_ON = {
    "version",
    "last_post_at",
    "unread",
    "revision",
    "edited_at",
    "answer_count",
    "publication",
    "publications",
}


def stored() -> dict[str, list[dict[str, Any]]]:
    """All that an undone act should leave as it was."""
    return {
        model: [{name: value for name, value in row.items() if name not in MOVING_ON} for row in rows if any_left(row)]
        for model, rows in everything().items()
        if model not in ALWAYS
    }


def any_left(row: dict[str, Any]) -> bool:
    """A counter of nothing is as good as none, and so is the standing of who is in good standing.

    Of a discussion that was joined again to where it came from only the address is left.
    """
    nothing = row.get("published") == 0 or row.get("state") == "good" or (row.get("good"), row.get("spam")) == (0, 0)
    return not (nothing or (row.get("merged_into_id") and not row["title"]))


def latest() -> ModerationEntry:
    return ModerationEntry.objects.select_related("post", "thread", "member").latest("number")


@pytest.mark.parametrize(("act", "state"), UNDOABLE)
def test_what_is_undone_is_as_if_it_had_not_been_done(
    thread: Thread, serge: Thread, author: User, moderator: User, act: str, state: str
) -> None:
    post = in_state(state, thread, author, moderator)
    scene, before = Scene(post, Thread.objects.get(pk=post.thread_id), serge), stored()
    ON_POSTS[act].do(scene, moderator)
    assert stored() != before
    done = latest()
    undone = moderation.undo(done, by=moderator)
    assert stored() == before
    assert (undone.undoes, undone.before, undone.after) == (done, done.after, done.before)
    assert Post.objects.get(pk=post.pk).source == post.source
    assert log.verify().broken == ""
    assert_exact(scene.thread, serge)


def test_an_act_is_undone_once(thread: Thread, author: User, moderator: User) -> None:
    post = say(thread, author)
    moderation.approve(post, by=moderator, seen=1)
    done = latest()
    moderation.undo(done, by=moderator)
    with pytest.raises(NotPossible, match="it was undone at"):
        moderation.undo(done, by=moderator)


def test_what_was_decided_anew_is_not_undone(thread: Thread, author: User, moderator: User) -> None:
    post = say(thread, author)
    moderation.approve(post, by=moderator, seen=1)
    done = latest()
    moderation.remove(post, by=moderator, seen=1, reason=because("spam"))
    with pytest.raises(NotPossible, match=r"Something else was done since: removed\. Decide anew instead\."):
        moderation.undo(done, by=moderator)


def nothing(post: Post, moderator: User) -> None:
    """What was said last is that the system held it."""


def erase(post: Post, moderator: User) -> None:
    moderation.remove(post, by=moderator, seen=1, reason=because("private"))
    moderator.is_superuser = True
    moderation.erase(post, by=moderator, seen=1, reason=because("private"))


def withdraw(post: Post, moderator: User) -> None:
    assert post.author
    posting.withdraw(post, by=post.author)


def undone(post: Post, moderator: User) -> None:
    moderation.approve(post, by=moderator, seen=1)
    moderation.undo(latest(), by=moderator)


@pytest.mark.parametrize("do", [nothing, withdraw, erase, undone])
def test_what_no_moderator_did_and_what_is_gone_for_good_is_not_undone(
    thread: Thread, author: User, moderator: User, do: Callable[[Post, User], None]
) -> None:
    do(say(thread, author), moderator)
    assert not moderation.can_undo(moderator, latest())
    with pytest.raises(PermissionDenied):
        moderation.undo(latest(), by=moderator)


def test_only_a_moderator_undoes(thread: Thread, author: User, stranger: User, moderator: User) -> None:
    moderation.remove(published(thread, author), by=moderator, seen=1, reason=because("spam"))
    before = everything()
    for user in (author, stranger):
        with pytest.raises(PermissionDenied):
            moderation.undo(latest(), by=user)
    assert everything() == before


def test_who_is_no_superuser_does_not_undo_what_was_decided_on_a_moderator(moderator: User) -> None:
    other, superuser = make_member("keeper-two"), make_member("keeper-of-all")
    other.groups.set(moderator.groups.all())
    superuser.is_superuser = True
    entry = moderation.warn(other, by=superuser, seen=0, reason=because("heated"))
    assert moderation.can_undo(superuser, entry)
    assert not moderation.can_undo(moderator, entry)
    assert not moderation.can_undo(User.objects.get(pk=other.pk), entry)


# --- What hangs on a decision ---


def test_a_post_whose_approval_is_undone_waits_as_long_as_before(thread: Thread, author: User, moderator: User) -> None:
    post = say(thread, author)
    waiting = QueueItem.objects.open().get()
    moderation.approve(post, by=moderator, seen=1)
    assert not QueueItem.objects.open().exists()
    moderation.undo(latest(), by=moderator)
    assert QueueItem.objects.open().get().since == waiting.since


def test_reports_are_open_again(thread: Thread, author: User, stranger: User, moderator: User) -> None:
    post = published(thread, author)
    moderation.flag(post, by=stranger, seen=1, reason=because("spam"))
    moderation.remove(post, by=moderator, seen=1, reason=because("spam"))
    assert Flag.objects.get().state == Flag.State.UPHELD
    moderation.undo(latest(), by=moderator)
    assert Flag.objects.get().state == Flag.State.OPEN
    assert QueueItem.objects.open().get().kind == QueueItem.Kind.FLAGGED


def test_an_edit_of_a_moderators_is_taken_back_and_stays_in_the_history(
    thread: Thread, author: User, moderator: User
) -> None:
    post = say(thread, author, "My words.")
    moderation.approve(post, by=moderator, seen=1, source="Better words.")
    assert Post.objects.get().html == "<p>Better words.</p>"
    moderation.undo(latest(), by=moderator)
    versions = list(post.revisions.values_list("source", "by"))
    assert versions == [("My words.", author.pk), ("Better words.", moderator.pk), ("My words.", moderator.pk)]
    assert Post.objects.get().html == "<p>My words.</p>"


def test_a_post_is_moved_back_with_what_came_meanwhile(
    thread: Thread, serge: Thread, author: User, stranger: User, moderator: User
) -> None:
    top = published(thread, author, ref="p1")
    moved = published(thread, stranger, parent=top)
    published(thread, author, "Below.", parent=moved)
    moderation.move(moved, by=moderator, seen=1, thread=serge, anchor=passage(serge, "p26"))
    published(serge, stranger, "Meanwhile.", parent=Post.objects.get(pk=moved.pk))
    moderation.undo(latest(), by=moderator)
    branch = Post.objects.filter(root=top).order_by("position")
    assert [post.source for post in branch] == ["Some words.", "Some words.", "Below.", "Meanwhile."]
    assert {(post.thread_id, post.anchor_id) for post in branch} == {(thread.pk, top.anchor_id)}
    assert Post.objects.get(pk=moved.pk).parent == top
    for place in (thread, serge):
        assert counters(place) == counted(place)
        assert answer_counters(place) == answers_counted(place)


# --- Members ---

ACTS_ON_MEMBERS: dict[str, Callable[..., ModerationEntry]] = {
    "warn": moderation.warn,
    "put on hold": moderation.put_on_hold,
    "silence": lambda member, **why: moderation.silence(member, until=timezone.now() + timedelta(days=1), **why),
    "ban": moderation.ban,
}


@pytest.mark.parametrize("act", ACTS_ON_MEMBERS)
def test_what_was_decided_on_a_member_is_undone(author: User, moderator: User, act: str) -> None:
    entry = ACTS_ON_MEMBERS[act](author, by=moderator, seen=0, reason=because("heated"))
    moderation.undo(entry, by=moderator)
    assert not Standing.objects.filter(member=author).exclude(state=Standing.State.GOOD).exists()


def test_a_lifted_ban_is_a_ban_again(author: User, moderator: User) -> None:
    moderation.ban(author, by=moderator, seen=0, reason=because("spam"))
    entry = moderation.lift(author, by=moderator, seen=moderation.last_entry(author))
    moderation.undo(entry, by=moderator)
    standing = Standing.objects.get(member=author)
    assert (standing.state, standing.reason) == (Standing.State.BANNED, "spam")


def test_all_posts_of_a_spammer_come_back_but_those_decided_on_since(
    thread: Thread, serge: Thread, author: User, moderator: User
) -> None:
    posts = [published(thread, author, "One."), say(serge, author, "Two."), published(thread, author, "Three.")]
    entry = moderation.remove_all(author, by=moderator, seen=0, latest=posts[-1].pk, reason=because("spam"))
    moderation.restore(posts[2], by=moderator, seen=1)
    moderation.undo(entry, by=moderator)
    assert {post.status for post in Post.objects.filter(author=author)} == {Post.Status.PUBLISHED}
    assert [counters(place) == counted(place) for place in (thread, serge)] == [True, True]


def test_erased_words_do_not_come_back_with_the_others(thread: Thread, author: User, moderator: User) -> None:
    posts = [published(thread, author, "One."), published(thread, author, "Two.")]
    entry = moderation.remove_all(author, by=moderator, seen=0, latest=posts[-1].pk, reason=because("spam"))
    moderator.is_superuser = True
    moderation.erase(posts[0], by=moderator, seen=1, reason=because("private"))
    moderation.undo(entry, by=moderator)
    assert [Post.objects.get(pk=post.pk).status for post in posts] == ["removed", "published"]
