"""A post becomes the beginning of a discussion of its own, with what answered it below; and goes back."""

from __future__ import annotations

import pytest

from accounts.models import User
from forum import following, moderation, posting
from forum.models import Notification, Post, ReadMark, Subscription, Thread
from forum.moderation import NotPossible
from tests.forum.discussions import assert_exact, undo
from tests.forum.talk import because, client_of, passage, public_discussion, published, say, sorted_under

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk(thread: Thread, author: User, stranger: User) -> list[Post]:
    """A branch: a top, an answer, two below that and one below the first of these; and another answer between."""
    top = published(thread, author, "Top.", ref="p1")
    post = published(thread, stranger, "Post.", parent=top)
    first = published(thread, author, "First.", parent=post)
    published(thread, stranger, "Stays.", parent=top)
    below = published(thread, stranger, "Below.", parent=first)
    return [top, post, first, published(thread, author, "Second.", parent=post), below]


def split(post: Post, moderator: User, title: str = "Its own") -> Thread:
    seen = Post.objects.get(pk=post.pk).revision
    moderation.split(post, by=moderator, seen=seen, title=title, category=sorted_under("texts"))
    return Post.objects.select_related("thread").get(pk=post.pk).thread


def shape(thread: Thread) -> list[tuple[str, str, int]]:
    posts = thread.posts.select_related("parent").order_by("-is_opening", "root", "position")
    return [(post.source, post.parent.source if post.parent else "", post.position) for post in posts]


def test_what_answered_it_stands_below_it(thread: Thread, talk: list[Post], moderator: User) -> None:
    made = split(talk[1], moderator)
    assert shape(made) == [("Post.", "", 0), ("First.", "", 0), ("Below.", "First.", 1), ("Second.", "", 0)]
    assert shape(thread) == [("Top.", "", 0), ("Stays.", "Top.", 3)]
    assert Post.objects.get(pk=talk[2].pk).answer_count == 1
    assert_exact(thread, made)


def test_the_discussion_is_its_authors_and_says_what_set_it_off(
    thread: Thread, talk: list[Post], stranger: User, moderator: User
) -> None:
    made = split(talk[1], moderator, "  Its own ")
    assert (made.title, made.opener, made.category, made.is_public) == (
        "Its own",
        stranger,
        sorted_under("texts"),
        True,
    )
    assert (made.about_essay, made.about_passage, made.about_post) == (thread.essay, passage(thread, "p1"), talk[0])
    assert talk[1].pk == Notification.objects.get(entry__act="split").entry.post_id  # type: ignore[union-attr]
    assert Post.objects.get(pk=talk[1].pk).revisions.get().title == "Its own"


def test_at_the_top_it_answered_the_place_or_the_first_post(thread: Thread, author: User, moderator: User) -> None:
    on_passage = split(published(thread, author, ref="p1"), moderator)
    assert (on_passage.about_passage, on_passage.about_post) == (passage(thread, "p1"), None)
    opening = public_discussion(author)
    made = split(published(opening.thread, author), moderator)
    assert (made.about_essay, made.about_post) == (None, opening)


def test_what_cannot_open_a_discussion(thread: Thread, author: User, moderator: User) -> None:
    def refused(post: Post, why: str, title: str = "A title") -> None:
        with pytest.raises(NotPossible, match=why):
            split(post, moderator, title)

    refused(say(thread, author), "Only what is published can open a discussion: this post is waiting")
    refused(public_discussion(author), "It opens a discussion already")
    post = published(thread, author)
    refused(post, "Say what the discussion is called", "  ")
    moderation.lock_branch(post, by=moderator, seen=1, reason=because("heated"))
    refused(post, "Its branch is locked")


