"""What is held, what a moderator may do with it, and that every act leaves its trace and exact counters."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from pytest_django.fixtures import Settings

from accounts.models import User
from forum import moderation, posting
from forum.models import ModerationEntry, Post, Reason, Thread
from forum.moderation import NotPossible
from tests.forum.pages import read
from tests.forum.talk import because, client_of, counted, counters, published, say, signed_in

pytestmark = pytest.mark.django_db


def version(thread: Thread) -> int:
    return Thread.objects.get(pk=thread.pk).version


def acts(post: Post) -> list[tuple[str, User | None, str]]:
    return [(entry.act, entry.by, entry.reason) for entry in post.moderation_entries.order_by("pk")]


# --- What is held ---


def test_a_newcomers_post_is_held(thread: Thread, reader: User) -> None:
    post = say(thread, reader)
    assert (post.status, post.published_at) == (Post.Status.PENDING, None)
    assert post.status_reason == "A new member's first posts wait for a moderator."
    assert acts(post) == [("hold", None, post.status_reason)]
    assert counters(thread) == (0, 0, {})


@pytest.mark.parametrize("needed", [0, 1, 2])
def test_as_many_posts_are_held_as_the_setting_says(
    thread: Thread, reader: User, moderator: User, settings: Settings, needed: int
) -> None:
    settings.APPROVALS_BEFORE_TRUST = needed
    for _ in range(needed):
        post = say(thread, reader)
        assert post.is_pending
        moderation.approve(post, by=moderator, seen=post.revision)
    assert say(thread, reader).is_published


def test_a_post_that_was_taken_away_gives_no_trust(thread: Thread, reader: User, moderator: User) -> None:
    first = say(thread, reader)
    moderation.approve(first, by=moderator, seen=first.revision)
    moderation.remove(first, by=moderator, seen=first.revision, reason=because("attack"))
    assert say(thread, reader).is_pending


def test_a_moderators_post_is_not_held(thread: Thread, moderator: User) -> None:
    post = say(thread, moderator)
    assert post.is_published
    assert acts(post) == []


# --- Acts ---


def test_approving_publishes_counts_and_leaves_an_entry(thread: Thread, reader: User, moderator: User) -> None:
    post, before = say(thread, reader, ref="p1"), version(thread)
    moderation.approve(post, by=moderator, seen=post.revision)
    post.refresh_from_db()
    thread.refresh_from_db()
    assert (post.status, post.status_reason) == (Post.Status.PUBLISHED, "")
    assert thread.last_post_at == post.published_at
    assert counters(thread) == counted(thread) == (1, 0, {post.anchor_id: 1})
    assert acts(post)[1:] == [("approve", moderator, "")]
    assert version(thread) > before


def test_a_held_post_that_is_removed_was_never_public(thread: Thread, reader: User, moderator: User) -> None:
    post, before = say(thread, reader), version(thread)
    moderation.remove(post, by=moderator, seen=post.revision, reason=because("spam"))
    post.refresh_from_db()
    assert (post.status, post.status_reason, post.published_at) == (Post.Status.REMOVED, "spam", None)
    assert (counters(thread), version(thread)) == ((0, 0, {}), before)
    assert acts(post)[1:] == [("remove", moderator, "spam")]
    for other in (moderator, None):
        assert client_of(other).get(f"/posts/{post.pk}/").status_code == 404
    page = read(signed_in(reader).get("/essays/an-essay/"))
    assert "Removed by a moderator: spam" in page.text


def test_a_published_post_that_is_removed_keeps_its_place_and_says_why(
    thread: Thread, author: User, reader: User, moderator: User
) -> None:
    post = published(thread, author, "Rude words.", ref="p1")
    answer = published(thread, reader, "An answer.", parent=post)
    before = version(thread)
    rude = Reason.objects.create(code="rude", label="It is <rude>.")
    moderation.remove(post, by=moderator, seen=post.revision, reason=rude)
    assert counters(thread) == counted(thread) == (1, 0, {post.anchor_id: 1})
    assert version(thread) > before
    page = read(client_of(None).get("/essays/an-essay/p1/"))
    assert page.posts == [post.pk, answer.pk]
    assert "Removed by a moderator: It is <rude>." in page.text
    assert "Rude words" not in page.html


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("One two four.", ": “three” was taken out"),
        ("One 2 three four.", ": “two” became “2”"),
        ("Other words.", ": “One two three four.” became “Other words.”"),
        ("One two three four. Five.", ": “Five.” was added"),
    ],
)
def test_who_decides_on_older_words_is_told_what_became_of_them(
    thread: Thread, reader: User, moderator: User, words: str, said: str
) -> None:
    post = say(thread, reader, "One two three four.")
    posting.edit(post, by=reader, source=words)
    with pytest.raises(NotPossible, match=f"^This post was changed since you opened the page{said}. Read it again.$"):
        moderation.approve(post, by=moderator, seen=1)


def approve(post: Post, by: User) -> None:
    moderation.approve(post, by=by, seen=post.revision)


def remove(post: Post, by: User) -> None:
    moderation.remove(post, by=by, seen=post.revision, reason=because("attack"))


def author_of(post: Post) -> User:
    assert post.author
    return post.author


def withdraw(post: Post, by: User) -> None:
    posting.withdraw(post, by=author_of(post))


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (approve, approve),
        (remove, approve),
        (remove, remove),
        (remove, withdraw),
        (withdraw, approve),
        (withdraw, remove),
        (withdraw, withdraw),
    ],
)
def test_an_act_that_does_not_fit_any_more_changes_nothing(
    thread: Thread, reader: User, moderator: User, first: Callable[..., None], then: Callable[..., None]
) -> None:
    post = say(thread, reader)
    first(post, moderator)
    before = Post.objects.filter(pk=post.pk).values().get(), acts(post), version(thread), counters(thread)
    with pytest.raises(NotPossible, match=r"(not waiting any more|gone already|cannot be withdrawn): it is "):
        then(post, moderator)
    assert (Post.objects.filter(pk=post.pk).values().get(), acts(post), version(thread), counters(thread)) == before


# --- Always ---


def test_an_entry_is_only_ever_added(thread: Thread, reader: User) -> None:
    say(thread, reader)
    entry = ModerationEntry.objects.get()
    with pytest.raises(TypeError, match="not changed once it is written"):
        entry.save()


@pytest.mark.parametrize("act", [approve, remove], ids=lambda act: act.__name__)
def test_what_was_changed_since_it_was_read_is_not_decided(
    thread: Thread, reader: User, moderator: User, act: Callable[[Post, User], None]
) -> None:
    post = say(thread, reader, "Kind words.")
    posting.edit(post, by=reader, source="Unkind words.")
    with pytest.raises(NotPossible, match="was changed since you opened the page"):
        act(post, moderator)
    assert (Post.objects.get(pk=post.pk).status, [act for act, _, _ in acts(post)]) == ("pending", ["hold"])


@pytest.mark.parametrize("act", [approve, remove], ids=lambda act: act.__name__)
def test_only_a_moderator_decides(thread: Thread, reader: User, act: Callable[[Post, User], None]) -> None:
    post = say(thread, reader)
    with pytest.raises(PermissionDenied):
        act(post, reader)
    assert (Post.objects.get(pk=post.pk).status, [act for act, _, _ in acts(post)]) == ("pending", ["hold"])


def test_only_its_author_withdraws_a_post(thread: Thread, reader: User, moderator: User) -> None:
    post = say(thread, reader)
    with pytest.raises(NotPossible):
        posting.withdraw(post, by=moderator)
    assert Post.objects.get(pk=post.pk).is_pending


def test_the_latest_talk_is_that_of_a_post_that_stands(thread: Thread, author: User, moderator: User) -> None:
    first, last = published(thread, author, "First."), published(thread, author, "Last.")
    remove(last, moderator)
    assert Thread.objects.get(pk=thread.pk).last_post_at == first.published_at
    remove(first, moderator)
    assert Thread.objects.get(pk=thread.pk).last_post_at is None
