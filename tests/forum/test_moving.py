"""A post moves with its answers: everything below it, every counter, and its permalink."""

from __future__ import annotations

import pytest

from accounts.models import User
from forum import moderation
from forum.models import Post, Thread
from forum.moderation import NotPossible
from tests.forum.pages import read
from tests.forum.talk import (
    answer_counters,
    answers_counted,
    because,
    client_of,
    counted,
    counters,
    passage,
    published,
    say,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk(thread: Thread, author: User, stranger: User) -> list[Post]:
    """A branch of four: a top, two answers, and one below the first of them."""
    top = published(thread, author, "Top.", ref="p1")
    first = published(thread, stranger, "First.", parent=top)
    second = published(thread, author, "Second.", parent=top)
    below = published(thread, author, "Below.", parent=first)
    return [top, first, second, below]


def assert_exact(*threads: Thread) -> None:
    for thread in threads:
        assert counters(thread) == counted(thread)
        assert answer_counters(thread) == answers_counted(thread)
        thread.refresh_from_db()
        assert thread.last_post_at == thread.latest_talk()


def shape(root: Post) -> list[tuple[str, int, str]]:
    branch = Post.objects.filter(root=root).select_related("parent").order_by("position")
    return [(post.source, post.position, post.parent.source if post.parent else "") for post in branch]


def test_an_answer_moves_with_what_is_below_it(
    thread: Thread, serge: Thread, talk: list[Post], moderator: User
) -> None:
    top, first = talk[:2]
    moderation.move(first, by=moderator, seen=1, thread=serge, anchor=passage(serge, "p26"))
    assert shape(first) == [("First.", 0, ""), ("Below.", 1, "First.")]
    assert shape(top) == [("Top.", 0, ""), ("Second.", 2, "Top.")]
    moved = Post.objects.filter(root=first)
    assert {(post.thread_id, post.anchor_id) for post in moved} == {(serge.pk, passage(serge, "p26").pk)}
    assert_exact(thread, serge)


def test_a_branch_moves_to_another_place_of_its_thread(thread: Thread, talk: list[Post], moderator: User) -> None:
    top, before = talk[0], shape(talk[0])
    moderation.move(top, by=moderator, seen=1, thread=thread, anchor=None)
    assert shape(top) == before
    assert set(Post.objects.filter(root=top).values_list("anchor", flat=True)) == {None}
    assert counters(thread)[:2] == (4, 4)
    assert_exact(thread)


def test_an_answer_becomes_the_top_at_its_own_place(thread: Thread, talk: list[Post], moderator: User) -> None:
    moderation.move(talk[2], by=moderator, seen=1, thread=thread, anchor=passage(thread, "p1"))
    assert shape(talk[2]) == [("Second.", 0, "")]
    assert_exact(thread)


def test_a_moved_post_is_found_under_its_address_in_its_new_place(
    thread: Thread, serge: Thread, talk: list[Post], moderator: User
) -> None:
    moderation.move(talk[1], by=moderator, seen=1, thread=serge, anchor=passage(serge, "p26"))
    assert read(client_of(None).get(f"/posts/{talk[3].pk}/")).posts == [talk[1].pk, talk[3].pk]
    assert talk[1].pk in read(client_of(None).get("/essays/victor-serge/p26/")).posts
    assert talk[1].pk not in read(client_of(None).get("/essays/an-essay/p1/")).posts


def test_a_quote_moves_with_its_post(thread: Thread, author: User, moderator: User) -> None:
    post = say(thread, author, ref="p1", quote="stress")
    moderation.move(post, by=moderator, seen=1, thread=thread, anchor=None)
    assert Post.objects.get(pk=post.pk).quote == "stress"


def test_a_post_in_another_text_answers_what_that_says_now(
    thread: Thread, serge: Thread, talk: list[Post], moderator: User
) -> None:
    moderation.move(talk[0], by=moderator, seen=1, thread=serge, anchor=None)
    assert serge.essay
    assert Post.objects.get(pk=talk[0].pk).edition == serge.essay.current_edition


def test_a_pinned_post_is_pinned_at_its_own_place_only(thread: Thread, talk: list[Post], moderator: User) -> None:
    moderation.pin(talk[0], by=moderator, seen=1)
    moderation.move(talk[0], by=moderator, seen=1, thread=thread, anchor=None)
    assert not Post.objects.get(pk=talk[0].pk).is_pinned


def test_a_post_does_not_move_to_where_it_is(thread: Thread, talk: list[Post], moderator: User) -> None:
    with pytest.raises(NotPossible, match="there already"):
        moderation.move(talk[0], by=moderator, seen=1, thread=thread, anchor=passage(thread, "p1"))


def test_a_passage_belongs_to_the_text_of_the_thread(
    thread: Thread, serge: Thread, talk: list[Post], moderator: User
) -> None:
    with pytest.raises(NotPossible, match="not in the text"):
        moderation.move(talk[0], by=moderator, seen=1, thread=thread, anchor=passage(serge, "p26"))


def test_three_posts_are_pinned_at_a_place(thread: Thread, author: User, moderator: User) -> None:
    posts = [published(thread, author, f"Words {number}.") for number in range(4)]
    for post in posts[:3]:
        moderation.pin(post, by=moderator, seen=1)
    with pytest.raises(NotPossible, match="3 posts are pinned here already"):
        moderation.pin(posts[3], by=moderator, seen=1)


def test_an_answer_is_neither_pinned_nor_locked(talk: list[Post], moderator: User) -> None:
    for act in (moderation.pin, moderation.lock_branch):
        with pytest.raises(NotPossible, match="at the top of its branch"):
            act(talk[1], by=moderator, seen=1, reason=because("other"))


def test_undoing_pins_no_fourth_post(thread: Thread, author: User, moderator: User) -> None:
    posts = [published(thread, author, f"Words {number}.") for number in range(4)]
    for post in posts[:3]:
        moderation.pin(post, by=moderator, seen=1)
    moderation.unpin(posts[0], by=moderator, seen=1)
    unpinned = posts[0].moderation_entries.latest("number")
    moderation.pin(posts[3], by=moderator, seen=1)
    with pytest.raises(NotPossible, match="3 posts are pinned here already"):
        moderation.undo(unpinned, by=moderator)
