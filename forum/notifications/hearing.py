"""Who hears of what. Each member hears of one thing once, and nobody of what they did themselves."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q

from essays.markup import addressed_names
from forum.models import Mention, ModerationEntry, Notification, Post, Subscription
from forum.notifications.mail import send_soon

if TYPE_CHECKING:
    from accounts.models import User

Act = ModerationEntry.Act
Kind = Notification.Kind
WRITTEN_AT_ONCE = 500  # notices

# What is done around a post rather than to it, its author finds where it stands.
UNTOLD = frozenset({Act.KEEP, Act.RESUBMIT, Act.WITHDRAW, Act.ERASE, Act.PIN, Act.UNPIN, Act.LOCK, Act.UNLOCK})


def tell(entry: ModerationEntry) -> None:
    """Tell the person whom an act concerns."""
    person = person_told(entry)
    if person is None:
        return
    notice = Notification.objects.create(member=person, entry=entry)
    # Not a partial: Django asks what fails for its name.
    transaction.on_commit(lambda: send_soon(notice), robust=True)


def person_told(entry: ModerationEntry) -> User | None:
    """Whom an act concerns: nobody hears of their own acts, nor who is not here any more."""
    person = entry.post.author if entry.post else entry.member
    if person is None or not person.is_active or entry.by_id == person.pk:
        return None
    if entry.act in UNTOLD or (entry.undoes and entry.undoes.act in UNTOLD):
        return None
    return person


def tell_all(entry: ModerationEntry, members: Collection[int]) -> None:
    """Tell several members of one act. It is `send_notices` that mails this: nobody waits for hundreds of mails."""
    here = get_user_model().objects.filter(pk__in=set(members) - {entry.by_id}, is_active=True)
    told = [Notification(member_id=pk, entry=entry) for pk in sorted(here.values_list("pk", flat=True))]
    Notification.objects.bulk_create(told, batch_size=WRITTEN_AT_ONCE)


def published(post: Post) -> None:
    """Tell of a post that everybody reads from now on, for the first time. The caller holds its thread's lock."""
    # Who hears for several reasons is told the strongest, which is the last here.
    write(post, {**followers(post), **answered(post), **people_named(post)})


def named(post: Post) -> None:
    """Tell those whom a post that was public before names by now. Who has heard of it hears nothing again."""
    write(post, people_named(post))


def followers(post: Post) -> dict[int, Kind]:
    here = Q(anchor=None) | Q(anchor=post.anchor_id) if post.anchor_id else Q(anchor=None)
    found = Subscription.objects.filter(here, thread=post.thread_id, member__is_active=True)
    return dict.fromkeys(found.values_list("member", flat=True), Kind.FOLLOWED)


def answered(post: Post) -> dict[int, Kind]:
    author = post.parent.author if post.parent else None
    return {author.pk: Kind.ANSWER} if author and author.is_active else {}


def people_named(post: Post) -> dict[int, Kind]:
    """Those whom its author speaks to. Who is named in what it quotes was told when that was said."""
    found = Mention.objects.filter(post=post, name__in=addressed_names(post.html), member__is_active=True)
    return dict.fromkeys(found.values_list("member", flat=True), Kind.MENTION)


def write(post: Post, kinds: dict[int, Kind]) -> None:
    Notification.objects.bulk_create(notices(post, kinds), batch_size=WRITTEN_AT_ONCE, ignore_conflicts=True)


def notices(post: Post, kinds: Mapping[int, Kind]) -> list[Notification]:
    """One for each member, in one order, so that nobody waits for somebody who waits for them."""
    told = [(member, kind) for member, kind in sorted(kinds.items()) if member != post.author_id]
    return [Notification(member_id=member, kind=kind, post=post) for member, kind in told]