def test_a_first_post_is_not_moved_pinned_or_locked(thread: Thread, author: User, moderator: User) -> None:
    opening = public_discussion(author)
    with pytest.raises(NotPossible, match="It opens a discussion: merge that instead"):
        moderation.move(opening, by=moderator, seen=1, thread=thread, anchor=None)
    for act in (moderation.pin, moderation.lock_branch):
        with pytest.raises(NotPossible, match="Lock or pin the discussion instead"):
            act(opening, by=moderator, seen=1, reason=because("heated"))


# --- Taking it back ---


def test_all_goes_back_as_it_was(thread: Thread, talk: list[Post], moderator: User) -> None:
    before = shape(thread)
    made = split(talk[1], moderator)
    undo("split", by=moderator)
    assert sorted((words, parent) for words, parent, _ in shape(thread)) == sorted(row[:2] for row in before)
    assert in_order(thread)
    assert {post.anchor for post in thread.posts.select_related("anchor")} == {passage(thread, "p1")}
    assert not Post.objects.get(pk=talk[1].pk).is_opening
    assert Post.objects.get(pk=talk[1].pk).revisions.get().title == ""
    assert_exact(thread, made)


def in_order(thread: Thread) -> bool:
    """Whether everything stands behind what it answers."""
    return all(post.position > post.parent.position for post in thread.posts.select_related("parent") if post.parent)


def test_its_address_leads_to_where_it_came_from(thread: Thread, talk: list[Post], moderator: User) -> None:
    made = split(talk[1], moderator)
    address = made.get_absolute_url()
    undo("split", by=moderator)
    answer = client_of(None).get(address)
    assert (answer.status_code, answer.headers["Location"]) == (301, thread.get_absolute_url())


def test_what_was_said_in_it_since_goes_along(
    thread: Thread, talk: list[Post], author: User, stranger: User, moderator: User
) -> None:
    made = split(talk[1], moderator)
    since = published(made, author, "Since.")
    published(made, stranger, "To that.", parent=since)
    moderation.pin(since, by=moderator, seen=1)
    undo("split", by=moderator)
    rows = {words: parent for words, parent, _ in shape(thread)}
    assert (rows["Since."], rows["To that."]) == ("Post.", "Since.")
    assert in_order(thread)
    assert_exact(thread, made)


def test_an_older_post_that_was_moved_into_it_goes_along_in_its_order(
    thread: Thread, talk: list[Post], author: User, moderator: User
) -> None:
    older = published(thread, author, "Older.")
    made = split(published(thread, author, "Younger."), moderator)
    moderation.move(older, by=moderator, seen=1, thread=made, anchor=None)
    published(made, author, "To the older.", parent=Post.objects.get(pk=older.pk))
    undo("split", by=moderator)
    assert {words: parent for words, parent, _ in shape(thread)}["Older."] == "Younger."
    assert in_order(thread)
    assert_exact(thread, made)


def test_where_it_stood_is_gone(thread: Thread, serge: Thread, author: User, moderator: User) -> None:
    home = public_discussion(author, "Home").thread
    top = published(home, author, "Top.")
    made = split(published(home, author, "Post.", parent=top), moderator)
    moderation.move(top, by=moderator, seen=1, thread=serge, anchor=None)
    with pytest.raises(NotPossible, match="The post that it answered was moved itself since"):
        undo("split", by=moderator)
    undo("move", by=moderator)
    moderation.merge(home, by=moderator, into=serge)
    with pytest.raises(NotPossible, match="Where it stood was merged into"):
        undo("split", by=moderator)
    undo("merge", by=moderator)
    undo("split", by=moderator)
    assert_exact(home, made, serge)


def test_what_was_merged_since_is_taken_apart_first(thread: Thread, author: User, moderator: User) -> None:
    made = split(published(thread, author), moderator)
    other = public_discussion(author, "Other").thread
    moderation.merge(other, by=moderator, into=made)
    with pytest.raises(NotPossible, match="Another discussion was merged into this one since"):
        undo("split", by=moderator)
    undo("merge", by=moderator)
    moderation.merge(made, by=moderator, into=other)
    with pytest.raises(NotPossible, match="Something else was done since"):
        undo("split", by=moderator)


