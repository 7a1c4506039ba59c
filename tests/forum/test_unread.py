"""What is new to a member: all that others published after the member last saw its place, and nothing else."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from forum import moderation, posting, unread
from forum.models import Post, ReadMark, Thread
from forum.unread import COUNTED, REACH, WHOLE, Mark
from tests.forum.forest import make_forest
from tests.forum.talk import because, passage, public_discussion, published, say

pytestmark = pytest.mark.django_db


def visit(thread: Thread, member: User) -> None:
    """See all that is there, at all places."""
    found = look(thread, member)
    unread.see(found, member, {post.pk for post in found.posts}, None)


def look(thread: Thread, member: User) -> unread.Unread:
    return unread.unread_in(Thread.objects.get(pk=thread.pk), member)


def new(thread: Thread, member: User) -> list[int]:
    return [post.pk for post in look(thread, member).posts]


def test_nothing_is_new_before_a_first_visit_and_all_that_comes_after_it(
    thread: Thread, author: User, reader: User
) -> None:
    published(thread, author)
    assert new(thread, reader) == []
    visit(thread, reader)
    assert new(thread, reader) == []
    posts = [published(thread, author), published(thread, author, ref="p1")]
    assert new(thread, reader) == [post.pk for post in posts]
    assert {key: len(found) for key, found in look(thread, reader).by_place.items()} == {WHOLE: 1, "p1": 1}


def test_ones_own_is_not_new(thread: Thread, author: User, reader: User) -> None:
    visit(thread, author)
    published(thread, author)
    other = published(thread, reader)
    assert new(thread, author) == [other.pk]


def test_what_is_held_is_new_when_it_is_approved_however_late(
    thread: Thread, author: User, reader: User, stranger: User, moderator: User
) -> None:
    visit(thread, reader)
    held = say(thread, stranger)
    published(thread, author, "After it.")
    visit(thread, reader)
    assert new(thread, reader) == []
    moderation.approve(held, by=moderator, seen=1)
    assert new(thread, reader) == [held.pk]


def test_what_is_gone_is_not_new_and_restored_keeps_its_number(
    thread: Thread, author: User, reader: User, moderator: User
) -> None:
    visit(thread, reader)
    read, post = published(thread, author), published(thread, author)
    unread.see(look(thread, reader), reader, {read.pk}, None)
    for gone in (read, post):
        moderation.remove(gone, by=moderator, seen=1, reason=because("attack"))
    assert new(thread, reader) == []
    for gone in (read, post):
        moderation.restore(gone, by=moderator, seen=1)
    assert new(thread, reader) == [post.pk]


def test_what_its_author_withdraws_is_not_new(thread: Thread, author: User, reader: User) -> None:
    visit(thread, reader)
    posting.withdraw(published(thread, author), by=author)
    assert new(thread, reader) == []


def test_what_is_moved_to_another_thread_is_new_there(
    thread: Thread, author: User, reader: User, moderator: User
) -> None:
    there = public_discussion(author).thread
    post = published(thread, author)
    visit(thread, reader)
    visit(there, reader)
    moderation.move(post, by=moderator, seen=1, thread=there, anchor=None)
    assert (new(thread, reader), new(there, reader)) == ([], [post.pk])


def test_a_banned_member_has_marks(thread: Thread, author: User, reader: User, moderator: User) -> None:
    visit(thread, reader)
    moderation.ban(reader, by=moderator, seen=0, reason=because("spam"))
    post = published(thread, author)
    assert new(thread, reader) == [post.pk]
    visit(thread, reader)
    assert new(thread, reader) == []


# --- What a page marks ---


def test_a_place_is_read_up_to_the_first_post_that_was_not_shown(thread: Thread, author: User, reader: User) -> None:
    visit(thread, reader)
    posts = [published(thread, author) for _ in range(4)]
    unread.see(look(thread, reader), reader, {posts[0].pk, posts[1].pk, posts[3].pk}, WHOLE)
    assert new(thread, reader) == [posts[2].pk, posts[3].pk]


def test_a_place_is_read_by_itself_and_all_read_is_one_number(thread: Thread, author: User, reader: User) -> None:
    visit(thread, reader)
    first, second = published(thread, author, ref="p1"), published(thread, author)
    unread.see(look(thread, reader), reader, {first.pk, second.pk}, WHOLE)  # A page that is about the whole.
    mark = ReadMark.objects.get()
    assert (mark.upto, mark.places) == (0, {WHOLE: 2})
    assert new(thread, reader) == [first.pk]
    unread.see(look(thread, reader), reader, {first.pk}, "p1")
    mark = ReadMark.objects.get()
    assert (mark.upto, mark.places) == (2, {})


def test_the_page_of_all_places_marks_each(thread: Thread, author: User, reader: User) -> None:
    visit(thread, reader)
    shown = [published(thread, author, ref="p1"), published(thread, author, ref="p2")]
    left = published(thread, author, ref="p2")
    last = published(thread, author, ref="p1")
    unread.see(look(thread, reader), reader, {post.pk for post in (*shown, last)}, None)
    assert new(thread, reader) == [left.pk]
    mark = ReadMark.objects.get()
    assert (mark.upto, mark.places) == (2, {"p1": 4})


def test_a_mark_never_moves_back_and_another_tab_loses_nothing(thread: Thread, author: User, reader: User) -> None:
    visit(thread, reader)
    first, second = published(thread, author, ref="p1"), published(thread, author, ref="p2")
    third = published(thread, author)
    one, other = look(thread, reader), look(thread, reader)  # Two tabs that know the same.
    unread.see(one, reader, {first.pk}, "p1")
    unread.see(other, reader, {second.pk}, "p2")
    assert new(thread, reader) == [third.pk]
    unread.read_all(Thread.objects.get(pk=thread.pk), reader, 1)
    assert new(thread, reader) == [third.pk]


def test_marks_are_joined_place_by_place() -> None:
    joined = Mark(4, {"p1": 9, WHOLE: 6}).joined(Mark(5, {"p1": 7, "p2": 8}))
    assert joined == Mark(5, {"p1": 9, "p2": 8, WHOLE: 6})
    assert Mark(4, {"p1": 9}).joined(Mark(9, {})) == Mark(9, {})


def test_more_than_is_counted_says_so_and_is_read_no_further(thread: Thread, author: User, reader: User) -> None:
    visit(thread, reader)
    posts = make_forest(thread, author, [None] * (COUNTED + 2))
    found = look(thread, reader)
    assert (len(found.posts), found.is_all) == (COUNTED, False)
    visit(thread, reader)
    assert len(new(thread, reader)) == 2
    assert new(thread, reader)[-1] == posts[-1].pk


def test_what_is_far_behind_the_latest_counts_as_read(thread: Thread, author: User, reader: User) -> None:
    visit(thread, reader)
    old, late = published(thread, author), published(thread, author)
    Post.objects.filter(pk=late.pk).update(publication=REACH + 2)
    Thread.objects.filter(pk=thread.pk).update(publications=REACH + 2)
    assert old.publication == 1
    assert new(thread, reader) == [late.pk]


# --- Marking all of it, and lists ---


def test_a_thread_is_marked_up_to_what_the_page_knew(thread: Thread, author: User, reader: User) -> None:
    visit(thread, reader)
    published(thread, author, ref="p1")
    later = published(thread, author)
    unread.read_all(Thread.objects.get(pk=thread.pk), reader, 1)
    assert new(thread, reader) == [later.pk]


def test_everything_is_marked_up_to_a_moment_in_threads_that_were_visited(
    thread: Thread, author: User, reader: User
) -> None:
    other = public_discussion(author).thread
    for place in (thread, other):
        visit(place, reader)
    before = [published(thread, author, ref="p1"), published(other, author)]
    moment = Post.objects.get(pk=before[-1].pk).published_at
    assert moment
    later = published(thread, author)
    unread.read_everything(reader, moment)
    assert (new(thread, reader), new(other, reader)) == ([later.pk], [])


def test_an_older_post_that_was_moved_there_takes_nothing_later_along(
    thread: Thread, author: User, reader: User, moderator: User
) -> None:
    other = public_discussion(author).thread
    visit(other, reader)
    older = published(thread, author)
    moment = Post.objects.get(pk=older.pk).published_at
    assert moment
    later = published(other, author)
    moderation.move(older, by=moderator, seen=1, thread=other, anchor=None)
    unread.read_everything(reader, moment)
    assert new(other, reader) == [later.pk, older.pk]
    unread.read_everything(reader, timezone.now())
    assert new(other, reader) == []


def test_a_list_counts_what_is_new_in_each_thread(thread: Thread, author: User, reader: User, stranger: User) -> None:
    other, never = public_discussion(author).thread, public_discussion(author).thread
    for place in (thread, other):
        visit(place, reader)
    shown = published(thread, author)
    published(thread, author, ref="p1")
    unread.see(look(thread, reader), reader, {shown.pk}, WHOLE)
    published(thread, author)
    published(never, author)
    published(other, reader)
    threads = list(Thread.objects.all())
    assert unread.count_in(threads, reader) == {thread.pk: "2"}
    make_forest(other, author, [None] * 120, None)
    assert unread.count_in(list(Thread.objects.all()), reader) == {thread.pk: "2", other.pk: "99+"}
    assert unread.count_in(threads, stranger) == {}


def test_the_passages_of_a_text_are_counted_by_their_refs(thread: Thread, author: User, reader: User) -> None:
    visit(thread, reader)
    make_forest(thread, author, [None] * 3, passage(thread, "p2"))
    assert unread.label_of("p2", thread) == "paragraph 2"
    assert len(look(thread, reader).by_place["p2"]) == 3


def test_an_index_leads_past_what_was_read(thread: Thread, author: User, reader: User) -> None:
    make_forest(thread, author, [None] * 1000)
    visit(thread, reader)
    published(thread, author, ref="p1")
    visit(thread, reader)
    published(thread, author)
    for ask in (lambda: new(thread, reader), lambda: unread.count_in([Thread.objects.get(pk=thread.pk)], reader)):
        with CaptureQueriesContext(connection) as queries:
            assert ask()
        assert "publication >" in plan(queries[-1]["sql"])


def plan(sql: str) -> str:
    """The indexes that the database would take, and what for."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute(f"EXPLAIN {'QUERY PLAN ' if connection.vendor == 'sqlite' else ''}{sql}")
        lines = [str(row[-1]) for row in cursor.fetchall()]
    found = [line for line in lines if "INDEX" in line or "Index Cond" in line]
    return "\n".join(found).replace("publication>", "publication >")
