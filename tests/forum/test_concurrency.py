"""Many people act at the same moment: each act happens once or not at all, and the counters stay exact."""

from functools import partial
from uuid import uuid4

import pytest
from django.db import connection

from accounts.models import User
from forum import mentions, moderation, posting
from forum.models import ModerationEntry, Post, Thread
from forum.moderation import NotPossible
from tests.conftest import make_member
from tests.forum.at_once import AT_ONCE, acts, assert_exact, at_once, refused
from tests.forum.talk import answer_counters, answers_counted, because, counted, counters, passage, published, say

# Each thread has a connection and a transaction of its own.
pytestmark = pytest.mark.django_db(transaction=True)


def test_the_same_form_20_times_at_once_makes_one_post(thread: Thread, moderator: User) -> None:
    form, anchor = uuid4(), passage(thread, "p1")
    send = partial(posting.reply, thread, author=moderator, source="Once.", anchor=anchor, form=form)
    assert set(at_once([send] * AT_ONCE)) == {Post.objects.get()}
    assert Post.objects.get().revisions.count() == 1
    assert counters(thread) == counted(thread) == (1, 0, {anchor.pk: 1})


def test_a_newcomers_form_20_times_at_once_is_held_once(thread: Thread, reader: User) -> None:
    form = uuid4()
    send = partial(posting.reply, thread, author=reader, source="Once.", form=form)
    assert set(at_once([send] * AT_ONCE)) == {Post.objects.get()}
    assert acts(Post.objects.get()) == ["hold"]


def test_20_replies_to_one_post_at_once_have_places_of_their_own(thread: Thread, moderator: User) -> None:
    top = published(thread, moderator, ref="p1")
    send = [partial(say, thread, moderator, f"Reply {n}.", parent=top) for n in range(AT_ONCE)]
    assert not refused(at_once(send))
    positions = Post.objects.filter(root=top).order_by("position").values_list("position", flat=True)
    assert list(positions) == list(range(AT_ONCE + 1))
    assert counters(thread) == counted(thread) == (21, 0, {top.anchor_id: 21})
    assert answer_counters(thread) == answers_counted(thread) == {top.pk: AT_ONCE}


def test_20_replies_at_20_places_at_once_are_all_counted(thread: Thread, moderator: User) -> None:
    refs = ["", "p1", "p2", "n1"] * 5
    assert not refused(at_once([partial(say, thread, moderator, ref=ref) for ref in refs]))
    assert Post.objects.filter(position=0).count() == AT_ONCE
    assert_exact(thread)
    assert counters(thread)[:2] == (20, 5)


def test_approved_twice_at_once_is_approved_once(thread: Thread, reader: User, moderator: User) -> None:
    post, other = say(thread, reader), make_member("keeper-two")
    other.groups.set(moderator.groups.all())
    both = at_once([partial(moderation.approve, post, by=by, seen=1) for by in (moderator, other) * 4])
    assert len(refused(both)) == 7
    assert acts(post) == ["hold", "approve"]
    assert counters(thread) == counted(thread) == (1, 1, {})


def test_approving_and_removing_at_once_leaves_a_post_that_is_gone(
    thread: Thread, reader: User, moderator: User
) -> None:
    post = say(thread, reader)
    both = at_once(
        [
            lambda: moderation.approve(post, by=moderator, seen=post.revision),
            lambda: moderation.remove(post, by=moderator, seen=post.revision, reason=because("attack")),
        ]
    )
    post.refresh_from_db()
    # Approved first, it can still be removed; removed first, it cannot be approved.
    assert acts(post) == (["hold", "remove"] if refused(both) else ["hold", "approve", "remove"])
    assert (post.published_at is None) == bool(refused(both))
    assert post.is_removed
    assert_exact(thread)


def test_removed_and_withdrawn_at_once_is_taken_away_once(thread: Thread, author: User, moderator: User) -> None:
    post = published(thread, author)
    both = at_once(
        [
            lambda: moderation.remove(post, by=moderator, seen=post.revision, reason=because("attack")),
            lambda: posting.withdraw(post, by=author),
        ]
    )
    assert len(refused(both)) == 1
    assert ModerationEntry.objects.count() == 1
    assert counters(thread) == counted(thread) == (0, 0, {})


def test_an_edit_while_a_post_is_approved_is_kept_and_nobody_approves_what_they_did_not_read(
    thread: Thread, reader: User, moderator: User
) -> None:
    post = say(thread, reader, "One.")
    both = at_once(
        [
            lambda: posting.edit(post, by=reader, source="Two."),
            lambda: moderation.approve(post, by=moderator, seen=post.revision),
        ]
    )
    post.refresh_from_db()
    assert (post.source, post.html) == ("Two.", "<p>Two.</p>")
    # Approved first, it was read as it stood; edited first, it was not.
    assert post.status == ("pending" if refused(both) else "published")
    assert post.revisions.count() == 2
    assert_exact(thread)


def test_edits_at_once_are_revisions_in_a_row(thread: Thread, author: User) -> None:
    post = published(thread, author)
    edits = [partial(posting.edit, post, by=author, source=f"Version {n}.") for n in range(AT_ONCE)]
    assert not refused(at_once(edits))
    revisions = list(post.revisions.order_by("number"))
    assert [revision.number for revision in revisions] == list(range(1, AT_ONCE + 2))
    post.refresh_from_db()
    assert post.source == revisions[-1].source


def test_an_answer_while_its_post_is_removed_stands_or_is_refused(
    thread: Thread, author: User, moderator: User
) -> None:
    post = published(thread, author)
    answer, _ = at_once(
        [
            lambda: say(thread, moderator, parent=post),
            lambda: moderation.remove(post, by=moderator, seen=post.revision, reason=because("attack")),
        ]
    )
    assert Post.objects.filter(parent=post).count() == (0 if isinstance(answer, NotPossible) else 1)
    assert_exact(thread)


def test_rendering_anew_and_editing_at_once_wait_for_each_other(thread: Thread, author: User) -> None:
    posts = [published(thread, author, f"One {n}.") for n in range(6)]
    Post.objects.update(html="old")
    edits = [partial(posting.edit, post, by=author, source="Two.") for post in posts]
    assert not refused(at_once([posting.rerender_posts, *edits]))
    assert set(Post.objects.values_list("html", flat=True)) == {"<p>Two.</p>"}


def test_words_are_rendered_before_anything_is_locked(
    thread: Thread, author: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_transaction = []

    def render(source: str, people: object = None) -> str:
        in_transaction.append(connection.in_atomic_block)
        return f"<p>{source}</p>"

    monkeypatch.setattr(mentions, "render_post", render)
    posting.edit(published(thread, author, "One."), by=author, source="Two.")
    assert in_transaction == [False, False]