@pytest.mark.parametrize("what", ["lock", "hold_all", "branch"])
def test_what_was_closed_since_is_not_opened_by_going_back(
    thread: Thread, talk: list[Post], moderator: User, what: str
) -> None:
    made = split(talk[1], moderator)
    if what == "branch":
        top = made.posts.filter(is_opening=False, position=0)[0]
        moderation.lock_branch(top, by=moderator, seen=top.revision, reason=because("heated"))
    else:
        act = {"lock": moderation.lock_thread, "hold_all": moderation.hold_all}[what]
        act(made, by=moderator, reason=because("heated"))
    with pytest.raises(NotPossible, match="locked or held"):
        undo("split", by=moderator)
    undo("lock" if what == "branch" else what, by=moderator)
    undo("split", by=moderator)
    assert_exact(thread)


def test_what_was_withdrawn_since_goes_back_as_it_is(
    thread: Thread, talk: list[Post], stranger: User, moderator: User
) -> None:
    made = split(talk[1], moderator)
    posting.withdraw(talk[1], by=stranger)
    assert Thread.objects.get(pk=made.pk).public_title == f"Discussion {made.pk}"
    undo("split", by=moderator)
    assert Post.objects.get(pk=talk[1].pk).is_withdrawn
    assert_exact(thread, made)


# --- Who follows it, and who has read it ---


def followers(thread: Thread) -> list[tuple[int, str | None]]:
    return sorted(Subscription.objects.filter(thread=thread).values_list("member", "anchor__ref"))


def test_whoever_wrote_it_hears_of_answers_to_it_as_long_as_it_is_a_discussion(
    thread: Thread, talk: list[Post], stranger: User, reader: User, moderator: User
) -> None:
    answer = published(split(talk[1], moderator), reader)
    assert Notification.objects.filter(member=stranger, post=answer).exists()
    undo("split", by=moderator)
    assert followers(thread) == []


def test_who_follows_it_follows_the_place_where_it_goes_once(
    thread: Thread, talk: list[Post], stranger: User, reader: User, author: User, moderator: User
) -> None:
    made = split(talk[1], moderator)
    for member in (reader, author, moderator):
        following.follow(member, made)
    following.follow(author, thread)
    following.follow(moderator, thread, passage(thread, "p1"))
    undo("split", by=moderator)
    expected = [(author.pk, None), (moderator.pk, "p1"), (reader.pk, "p1")]
    assert followers(thread) == sorted(expected, key=lambda row: row[0])


def test_who_follows_what_comes_back_to_the_whole_follows_the_whole(
    thread: Thread, author: User, reader: User, moderator: User
) -> None:
    made = split(published(public_discussion(author).thread, author), moderator)
    following.follow(reader, made)
    undo("split", by=moderator)
    assert Subscription.objects.get(thread__merged_into=None, member=reader).anchor is None


def test_who_has_read_both_has_read_all_of_it(
    thread: Thread, talk: list[Post], serge: Thread, reader: User, author: User, stranger: User, moderator: User
) -> None:
    made = split(talk[1], moderator)
    moderation.move(published(made, author), by=moderator, seen=1, thread=serge, anchor=None)
    for member, (of_made, of_thread) in [(reader, (5, 6)), (author, (4, 6)), (stranger, (5, 5))]:
        for one, upto in ((made, of_made), (thread, of_thread)):
            ReadMark.objects.create(member=member, thread=one, upto=upto)
    assert [Thread.objects.get(pk=one.pk).publications for one in (made, thread)] == [5, 6]
    undo("split", by=moderator)
    assert Thread.objects.get(pk=thread.pk).publications == 10
    assert [ReadMark.objects.get(member=one, thread=thread).upto for one in (reader, author, stranger)] == [10, 6, 5]
