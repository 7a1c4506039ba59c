"""What undoing leaves alone, and what it cannot bring back as it was."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import User
from forum import moderation
from forum.models import Appeal, ModerationEntry, Post, QueueItem, Thread
from forum.moderation import NotPossible
from tests.conftest import make_member
from tests.forum.pages import read
from tests.forum.talk import because, client_of, counted, counters, discussion_by, passage, published, say

pytestmark = pytest.mark.django_db


def latest() -> ModerationEntry:
    return ModerationEntry.objects.select_related("post", "thread", "member").latest("number")


@pytest.fixture
def second(moderator: User) -> User:
    """Another moderator."""
    member = make_member("keeper-two", "Keeper two")
    member.groups.set(moderator.groups.all())
    return User.objects.get(pk=member.pk)


@pytest.mark.parametrize("answer", [moderation.grant, moderation.deny])
def test_the_answer_to_an_appeal_is_final(
    thread: Thread, author: User, moderator: User, second: User, answer: Callable[..., ModerationEntry]
) -> None:
    moderation.remove(published(thread, author), by=moderator, seen=1, reason=because("attack"))
    answer(moderation.appeal(latest(), by=author, words="It was a joke."), by=second)
    for user in (moderator, second):
        with pytest.raises(PermissionDenied):
            moderation.undo(latest(), by=user)
    assert Appeal.objects.get().state != Appeal.State.OPEN


def test_a_post_that_was_answered_keeps_its_place(thread: Thread, author: User, moderator: User) -> None:
    post = say(thread, author, "Not for everybody.", ref="p1")
    moderation.approve(post, by=moderator, seen=1)
    approval = latest()
    answer = published(thread, moderator, "An answer.", parent=Post.objects.get(pk=post.pk))
    undone = moderation.undo(approval, by=moderator)
    post.refresh_from_db()
    assert post.is_hidden
    assert undone.after["status"] == "hidden"
    page = read(client_of(None).get("/essays/an-essay/p1/"))
    assert page.posts == [post.pk, answer.pk]
    assert "Not for everybody" not in page.html
    assert client_of(None).get(f"/posts/{answer.pk}/").status_code == 200
    assert QueueItem.objects.open().get().post == post
    assert counters(thread) == counted(thread)


def test_a_first_post_with_something_below_it_keeps_its_place(author: User, stranger: User, moderator: User) -> None:
    opening = discussion_by(author, source="Not for everybody.")
    moderation.approve(opening, by=moderator, seen=1)
    approval = latest()
    answer = published(Post.objects.get(pk=opening.pk).thread, stranger)
    moderation.undo(approval, by=moderator)
    assert Post.objects.get(pk=opening.pk).is_hidden
    found = Thread.objects.get(pk=opening.thread_id)
    page = read(client_of(None).get(found.get_absolute_url()))
    assert page.posts == [opening.pk, answer.pk]
    assert "Not for everybody" not in page.html


def test_reports_of_what_is_gone_do_not_wait_again(
    thread: Thread, author: User, stranger: User, moderator: User
) -> None:
    post = published(thread, author)
    moderation.flag(post, by=stranger, seen=1, reason=because("spam"))
    moderation.keep(post, by=moderator, seen=1)
    kept = latest()
    moderation.remove(post, by=moderator, seen=1, reason=because("spam"))
    with pytest.raises(NotPossible, match="Something else was done since: removed"):
        moderation.undo(kept, by=moderator)
    assert not QueueItem.objects.open().exists()


def test_a_branch_that_was_locked_where_it_was_moved_to_stays(
    thread: Thread, serge: Thread, author: User, moderator: User
) -> None:
    post = published(thread, author, parent=published(thread, author, ref="p1"))
    moderation.move(post, by=moderator, seen=1, thread=serge, anchor=passage(serge, "p26"))
    moved = latest()
    moderation.lock_branch(post, by=moderator, seen=1, reason=because("heated"))
    with pytest.raises(NotPossible, match="Something else was done since: locked"):
        moderation.undo(moved, by=moderator)
    assert Post.objects.get(pk=post.pk).is_locked


# --- One's own ---


def test_a_moderator_does_not_decide_on_their_own_post_where_there_is_another(
    thread: Thread, moderator: User, second: User
) -> None:
    post = published(thread, moderator)
    with pytest.raises(PermissionDenied, match="Another moderator decides"):
        moderation.remove(post, by=moderator, seen=1, reason=because("spam"))
    moderation.remove(post, by=second, seen=1, reason=because("spam"))
    with pytest.raises(PermissionDenied, match="Another moderator decides"):
        moderation.restore(post, by=moderator, seen=1)
    assert not moderation.can_undo(moderator, latest())
    assert moderation.can_undo(second, latest())


def test_the_only_moderator_decides_on_their_own_post(thread: Thread, moderator: User) -> None:
    post = published(thread, moderator)
    moderation.remove(post, by=moderator, seen=1, reason=because("spam"))
    assert Post.objects.get(pk=post.pk).is_removed


# --- What was on the screen ---


def test_who_did_not_see_the_last_decision_is_told_of_it(
    thread: Thread, author: User, moderator: User, second: User
) -> None:
    post = say(thread, author)
    seen = moderation.Seen(post.revision, latest().number)
    moderation.approve(post, by=second, seen=seen)
    with pytest.raises(NotPossible, match=r"published \(approved by Keeper two at \d\d:\d\d\)"):
        moderation.remove(post, by=moderator, seen=seen, reason=because("spam"))
    assert Post.objects.get(pk=post.pk).is_published
    moderation.remove(post, by=moderator, seen=moderation.Seen(1, latest().number), reason=because("spam"))
    assert Post.objects.get(pk=post.pk).is_removed
