"""Discussions are merged, split and taken back one after another: titles and pins are as they were decided last."""

from __future__ import annotations

import pytest

from accounts.models import User
from forum import moderation, posting, unread
from forum.models import Post, ReadMark, Thread
from forum.moderation import NotPossible
from tests.forum.discussions import assert_exact, undo
from tests.forum.talk import discussion_by, public_discussion, published, sorted_under

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(author: User) -> Thread:
    return public_discussion(author, "A title").thread


@pytest.fixture
def there(stranger: User) -> Thread:
    return public_discussion(stranger, "Another title").thread


def now(thread: Thread) -> Thread:
    return Thread.objects.get(pk=thread.pk)


def split(post: Post, title: str, moderator: User) -> Thread:
    post = Post.objects.get(pk=post.pk)
    moderation.split(post, by=moderator, seen=post.revision, title=title, category=sorted_under("texts"))
    return Post.objects.select_related("thread").get(pk=post.pk).thread


# --- Titles ---


def test_a_title_outlives_that_its_first_post_opened_another_discussion(
    here: Thread, there: Thread, moderator: User
) -> None:
    opening = here.posts.get()
    moderation.merge(here, by=moderator, into=there)
    made = split(opening, "For a while", moderator)
    moderation.rename(made, by=moderator, title="For longer", category=sorted_under("texts"))
    undo("rename", by=moderator)
    undo("split", by=moderator)
    titles = opening.revisions.order_by("number").values_list("title", flat=True)
    assert set(titles[1:]) == {""}
    undo("merge", by=moderator)
    assert (now(here).title, now(here).is_public) == ("A title", True)
    assert titles[0] == titles.last() == "A title"
    assert "For" not in str(list(titles))
    assert_exact(here, there, made)


def test_the_history_shows_each_title_to_everybody(here: Thread, there: Thread, moderator: User) -> None:
    opening = here.posts.get()
    moderation.merge(here, by=moderator, into=there)
    split(opening, "New name", moderator)
    said = opening.revisions.filter(was_public=True).order_by("number").values_list("title", flat=True)
    assert list(said) == ["A title", "New name"]


def test_what_its_author_changed_meanwhile_has_the_title_again(
    here: Thread, there: Thread, author: User, moderator: User
) -> None:
    opening = here.posts.get()
    moderation.merge(here, by=moderator, into=there)
    posting.edit(Post.objects.get(pk=opening.pk), by=author, source="Other words.")
    undo("merge", by=moderator)
    assert [revision.title for revision in opening.revisions.order_by("number")] == ["A title", "A title"]


# --- Pins ---


def test_a_pin_that_was_set_since_stays(here: Thread, there: Thread, author: User, moderator: User) -> None:
    before = [published(here, author) for _ in range(3)]
    for post in before:
        moderation.pin(post, by=moderator, seen=1)
    later, opening = published(here, author), here.posts.get(is_opening=True)
    moderation.merge(here, by=moderator, into=there)
    for post in (later, opening):
        moderation.pin(post, by=moderator, seen=1)
    undo("merge", by=moderator)
    pinned = set(here.posts.filter(is_pinned=True).values_list("pk", flat=True))
    assert pinned == {later.pk, before[0].pk, before[1].pk}
    assert not there.posts.filter(is_pinned=True).exists()


# --- What was read ---


def test_what_was_read_where_it_went_is_read_when_it_is_back(
    here: Thread, there: Thread, author: User, reader: User, stranger: User, moderator: User
) -> None:
    published(here, author)
    for member in (reader, stranger):
        for one in (here, there):
            ReadMark.objects.create(member=member, thread=one)
    moderation.merge(here, by=moderator, into=there)
    for member, upto in ((reader, 3), (stranger, 2)):
        unread.read_all(now(there), member, upto)
    published(there, author, parent=there.posts.get(source="Some words.", publication=3))
    undo("merge", by=moderator)
    assert [ReadMark.objects.get(member=one, thread=here).upto for one in (reader, stranger)] == [2, 0]
    assert now(here).publications == 3


# --- What was never public ---


def test_nothing_comes_to_what_was_never_public(
    thread: Thread, here: Thread, author: User, reader: User, moderator: User
) -> None:
    waiting = discussion_by(reader, "A secret").thread
    post = published(thread, author)
    with pytest.raises(NotPossible, match=f"“Discussion {waiting.pk}” was never public"):
        moderation.merge(here, by=moderator, into=waiting)
    with pytest.raises(NotPossible, match=f"“Discussion {waiting.pk}” was never public"):
        moderation.move(post, by=moderator, seen=1, thread=waiting, anchor=None)
    assert not now(waiting).has_begun
