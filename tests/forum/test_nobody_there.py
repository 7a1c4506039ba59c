"""Posts whose author is not here: imported without an account, or left behind by a member who is gone."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client

from accounts.models import User
from forum import moderation
from forum.models import ModerationEntry, Notification, Post, Thread
from forum.moderation import NotPossible, log
from tests.forum.acts import MODERATORS, ON_POSTS, Scene, anew, reach
from tests.forum.talk import client_of, counted, counters, published

pytestmark = pytest.mark.django_db

MODERATORS_ACTS = [name for name, rule in ON_POSTS.items() if rule.actors == MODERATORS]
# What can come of a post whose author does nothing.
STATES = ["published", "flagged", "hidden", "removed", "locked"]


def gone(member: User) -> User:
    """The member as their row stays behind when the account is erased: no name, no address, no way in."""
    member.emailaddress_set.all().delete()
    member.username, member.display_name, member.email, member.is_active = f"erased-{member.pk}", "", "", False
    member.set_unusable_password()
    member.save()
    return anew(member)


@pytest.fixture(params=["imported", "erased"])
def post(request: pytest.FixtureRequest, thread: Thread, serge: Thread, author: User) -> Post:
    if request.param == "imported":
        return serge.posts.select_related("author", "anchor", "thread").order_by("pk")[0]
    post = published(thread, author, ref="p1")
    gone(author)
    return Post.objects.select_related("author", "anchor", "thread").get(pk=post.pk)


def put_in_state(state: str, post: Post, moderator: User) -> None:
    """As `reach`, which asks for an author."""
    if post.author:
        reach(state, post, moderator)
        return
    post.author = moderator
    reach(state, post, moderator)


@pytest.mark.parametrize("state", STATES)
def test_every_act_of_a_moderator_is_done_or_refused_with_a_sentence(
    thread: Thread, serge: Thread, post: Post, moderator: User, state: str
) -> None:
    put_in_state(state, post, moderator)
    for act in MODERATORS_ACTS:
        was = Post.objects.get(pk=post.pk)
        elsewhere = thread if was.thread_id == serge.pk else serge
        fresh = Post.objects.select_related("author", "anchor", "thread", "root").get(pk=post.pk)
        try:
            ON_POSTS[act].do(Scene(fresh, fresh.thread, elsewhere), moderator)
        except NotPossible:
            continue
        entry = ModerationEntry.objects.select_related("post", "thread").order_by("number").last()
        assert entry
        if moderation.can_undo(moderator, entry):
            moderation.undo(entry, by=moderator)
            assert Post.objects.get(pk=post.pk).status == was.status
    assert log.verify().broken == ""
    for place in (thread, serge):
        assert counters(place) == counted(place)


def test_nobody_is_told_and_no_mail_is_sent(
    post: Post, moderator: User, django_capture_on_commit_callbacks: object
) -> None:
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]  # A fixture without a type.
        put_in_state("removed", post, moderator)
    assert not Notification.objects.exclude(member=moderator).exists()
    assert mail.outbox == []


def test_it_is_not_returned_to_nobody(post: Post, moderator: User) -> None:
    with pytest.raises(NotPossible, match="no author who could change it"):
        ON_POSTS["return"].do(Scene(post, post.thread, post.thread), moderator)


@pytest.mark.parametrize("state", STATES)
def test_everybody_can_still_read_around_it(post: Post, moderator: User, state: str) -> None:
    put_in_state(state, post, moderator)
    for client in (client_of(moderator), Client()):
        for url in (f"/posts/{post.pk}/", post.thread.get_absolute_url(), "/moderation/log/"):
            assert client.get(url).status_code == 200
