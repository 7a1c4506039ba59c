"""What a forum of samples has is what the product's own functions make of the same posts."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.db import transaction
from django.db.models import F

from forum import mentions, search
from forum.models import (
    Flag,
    Mention,
    ModerationEntry,
    Notification,
    Post,
    PostRevision,
    QueueItem,
    ReadMark,
    SearchDocument,
    Subscription,
    Thread,
)
from forum.moderation.log import verify
from forum.quoting import Quote, locate
from forum.samples import Scene
from forum.search import engine
from forum.search.wanted import Wanted
from forum.tree import arrange
from tests.forum.discussions import assert_exact
from tests.forum.samples.conftest import POSTS, THREADS, make_samples

Capture = Callable[..., AbstractContextManager[list[Any]]]

pytestmark = pytest.mark.django_db

NOTED = {"hold", "remove", "withdraw"}


def sampled() -> Any:
    return Post.objects.filter(author__username__startswith="sample-")


def test_as_much_is_there_as_was_asked_for(samples: Scene) -> None:
    assert sampled().count() == POSTS
    assert Thread.objects.filter(essay=None).count() == THREADS
    assert set(sampled().values_list("status", flat=True)) >= {"published", "pending", "hidden", "removed", "withdrawn"}


def test_all_counters_say_what_the_posts_say(samples: Scene) -> None:
    assert_exact(*Thread.objects.all())


def test_publications_are_numbered_without_a_gap(samples: Scene) -> None:
    for thread in Thread.objects.all():
        found = thread.posts.exclude(publication=None).order_by("publication").values_list("publication", flat=True)
        assert list(found) == list(range(1, thread.publications + 1))
        assert list(found.order_by("pk")) == list(found)


def test_branches_are_as_posting_plants_them(samples: Scene) -> None:
    for post in sampled().select_related("parent", "root"):
        if post.parent is None:
            assert (post.root_id, post.position) == (post.pk, 0)
            continue
        assert post.parent.root_id == post.root_id
        assert post.parent.thread_id == post.root.thread_id == post.thread_id
        assert post.parent.anchor_id == post.anchor_id
        assert post.parent.position < post.position
        assert post.parent.publication is not None
        assert not post.parent.is_opening
    for thread in Thread.objects.all():
        posts = list(thread.posts.order_by("root", "position"))
        tops = [placed.node.pk for placed in arrange(posts, 10_000) if placed.depth == 0]
        assert tops == [post.pk for post in posts if post.position == 0]
    branches: dict[int | None, list[int]] = {}
    for post in Post.objects.order_by("root", "position"):
        branches.setdefault(post.root_id, []).append(post.position)
    assert all(positions == list(range(len(positions))) for positions in branches.values())


def test_a_discussion_begins_with_its_opening_by_its_opener(samples: Scene) -> None:
    for thread in Thread.objects.filter(essay=None):
        opening = thread.posts.earliest("pk")
        assert opening.is_opening
        assert opening.author == thread.opener
        assert opening.written_at == thread.created_at
        assert Subscription.objects.filter(member=thread.opener, thread=thread, anchor=None).exists()


def test_html_is_what_the_one_door_makes_of_the_source(samples: Scene) -> None:
    posts = sampled().prefetch_related("mentions__member")
    assert {post.html == mentions.rerendered(post) for post in posts} == {True}
    assert len(set(posts.values_list("source", flat=True))) > 100


def test_whom_a_post_names_is_kept(samples: Scene) -> None:
    kept = set(Mention.objects.values_list("post", "name", "member"))
    assert kept
    Mention.objects.all().delete()
    for post in sampled():
        mentions.keep(post)
    assert set(Mention.objects.values_list("post", "name", "member")) == kept


def test_quotes_stand_in_the_edition_that_is_answered(samples: Scene) -> None:
    quoting = list(sampled().exclude(quote="").select_related("anchor", "edition"))
    assert quoting
    for post in quoting:
        block = post.edition.blocks.get(passage=post.anchor)
        asked = Quote(post.quote, post.quote_prefix, post.quote_suffix)
        assert locate(asked, block.words) == asked


def test_a_post_answers_the_current_edition_of_its_text(samples: Scene) -> None:
    for post in sampled().select_related("thread__essay"):
        assert post.edition_id == (post.thread.essay.current_edition_id if post.thread.essay else None)


def test_words_are_kept_in_every_version(samples: Scene) -> None:
    edited = 0
    for post in sampled().select_related("thread"):
        kept = list(post.revisions.order_by("number"))
        assert [one.number for one in kept] == list(range(1, post.revision + 1))
        assert (kept[0].created_at, kept[-1].source) == (post.written_at, post.source)
        assert {(one.title, one.by_id, one.was_public) for one in kept} == {
            (post.heading, post.author_id, post.publication is not None)
        }
        assert post.edited_at == (kept[1].created_at if kept[1:] else None)
        assert len({one.source for one in kept}) == len(kept)
        edited += post.revision > 1
    assert edited
    assert not PostRevision.objects.filter(post__publication=None, was_public=True).exists()


def test_what_can_be_found_is_what_following_would_make(samples: Scene) -> None:
    rows = list(SearchDocument.objects.order_by("pk").values())
    assert {pk for pk, _ in engine.find(Wanted(), 10_000)} == {row["id"] for row in rows}
    SearchDocument.objects.all().delete()
    search.rebuild(lambda _: None)
    assert list(SearchDocument.objects.order_by("pk").values()) == rows


def test_the_log_is_whole_and_in_the_order_of_time(samples: Scene) -> None:
    assert not verify().broken
    acts = ModerationEntry.objects.filter(post__in=sampled()).order_by("number")
    assert set(acts.values_list("act", flat=True)) == NOTED
    assert list(acts) == list(acts.order_by("created_at", "number"))


def test_what_was_taken_away_was_answered_before(samples: Scene) -> None:
    gone = ModerationEntry.objects.filter(post__publication__isnull=False, post__in=sampled())
    late = gone.filter(post__replies__written_at__gt=F("created_at"))
    assert gone.exists()
    assert not late.exists()


def test_nobody_reports_what_they_wrote_and_the_queue_has_what_waits(samples: Scene) -> None:
    assert not Flag.objects.filter(by=F("post__author")).exists()
    waiting = QueueItem.objects.open().values_list("post", flat=True)
    expected = sampled().filter(status__in=["pending", "hidden"]) | sampled().filter(
        status="published", flags__isnull=False
    )
    assert sorted(waiting) == sorted(set(expected.values_list("pk", flat=True)))


def test_listeners_are_told_what_they_hear_of_and_nobody_of_their_own(samples: Scene) -> None:
    listeners = {member.pk for member in samples.listeners}
    told = Notification.objects.exclude(kind="decision").filter(post__in=sampled())
    assert set(told.values_list("kind", flat=True)) == {"mention", "answer", "followed"}
    assert set(told.values_list("member", flat=True)) <= listeners
    assert not told.filter(post__author=F("member")).exists()
    assert not told.filter(post__publication=None).exists()
    for post in sampled().exclude(publication=None).select_related("parent"):
        if post.parent and post.parent.author_id in listeners - {post.author_id}:
            assert told.filter(member=post.parent.author_id, post=post).exists()
    assert not Notification.objects.filter(entry__post__in=sampled(), mailed_at=None).exists()


def test_pages_of_a_text_know_of_the_discussions_about_it(
    serge: Thread, django_capture_on_commit_callbacks: Capture
) -> None:
    before = serge.version
    with django_capture_on_commit_callbacks(execute=True):
        make_samples(15, 15)  # All of them open a discussion: nothing is said on the text itself.
    assert Thread.objects.filter(about_essay=serge.essay).exists()
    assert Thread.objects.get(pk=serge.pk).version > before


def test_marks_stand_within_their_threads(samples: Scene) -> None:
    assert ReadMark.objects.exists()
    assert not ReadMark.objects.filter(upto__gt=F("thread__publications")).exists()


def facts() -> list[Any]:
    """All that is in it, but for ids and the secrets of its members."""
    posts = Post.objects.order_by("pk").values_list("thread__title", "position", "anchor__ref", "author__username",
        "status", "source", "quote", "written_at", "publication", "answer_count")  # fmt: skip
    entries = ModerationEntry.objects.order_by("number").values_list("act", "created_at", "post__source")
    notices = Notification.objects.order_by("pk").values_list("kind", "member__username", "created_at", "read_at")
    return [list(posts), list(entries), list(notices), list(Thread.objects.order_by("pk").values_list("title"))]


def test_one_seed_makes_one_forum(moderators: None) -> None:
    found = []
    for seed in (5, 5, 6):
        with transaction.atomic():
            make_samples(120, 6, seed)
            found.append(facts())
            transaction.set_rollback(True)
    assert found[0] == found[1] != found[2]


def test_more_samples_go_beside_the_first(samples: Scene) -> None:
    make_samples(200, 5, seed=6)
    assert sampled().count() == POSTS + 200
    assert_exact(*Thread.objects.all())
    assert not verify().broken
