"""A discussion that continues a post is about the place where the post stands, wherever that goes and comes back to."""

from __future__ import annotations

import pytest

from accounts.models import User
from forum import moderation
from forum.models import Post, Thread
from tests.forum.discussions import about, undo, where
from tests.forum.talk import (
    client_of,
    discussion_by,
    passage,
    public_discussion,
    published,
    sorted_under,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def answer(thread: Thread, author: User, stranger: User) -> Post:
    return published(thread, stranger, "Answer.", parent=published(thread, author, "Top.", ref="p1"))


def test_it_goes_with_a_move_and_comes_back(
    thread: Thread, serge: Thread, answer: Post, reader: User, moderator: User
) -> None:
    continued = public_discussion(reader, about=answer).thread
    top = Post.objects.get(source="Top.")
    version = Thread.objects.get(pk=continued.pk).version
    moderation.move(top, by=moderator, seen=1, thread=serge, anchor=passage(serge, "p26"))
    assert about(continued) == (serge.essay_id, "p26") == where(answer)
    assert Thread.objects.get(pk=continued.pk).version > version
    undo("move", by=moderator)
    assert about(continued) == (thread.essay_id, "p1") == where(answer)


def test_it_goes_with_a_split_and_comes_back(thread: Thread, answer: Post, reader: User, moderator: User) -> None:
    continued = public_discussion(reader, about=answer).thread
    moderation.split(answer, by=moderator, seen=1, title="Its own", category=sorted_under("texts"))
    made = Post.objects.select_related("thread").get(pk=answer.pk).thread
    since = public_discussion(reader, about=published(made, reader)).thread
    assert about(continued) == about(since) == (None, None)
    undo("split", by=moderator)
    assert about(continued) == about(since) == (thread.essay_id, "p1")


def test_it_goes_with_a_merge_and_comes_back(thread: Thread, reader: User, moderator: User) -> None:
    first = public_discussion(reader)
    continued = public_discussion(reader, about=first).thread
    moderation.merge(first.thread, by=moderator, into=thread)
    since = public_discussion(reader, about=Post.objects.get(pk=first.pk)).thread
    assert about(continued) == about(since) == (thread.essay_id, None)
    undo("merge", by=moderator)
    assert about(continued) == about(since) == (None, None)


def test_the_passage_that_the_post_came_to_names_it_no_other_does(
    thread: Thread, answer: Post, reader: User, moderator: User
) -> None:
    public_discussion(reader, "Continued", about=answer)
    moderation.move(answer, by=moderator, seen=1, thread=thread, anchor=passage(thread, "p2"))
    listed = [
        client_of(None).get(f"/discussions/?essay=an-essay&passage={ref}").content.decode() for ref in ("p1", "p2")
    ]
    assert ["Continued" in said for said in listed] == [False, True]


def test_a_form_that_was_opened_before_the_move_says_where_the_post_is(
    thread: Thread, answer: Post, reader: User, moderator: User
) -> None:
    read = Post.objects.with_place().get(pk=answer.pk)
    moderation.move(answer, by=moderator, seen=1, thread=thread, anchor=passage(thread, "p2"))
    assert about(discussion_by(reader, about=read).thread) == (thread.essay_id, "p2")
