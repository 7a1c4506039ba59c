"""What moderators decide on members: who on whom, in which order, and what members can do then."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from forum import moderation, permissions, posting
from forum.models import ModerationEntry, Post, Standing, Thread
from forum.moderation import NotPossible
from tests.conftest import make_member
from tests.forum.acts import Actor, actors, anew, everything
from tests.forum.talk import because, counted, counters, published, say

pytestmark = pytest.mark.django_db
State = Standing.State

STATES = ["good", "on_hold", "silenced", "silenced once", "banned"]
WRITERS = {"good", "on_hold", "silenced once"}


def silence(member: User, **why: Any) -> ModerationEntry:
    return moderation.silence(member, until=timezone.now() + timedelta(days=2), **why)


def remove_all(member: User, **why: Any) -> ModerationEntry:
    latest = Post.objects.filter(author=member).order_by("pk").values_list("pk", flat=True).last() or 0
    return moderation.remove_all(member, latest=latest, **why)


# Each act, and the states of a member in which there is nothing to do.
ACTS: dict[str, tuple[Callable[..., ModerationEntry], set[str]]] = {
    "warn": (moderation.warn, set()),
    "put on hold": (moderation.put_on_hold, {"on_hold"}),
    "silence": (silence, set()),
    "ban": (moderation.ban, {"banned"}),
    "lift": (moderation.lift, {"good"}),
    "remove all": (remove_all, set()),
}


class Undone(Exception):
    """Takes back what an act that was allowed has changed."""


@pytest.fixture(params=STATES)
def member(request: pytest.FixtureRequest, thread: Thread) -> User:
    member = make_member("member-one")
    published(thread, member)
    state, _, once = request.param.partition(" ")
    until = timezone.now() + timedelta(days=-1 if once else 1) if state == "silenced" else None
    Standing.objects.create(member=member, state=state, until=until)
    return anew(member)


@pytest.mark.parametrize("act", ACTS)
def test_only_moderators_decide_on_members(
    thread: Thread, member: User, author: User, moderator: User, request: pytest.FixtureRequest, act: str
) -> None:
    do, idle = ACTS[act]
    people: dict[str, Actor] = {**actors(author, moderator), "oneself": member}
    before, allowed = everything(), set()
    for name in ("anonymous", "unverified", "silenced", "banned", "author", "stranger", "oneself"):
        with pytest.raises(PermissionDenied):
            do(member, by=people[name], seen=0, reason=because("heated"))
        assert everything() == before
    for name in ("moderator", "superuser"):
        with suppress(Undone, NotPossible), transaction.atomic():
            do(anew(member), by=people[name], seen=0, reason=because("heated"))
            assert everything() != before
            allowed.add(name)
            raise Undone
        assert everything() == before
    is_idle = request.node.callspec.params["member"] in idle
    assert allowed == (set() if is_idle else {"moderator", "superuser"})


@pytest.mark.parametrize("act", ACTS)
def test_only_a_superuser_decides_on_a_moderator(thread: Thread, moderator: User, act: str) -> None:
    other, superuser = make_member("keeper-two"), make_member("keeper-of-all")
    published(thread, other)
    other.groups.set(moderator.groups.all())
    superuser.is_superuser = True
    superuser.save()
    do, other = ACTS[act][0], anew(other)
    with pytest.raises(PermissionDenied):
        do(other, by=moderator, seen=0, reason=because("heated"))
    with pytest.raises(PermissionDenied):
        do(moderator, by=moderator, seen=0, reason=because("heated"))
    if act != "lift":
        assert do(other, by=superuser, seen=0, reason=because("heated")).member == other


def test_who_read_too_little_is_told_what_was_decided_since(author: User, moderator: User) -> None:
    moderation.warn(author, by=moderator, seen=0, reason=because("heated"))
    before = everything()
    with pytest.raises(NotPossible, match=r"Keeper one decided on this member at .*: warned \(too heated\)"):
        moderation.ban(author, by=moderator, seen=0, reason=because("spam"))
    assert everything() == before


def test_a_silence_ends_in_the_future(author: User, moderator: User) -> None:
    with pytest.raises(NotPossible, match="choose a later day"):
        moderation.silence(author, by=moderator, seen=0, until=timezone.now(), reason=because("heated"))


# --- What a member can do then ---


def test_who_may_write(member: User, request: pytest.FixtureRequest) -> None:
    assert permissions.can_write(member) == (request.node.callspec.params["member"] in WRITERS)


def test_who_may_not_write_may_withdraw_and_not_edit_or_report(
    thread: Thread, stranger: User, member: User, request: pytest.FixtureRequest
) -> None:
    own, others = Post.objects.get(author=member), published(thread, stranger)
    may_write = request.node.callspec.params["member"] in WRITERS
    assert permissions.can_edit(member, own) == may_write
    assert permissions.can_flag(member, others) == may_write
    assert permissions.can_withdraw(member, own)
    posting.withdraw(own, by=member)


@pytest.mark.usefixtures("trust")
def test_every_post_of_a_member_on_hold_waits(thread: Thread, author: User, moderator: User) -> None:
    moderation.put_on_hold(author, by=moderator, seen=0, reason=because("heated"))
    post = say(thread, anew(author))
    assert (post.status, post.status_reason) == (
        Post.Status.PENDING,
        "You are on hold: every post of yours waits for a moderator.",
    )


@pytest.mark.usefixtures("trust")
def test_every_reply_in_a_thread_that_holds_all_waits(thread: Thread, author: User, moderator: User) -> None:
    moderation.hold_all(thread, by=moderator, reason=because("heated"))
    assert say(thread, author).status_reason == "Every reply here waits for a moderator."
    moderation.hold_none(thread, by=moderator)
    assert say(thread, author).is_published


# --- All posts of a spammer ---


def test_all_posts_of_a_spammer_go_at_once(
    thread: Thread, serge: Thread, author: User, stranger: User, moderator: User
) -> None:
    posts = [published(thread, author), say(serge, author, ref="p26"), published(serge, author)]
    others = published(thread, stranger, parent=posts[0])
    entry = moderation.remove_all(author, by=moderator, seen=0, latest=posts[-1].pk, reason=because("spam"))
    assert {post.status for post in Post.objects.filter(author=author)} == {Post.Status.REMOVED}
    assert Post.objects.get(pk=others.pk).is_published
    assert entry.after == {
        "removed": list(ModerationEntry.objects.filter(act="remove").order_by("pk").values_list("pk", flat=True))
    }
    assert [counters(place) == counted(place) for place in (thread, serge)] == [True, True]


def test_what_came_after_the_moderator_looked_stays(thread: Thread, author: User, moderator: User) -> None:
    seen, later = published(thread, author), published(thread, author, "Later.")
    moderation.remove_all(author, by=moderator, seen=0, latest=seen.pk, reason=because("spam"))
    assert [Post.objects.get(pk=post.pk).is_removed for post in (seen, later)] == [True, False]


def test_who_has_no_posts_has_none_to_remove(author: User, moderator: User) -> None:
    with pytest.raises(NotPossible, match="no post that could be removed"):
        moderation.remove_all(author, by=moderator, seen=0, latest=0, reason=because("spam"))
