"""What must never be in the tables is refused by the database itself."""

from datetime import datetime

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from accounts.models import User
from forum.models import Flag, ModerationEntry, Post, PostRevision, QueueItem, ReplyCount, Standing, Thread
from forum.moderation import log
from tests.forum.talk import because, passage, published

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def post(thread: Thread, author: User) -> Post:
    return published(thread, author, ref="p1")


@pytest.mark.parametrize(
    ("constraint", "wrong"),
    [
        ("post_has_an_author_or_a_source", {"author": None}),
        ("post_has_an_author_or_a_source", {"imported_from": "Elsewhere"}),
        ("post_has_an_author_or_a_source", {"imported_name": "A name"}),
        ("post_has_an_author_or_a_source", {"written_at": None}),
        ("post_published_has_a_date", {"published_at": None}),
        ("post_pending_was_never_published", {"status": "pending"}),
        ("post_taken_away_has_a_reason", {"status": "removed"}),
        ("post_taken_away_has_a_reason", {"status": "returned"}),
        ("post_taken_away_has_a_reason", {"status": "hidden"}),
        ("post_hidden_was_published", {"status": "hidden", "status_reason": "A reason.", "published_at": None}),
        ("post_position_0_is_the_top", {"position": 1}),
        ("post_surroundings_have_a_quote", {"quote_prefix": "One"}),
        ("post_surroundings_have_a_quote", {"quote_suffix": "One"}),
    ],
)
def test_a_post_that_contradicts_itself_is_refused(post: Post, constraint: str, wrong: dict[str, object]) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Post.objects.filter(pk=post.pk).update(**wrong)


@pytest.mark.parametrize("field", ["is_locked", "is_pinned"])
def test_only_a_top_level_post_is_locked_or_pinned(thread: Thread, author: User, post: Post, field: str) -> None:
    answer = published(thread, author, parent=post)
    with pytest.raises(IntegrityError, match="post_locked_pinned_or_opening_is_the_top"), transaction.atomic():
        Post.objects.filter(pk=answer.pk).update(**{field: True})


@pytest.mark.parametrize(("state", "until"), [("silenced", None), ("banned", NOW), ("good", NOW)])
def test_only_a_silence_has_an_end(author: User, state: str, until: datetime | None) -> None:
    with pytest.raises(IntegrityError, match="standing_silence_has_an_end"), transaction.atomic():
        Standing.objects.create(member=author, state=state, until=until)


def test_a_post_waits_once(post: Post) -> None:
    waiting = {"post": post, "thread": post.thread, "why": "A reason."}
    QueueItem.objects.create(kind="held", **waiting)
    with pytest.raises(IntegrityError), transaction.atomic():
        QueueItem.objects.create(kind="flagged", **waiting)


@pytest.mark.parametrize("wrong", [{"kind": "appeal"}, {"post": None}, {"decided_at": NOW}])
def test_a_thing_that_waits_says_what_it_is(post: Post, wrong: dict[str, object]) -> None:
    item = {"kind": "held", "post": post, "why": "A reason."}
    with pytest.raises(IntegrityError, match="queue_item_"), transaction.atomic():
        QueueItem.objects.create(**{**item, **wrong})


@pytest.mark.parametrize(("weight", "state"), [(-0.1, "open"), (2.1, "open"), (1, "upheld"), (1, "declined")])
def test_a_report_that_contradicts_itself_is_refused(post: Post, stranger: User, weight: float, state: str) -> None:
    with pytest.raises(IntegrityError, match="flag_"), transaction.atomic():
        Flag.objects.create(post=post, revision=1, by=stranger, reason=because("spam"), weight=weight, state=state)


def test_an_answer_is_not_at_position_0(thread: Thread, author: User, post: Post) -> None:
    answer = published(thread, author, parent=post)
    with pytest.raises(IntegrityError, match="post_position_0_is_the_top"), transaction.atomic():
        Post.objects.filter(pk=answer.pk).update(position=0)


def test_a_position_is_given_once_in_a_branch(thread: Thread, author: User, post: Post) -> None:
    published(thread, author, parent=post)
    second = published(thread, author, parent=post)
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.filter(pk=second.pk).update(position=1)


def test_a_submission_makes_one_post(thread: Thread, author: User, post: Post) -> None:
    other = published(thread, author)
    name = "8f0d5ad4-5b1d-4c4c-9f0e-3a1f6f0c2a55"
    Post.objects.filter(pk=post.pk).update(submission=name)
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.filter(pk=other.pk).update(submission=name)


def test_a_revision_number_is_given_once_for_a_post(post: Post) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        PostRevision.objects.create(post=post, number=1, source="Other words.")


def test_a_place_is_counted_once(thread: Thread, post: Post) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ReplyCount.objects.create(thread=thread, anchor=passage(thread, "p1"))


def test_an_essay_has_one_thread(thread: Thread) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Thread.objects.create(title="Another", essay=thread.essay)


@pytest.mark.parametrize("counter", ["post_count", "whole_count"])
def test_a_counter_is_never_below_zero(thread: Thread, counter: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Thread.objects.filter(pk=thread.pk).update(**{counter: -1})


def test_talk_is_not_lost_by_deleting_what_it_hangs_on(thread: Thread, author: User, post: Post) -> None:
    published(thread, author, parent=post)
    log.record(ModerationEntry.Act.KEEP, by=None, post=post)
    assert thread.essay
    for thing in (author, thread, thread.essay, passage(thread, "p1"), post):
        with pytest.raises(ProtectedError):
            thing.delete()
