"""Two people decide at the same moment: one act happens, one entry is written, and the other is told."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from pytest_django.fixtures import Settings

from accounts.models import User
from forum import moderation, posting
from forum.models import Appeal, Flag, ModerationEntry, Post, QueueItem, Thread
from forum.moderation import NotPossible, log
from tests.conftest import make_member
from tests.forum.at_once import assert_exact, at_once
from tests.forum.talk import because, passage, public_discussion, published, say

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("moderators")]
ROUNDS = 5  # Who is first is left to chance.


@pytest.fixture
def second(moderator: User) -> User:
    """Another moderator."""
    member = make_member("keeper-two", "Keeper two")
    member.groups.set(moderator.groups.all())
    return User.objects.get(pk=member.pk)


def outcomes(*acts: Callable[[], Any]) -> list[bool]:
    """Which of these, done at once, came to pass. The others were refused with a sentence, not with a failure."""
    results = at_once(acts)
    errors = [result for result in results if isinstance(result, Exception)]
    assert all(isinstance(error, NotPossible | PermissionDenied) for error in errors), errors
    assert log.verify().broken == ""
    return [not isinstance(result, Exception) for result in results]


def entries(post: Post, *acts: str) -> int:
    return ModerationEntry.objects.filter(post=post, act__in=acts).count()


DECISIONS: dict[str, Callable[[Post, User], object]] = {
    "approve": lambda post, by: moderation.approve(post, by=by, seen=1),
    "remove": lambda post, by: moderation.remove(post, by=by, seen=1, reason=because("spam")),
    "return": lambda post, by: moderation.return_to_author(post, by=by, seen=1, reason=because("unclear")),
}
PAIRS = [(one, other) for one in DECISIONS for other in DECISIONS]


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_two_moderators_who_decide_at_once_leave_a_post_that_one_of_them_saw(
    thread: Thread, reader: User, moderator: User, second: User, one: str, other: str
) -> None:
    for _ in range(ROUNDS):
        post = say(thread, reader)
        done = outcomes(partial(DECISIONS[one], post, moderator), partial(DECISIONS[other], post, second))
        assert entries(post, "approve", "remove", "return") == sum(done)
        if one == other:
            assert sum(done) == 1
        post.refresh_from_db()
        assert not QueueItem.objects.open().filter(post=post).exists()
        moderation.remove(post, by=moderator, seen=1, reason=because("spam")) if post.stands else None
    assert_exact(thread)


def test_what_is_approved_is_what_was_read(thread: Thread, reader: User, moderator: User) -> None:
    for _ in range(ROUNDS):
        post = say(thread, reader, "Read words.")
        approved, edited = outcomes(
            partial(moderation.approve, post, by=moderator, seen=1),
            partial(posting.edit, post, by=reader, source="Other words."),
        )
        post.refresh_from_db()
        if post.revision > 1 and approved:  # It was approved first, and edited in public, where everybody sees that.
            assert post.was_edited_in_public
        assert approved or (post.is_pending and edited)
        moderation.remove(post, by=moderator, seen=post.revision, reason=because("spam"))
    assert_exact(thread)


@pytest.mark.parametrize("lock", ["thread", "branch"])
def test_nobody_replies_once_the_talk_is_locked(thread: Thread, reader: User, moderator: User, lock: str) -> None:
    top = published(thread, moderator)

    def close() -> None:
        if lock == "thread":
            moderation.lock_thread(thread, by=moderator, reason=because("heated"))
        else:
            moderation.lock_branch(top, by=moderator, seen=1, reason=because("heated"))

    answers = [partial(say, thread, reader, f"Answer {number}.", parent=top) for number in range(6)]
    *said, locked = outcomes(*answers, close)
    assert locked
    assert thread.posts.filter(parent=top).count() == sum(said)
    with pytest.raises(NotPossible, match="locked"):
        say(thread, reader, "Too late.", parent=top)


def test_an_author_withdraws_while_a_moderator_decides(thread: Thread, reader: User, moderator: User) -> None:
    for _ in range(ROUNDS):
        post = say(thread, reader)
        withdrawn, approved = outcomes(
            partial(posting.withdraw, post, by=reader),
            partial(moderation.approve, post, by=moderator, seen=1),
        )
        post.refresh_from_db()
        assert withdrawn
        assert post.status == Post.Status.WITHDRAWN
        assert entries(post, "approve") == int(approved)
    assert_exact(thread)


def test_reports_at_once_hide_a_post_once(thread: Thread, author: User) -> None:
    post = published(thread, author)
    reporters = [make_member(f"reporter-{number}") for number in range(6)]
    spam = because("spam")
    done = outcomes(*(partial(moderation.flag, post, by=by, seen=1, reason=spam) for by in reporters))
    assert 3 <= sum(done) == Flag.objects.count()
    assert entries(post, "hold") == 1
    assert Post.objects.get(pk=post.pk).is_hidden
    assert_exact(thread)


def test_a_member_reports_a_post_once_however_often_they_press(thread: Thread, author: User, stranger: User) -> None:
    post, spam = published(thread, author), because("spam")
    assert sum(outcomes(*[partial(moderation.flag, post, by=stranger, seen=1, reason=spam)] * 5)) == 1
    assert Flag.objects.get().weight == 1


def test_two_moderators_undo_once(thread: Thread, reader: User, moderator: User, second: User) -> None:
    post = say(thread, reader)
    moderation.approve(post, by=moderator, seen=1)
    entry = ModerationEntry.objects.select_related("post").get(act="approve")
    done = outcomes(*(lambda by=by: moderation.undo(anew(entry), by=by) for by in (moderator, second)))
    assert sum(done) == 1
    assert entries(post, "undo") == 1
    assert_exact(thread)


def anew(entry: ModerationEntry) -> ModerationEntry:
    """The entry as another request reads it."""
    return ModerationEntry.objects.select_related("post").get(pk=entry.pk)


def test_a_decision_is_appealed_against_and_decided_on_once(
    thread: Thread, author: User, moderator: User, second: User
) -> None:
    moderation.remove(published(thread, author), by=moderator, seen=1, reason=because("attack"))
    entry = ModerationEntry.objects.get(act="remove")
    assert sum(outcomes(*[lambda: moderation.appeal(anew(entry), by=author, words="Why?")] * 4)) == 1
    third = make_member("keeper-three")
    third.groups.set(moderator.groups.all())
    third = User.objects.get(pk=third.pk)
    appeal = Appeal.objects.get()
    granted, denied = outcomes(lambda: moderation.grant(appeal, by=second), lambda: moderation.deny(appeal, by=third))
    assert granted != denied
    assert Post.objects.get().is_published == granted
    assert ModerationEntry.objects.filter(act__in=["grant", "deny"]).count() == 1
    assert_exact(thread)


def test_nobody_reports_more_in_a_day_by_reporting_at_once(
    thread: Thread, serge: Thread, author: User, stranger: User, settings: Settings
) -> None:
    settings.FLAGS_PER_DAY, spam = 1, because("spam")
    posts = [published(place, author) for place in (thread, serge)]
    assert sum(outcomes(*(partial(moderation.flag, post, by=stranger, seen=1, reason=spam) for post in posts))) == 1
    assert Flag.objects.count() == 1


def test_two_moderators_decide_on_a_member_once(author: User, moderator: User, second: User) -> None:
    spam, heated = because("spam"), because("heated")
    done = outcomes(
        lambda: moderation.ban(author, by=moderator, seen=0, reason=spam),
        lambda: moderation.put_on_hold(author, by=second, seen=0, reason=heated),
    )
    assert sum(done) == 1
    assert ModerationEntry.objects.filter(member=author).count() == 1


def test_a_banned_members_reply_is_refused_or_was_there_before(thread: Thread, author: User, moderator: User) -> None:
    spam = because("spam")
    _, banned = outcomes(
        lambda: say(thread, User.objects.get(pk=author.pk)),
        lambda: moderation.ban(author, by=moderator, seen=0, reason=spam),
    )
    assert banned
    with pytest.raises(NotPossible):
        say(thread, User.objects.get(pk=author.pk))


def test_moving_to_and_fro_between_threads_waits_for_nobody_for_ever(
    thread: Thread, serge: Thread, author: User, moderator: User, second: User
) -> None:
    here, there = published(thread, author), published(serge, author)
    place = passage(serge, "p26")
    for _ in range(ROUNDS):
        done = outcomes(
            lambda: moderation.move(here, by=moderator, seen=1, thread=serge, anchor=place),
            lambda: moderation.move(there, by=second, seen=1, thread=thread, anchor=None),
            lambda: say(thread, author, "Meanwhile."),
        )
        assert all(done)
        moderation.move(here, by=moderator, seen=1, thread=thread, anchor=None)
        moderation.move(there, by=moderator, seen=1, thread=serge, anchor=None)
    assert_exact(thread)
    assert_exact(serge)


def test_all_posts_of_a_member_go_while_others_decide_on_them(
    thread: Thread, serge: Thread, author: User, moderator: User, second: User
) -> None:
    posts = [say(place, author, f"Words {number}.") for number, place in enumerate([serge, thread] * 3)]
    spam = because("spam")
    done = outcomes(
        lambda: moderation.remove_all(author, by=moderator, seen=0, latest=posts[-1].pk, reason=spam),
        *(partial(moderation.approve, post, by=second, seen=1) for post in posts),
    )
    assert done[0]
    assert {post.status for post in Post.objects.filter(author=author)} == {Post.Status.REMOVED}
    assert ModerationEntry.objects.filter(act="approve").count() == sum(done[1:])
    assert not QueueItem.objects.open().exists()
    for place in (thread, serge):
        assert_exact(place)


def test_what_one_member_sends_to_many_places_at_once_is_counted_as_if_one_after_the_other(
    settings: Settings, author: User, reader: User
) -> None:
    places = [public_discussion(author, f"Place {number}").thread for number in range(8)]
    settings.APPROVALS_BEFORE_TRUST, settings.POSTS_PER_TEN_MINUTES = 0, 3
    done = outcomes(*(partial(posting.reply, place, author=reader, source=f"Haste {place.pk}.") for place in places))
    assert all(done)
    assert Post.objects.by(reader).published().count() == 3
    settings.POSTS_PER_TEN_MINUTES = 0
    same = "The same words, which are long enough to be no mere thanks, and sent everywhere."
    assert all(outcomes(*(partial(posting.reply, place, author=author, source=same) for place in places)))
    assert Post.objects.published().filter(source=same).count() == 1


def test_entries_that_are_written_at_once_follow_one_another(thread: Thread, moderator: User) -> None:
    members = [make_member(f"reader-{number}") for number in range(10, 22)]
    heated = because("heated")
    assert all(outcomes(*(partial(moderation.warn, member, by=moderator, seen=0, reason=heated) for member in members)))
    assert list(ModerationEntry.objects.order_by("number").values_list("number", flat=True)) == list(range(1, 13))
    assert (log.verify().entries, log.verify().broken) == (12, "")
    assert thread.post_count == 0
