"""However many act at once, each hears of a post once."""

import pytest

from accounts.models import User
from forum import following, moderation, notifications, posting
from forum.models import Notification, Post, Thread
from tests.conftest import make_member
from tests.forum.at_once import AT_ONCE, assert_exact, at_once, refused
from tests.forum.talk import say

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_many_approvals_one_is_told(thread: Thread, author: User, reader: User, moderator: User) -> None:
    following.follow(reader, thread)
    post = say(thread, author, "Dear @keeper-one.")
    results = at_once([lambda: moderation.approve(post, by=moderator, seen=1)] * AT_ONCE)
    assert len(refused(results)) == AT_ONCE - 1
    told = Notification.objects.filter(post=post).order_by("member__username")
    assert list(told.values_list("member__username", "kind")) == [("keeper-one", "mention"), ("reader-one", "followed")]
    assert_exact(thread)


def test_edits_and_approvals_at_once_tell_whom_the_words_name(
    thread: Thread, author: User, reader: User, moderator: User
) -> None:
    post = say(thread, author)
    edits = [
        lambda number=number: posting.edit(post, by=author, source=f"No. {number}, @reader-one.") for number in range(9)
    ]
    at_once([*edits, lambda: moderation.approve(post, by=moderator, seen=1)])
    latest = Post.objects.get(pk=post.pk)
    if latest.is_published:
        assert list(Notification.objects.filter(post=post).values_list("member", flat=True)) == [reader.pk]
    assert [mention.member for mention in post.mentions.all()] == [reader]


@pytest.mark.usefixtures("trust")
def test_posts_at_once_are_each_told_while_somebody_reads(thread: Thread, reader: User) -> None:
    following.follow(reader, thread)
    writers = [make_member(f"writer-{number}") for number in range(6)]
    posts = [lambda one=one: say(thread, one, f"By {one.username}, for @reader-one.") for one in writers]
    last = 10**9
    reads = [lambda: notifications.read_all(reader, last)] * 6
    assert not [result for result in at_once([*posts, *reads]) if isinstance(result, Exception)]
    assert Notification.objects.filter(member=reader).count() == 6
