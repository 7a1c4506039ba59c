"""Who hears of a post: whom it names, whom it answers, who follows its place. Once, and only when it is public."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from forum import following, moderation, posting
from forum.models import Category, Mention, Notification, Post, Subscription, Thread
from forum.notifications import unsent
from tests.conftest import make_member
from tests.forum.talk import because, passage, published, say, sorted_under, trusting

pytestmark = pytest.mark.django_db


def heard(post: Post) -> dict[str, str]:
    """Who was told of the post, and why."""
    return dict(Notification.objects.filter(post=post).values_list("member__username", "kind"))


@pytest.fixture
def follower(reader: User, thread: Thread) -> User:
    """Who follows all of the thread."""
    following.follow(reader, thread)
    return reader


def test_who_is_named_or_answered_or_follows_hears_of_a_post(
    thread: Thread, author: User, stranger: User, follower: User
) -> None:
    make_member("anna")
    post = published(thread, author, "Look here, @Anna.", parent=published(thread, stranger, "A first post."))
    assert heard(post) == {"anna": "mention", "reader-two": "answer", "reader-one": "followed"}


def test_each_hears_once_and_for_the_strongest_reason(thread: Thread, author: User, follower: User) -> None:
    first = published(thread, follower)
    following.follow(follower, thread, passage(thread, "p1"))
    assert heard(published(thread, author, "@reader-one @READER-ONE", parent=first)) == {"reader-one": "mention"}
    assert heard(published(thread, author, "No name.", parent=first)) == {"reader-one": "answer"}
    assert heard(published(thread, author, "No name.", ref="p1")) == {"reader-one": "followed"}


def test_nobody_hears_of_their_own_posts(thread: Thread, follower: User) -> None:
    first = published(thread, follower, "I am @reader-one.")
    assert heard(first) == heard(published(thread, follower, parent=first)) == {}


def test_who_follows_a_passage_hears_of_that_passage_only(thread: Thread, author: User, reader: User) -> None:
    following.follow(reader, thread, passage(thread, "p1"))
    assert heard(published(thread, author, ref="p1")) == {"reader-one": "followed"}
    assert heard(published(thread, author, ref="p2")) == heard(published(thread, author)) == {}


def test_who_is_not_here_any_more_hears_nothing(thread: Thread, author: User, follower: User) -> None:
    first = published(thread, follower)
    User.objects.update(is_active=False)
    User.objects.filter(pk=author.pk).update(is_active=True)
    post = published(thread, author, "Hello @reader-one.", parent=first)
    assert heard(post) == {}
    assert "/members/" not in post.html


def test_who_may_not_write_hears_all_the_same(thread: Thread, author: User, follower: User, moderator: User) -> None:
    moderation.ban(follower, by=moderator, seen=0, reason=because("spam"))
    assert heard(published(thread, author)) == {"reader-one": "followed"}


def test_a_held_post_is_told_when_it_is_approved_and_not_before(
    thread: Thread, author: User, follower: User, moderator: User
) -> None:
    post = say(thread, author, "Dear @keeper-one.")
    assert heard(post) == {}
    moderation.approve(post, by=moderator, seen=1)
    assert heard(post) == {"reader-one": "followed", "keeper-one": "mention"}


def test_a_post_that_comes_back_is_not_told_again(
    thread: Thread, author: User, follower: User, moderator: User
) -> None:
    post = published(thread, author)
    following.follow(moderator, thread)  # Since.
    moderation.remove(post, by=moderator, seen=1, reason=because("attack"))
    moderation.restore(post, by=moderator, seen=1)
    assert heard(post) == {"reader-one": "followed"}
    assert Notification.objects.filter(member=follower).count() == 1


def test_a_post_that_is_moved_is_not_told_again(
    thread: Thread, author: User, reader: User, stranger: User, moderator: User
) -> None:
    post = published(thread, author, ref="p1")
    following.follow(reader, thread, passage(thread, "p2"))
    elsewhere = Thread.objects.create(title="Elsewhere", category=sorted_under("texts"))
    following.follow(stranger, elsewhere)
    moderation.move(post, by=moderator, seen=1, thread=thread, anchor=passage(thread, "p2"))
    moderation.move(post, by=moderator, seen=1, thread=elsewhere, anchor=None)
    assert heard(post) == {}


@pytest.mark.usefixtures("trust")
def test_who_is_named_in_an_edit_is_told_once(thread: Thread, author: User, reader: User, stranger: User) -> None:
    post = say(thread, author, "Hello @reader-one.")
    for source in ("Hello @reader-one and @reader-two.", "Hello.", "Hello again, @reader-two."):
        posting.edit(post, by=author, source=source)
    assert heard(post) == {"reader-one": "mention", "reader-two": "mention"}
    assert list(Mention.objects.values_list("name", flat=True)) == ["reader-two"]


def test_who_is_named_in_words_that_a_moderator_mended_is_told(
    thread: Thread, author: User, reader: User, moderator: User
) -> None:
    post = say(thread, author)
    moderation.approve(post, by=moderator, seen=1, source="As @reader-one said.")
    assert heard(post) == {"reader-one": "mention"}


def test_who_is_named_only_in_a_quotation_hears_nothing(thread: Thread, author: User, reader: User) -> None:
    post = published(thread, author, "> Ask @reader-one.\n\nWhom?")
    assert [row.member for row in post.mentions.all()] == [reader]  # It is a link, and stays one.
    assert heard(post) == {}
    posting.edit(post, by=author, source="> Ask @reader-one.\n\nWhom? Do you know, @Reader-One?")
    assert heard(post) == {"reader-one": "mention"}


def test_who_opens_a_discussion_follows_it(author: User, stranger: User) -> None:
    category: Category = sorted_under("texts")
    with trusting():
        opening = posting.open_thread(author, "A title", category, "Words for @reader-two.")
    assert Subscription.objects.get().member == author
    assert heard(opening) == {"reader-two": "mention"}
    assert heard(published(opening.thread, stranger)) == {"author-one": "followed"}


def test_no_post_is_mailed(thread: Thread, author: User, follower: User) -> None:
    published(thread, author)
    assert Notification.objects.exists()
    assert list(unsent()) == []


def test_500_followers_cost_no_more_queries_than_five(thread: Thread, author: User) -> None:
    def cost(followers: int) -> int:
        members = User.objects.bulk_create(User(username=f"m{followers}-{number}") for number in range(followers))
        Subscription.objects.bulk_create(Subscription(member=member, thread=thread) for member in members)
        with CaptureQueriesContext(connection) as captured:
            assert len(heard(published(thread, author, f"Words for {followers}."))) >= followers
        return len(captured)

    few = cost(5)
    assert cost(495) <= few + 5  # A statement for every some hundred.
