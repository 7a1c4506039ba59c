"""Merging a member's discussion into another thread, and taking that back. Its address leads there meanwhile."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Case, F, Q, When
from django.utils import timezone

from essays.models import Passage
from forum import notifications, search
from forum.models import ModerationEntry, Post, PostQuerySet, QueueItem, ReadMark, Reason, Subscription, Thread
from forum.moderation import openings
from forum.moderation.closing import PINS_PER_PLACE
from forum.moderation.log import record
from forum.moderation.moving import MOVED_AT_ONCE, batched, freshen, lead_along, lock_threads
from forum.moderation.refusal import NotPossible
from forum.permissions import can_moderate

if TYPE_CHECKING:
    from accounts.models import User

Act = ModerationEntry.Act


@transaction.atomic
def merge(thread: Thread, *, by: User, into: Thread, reason: Reason | None = None, note: str = "") -> Thread:
    """Put all posts of a member's thread at the whole of another one, where its first post is one among others."""
    if not can_moderate(by):
        raise PermissionDenied("Only moderators can do this.")
    lock_threads([], {thread.pk, into.pk}, Post.objects.filter(thread=thread.pk))
    thread, into = Thread.objects.get(pk=thread.pk), Thread.objects.get(pk=into.pk)
    if why := why_not(thread, into):
        raise NotPossible(why)
    before, authors = as_it_was(thread), authors_in(thread)
    at = timezone.now()
    after = {"merged_into": into.pk, "numbered_after": into.publications, "at": at.isoformat()}
    follow(thread, into, at, thread.publications)
    hand_over(thread, into)
    entry = record(Act.MERGE, by=by, thread=thread, why=reason or "", note=note, before=before, after=after)
    notifications.tell_all(entry, authors)
    return thread


def why_not(thread: Thread, into: Thread) -> str:
    """Why one cannot be merged into the other, "" where it can."""
    if thread.essay_id:
        return "A text and its talk stay together. Merge members' discussions only."
    if thread.merged_into:
        return f"Somebody was faster: this was merged into “{thread.where_it_went}” already."
    if thread == into:
        return "A discussion cannot be merged into itself."
    if into.merged_into:
        return f"“{into}” was itself merged into “{into.where_it_went}”. Choose that."
    if not into.has_begun:
        return f"“{into}” was never public. Decide on its first post before."
    return ""


def as_it_was(thread: Thread) -> dict[str, Any]:
    """What an entry keeps of a thread before it is merged: its branches by their first posts, and which were pinned."""
    tops = thread.posts.filter(position=0).order_by("pk")
    return {
        "merged_into": None,
        "opening": tops.filter(is_opening=True).values_list("pk", flat=True).first(),
        "branches": list(tops.values_list("pk", flat=True)),
        "pinned": list(tops.filter(is_pinned=True).values_list("pk", flat=True)),
    }


def authors_in(thread: Thread) -> list[int]:
    """Whoever has something in it."""
    return list(thread.posts.standing().exclude(author=None).order_by().values_list("author", flat=True).distinct())


def hand_over(thread: Thread, into: Thread) -> None:
    """Bring all posts over, in as many questions for a thousand of them as for one. Both threads are locked."""
    openings.leave_title(thread, openings.of(thread))
    lead_along(Thread.objects.filter(about_post__thread=thread), into)
    Post.objects.filter(thread=thread).update(
        thread=into, is_opening=False, is_pinned=False, publication=F("publication") + into.publications
    )
    QueueItem.objects.filter(thread=thread).update(thread=into)
    search.follow_all(Post.objects.published().filter(thread=into, publication__gt=into.publications))
    count(into, thread.post_count)
    count(thread, -thread.post_count)
    into.take_publications(thread.publications)
    thread.merged_into = into
    thread.save(update_fields=["merged_into"])
    freshen(thread, into)


def count(thread: Thread, change: int) -> None:
    thread.count(None, change)
    thread.refresh_from_db(fields=["post_count", "whole_count", "version"])


def follow(thread: Thread, into: Thread, at: datetime, coming: int, anchor: Passage | None = None) -> None:
    """Who follows a thread follows the place where its posts go; who has read all of both has read all of that.

    `coming` is how many numbers the posts are given there, which they have not been given yet.
    """
    known = Subscription.objects.filter(Q(anchor=None) | Q(anchor=anchor), thread=into).values("member")
    followers = Subscription.objects.filter(thread=thread).exclude(member__in=known).values_list("member", flat=True)
    new = [Subscription(member_id=pk, thread=into, anchor=anchor, created_at=at) for pk in followers]
    # Somebody may begin to follow it at this moment.
    Subscription.objects.bulk_create(new, batch_size=MOVED_AT_ONCE, ignore_conflicts=True)
    read = ReadMark.objects.filter(thread=thread, upto__gte=thread.publications).values("member")
    marks = ReadMark.objects.filter(thread=into, upto__gte=into.publications, member__in=read)
    marks.update(upto=into.publications + coming)


# --- Taking it back ---


def merged(entry: ModerationEntry) -> dict[str, Any]:
    """Where the thread's posts are, as the entry keeps it."""
    assert entry.thread
    return {"merged_into": entry.thread.merged_into_id}


def came(entry: ModerationEntry) -> PostQuerySet:
    """Where it went to, what came by the merge or after it: of this, some goes back."""
    return Post.objects.filter(thread=entry.after["merged_into"], publication__gt=entry.after["numbered_after"])


def take_apart(entry: ModerationEntry, _by: User) -> None:
    """Bring back what came from the thread, with what was answered there since. Both threads are locked."""
    thread, was = entry.thread, entry.before
    assert thread
    into = Thread.objects.get(pk=entry.after["merged_into"])
    if into.merged_into:
        raise NotPossible(f"“{into}” was itself merged into “{into.where_it_went}” since. Undo that first.")
    branches = still_there(was["branches"], into)
    if was["opening"] and was["opening"] not in branches:
        raise NotPossible("Its first post was moved since. Move it back to the top of the talk on the whole first.")
    keep_read(thread, into, entry.after["numbered_after"])
    give_back(branches, thread, entry.after["numbered_after"], pins(branches, into, was))
    restore(thread, was["opening"])
    published = thread.posts.published().count()
    count(into, -published)
    count(thread, published)
    freshen(thread, into)
    unfollow(thread, into, datetime.fromisoformat(entry.after["at"]))


def keep_read(thread: Thread, into: Thread, numbered_after: int) -> None:
    """Who has read there all that came has read it where it goes back to. What was said since is new again."""
    read = ReadMark.objects.filter(thread=into, upto__gte=numbered_after + thread.publications).values("member")
    behind = ReadMark.objects.filter(thread=thread, upto__lt=thread.publications, member__in=read)
    behind.update(upto=thread.publications)


def still_there(branches: list[int], into: Thread) -> list[int]:
    """Of these branches those that nobody has moved since."""
    tops = Post.objects.filter(thread=into, anchor=None, position=0)
    return [pk for some in batched(branches) for pk in tops.filter(pk__in=some).values_list("pk", flat=True)]


def pins(branches: list[int], into: Thread, was: dict[str, Any]) -> set[int]:
    """What was pinned there since stays pinned; of what was pinned before, as much as there is room for."""
    since = Post.objects.at(into, None).filter(position=0, is_pinned=True).exclude(pk=was["opening"])
    found = [*sorted(set(branches).intersection(since.values_list("pk", flat=True))), *was["pinned"]]
    return set(list(dict.fromkeys(found))[:PINS_PER_PLACE])


def give_back(branches: list[int], thread: Thread, numbered_after: int, pinned: set[int]) -> None:
    """What was published before it came gets the number back that it had, so that who had read it has read it."""
    first, last = numbered_after + 1, numbered_after + thread.publications
    old = Case(When(publication__range=(first, last), then=F("publication") - numbered_after))
    for some in batched(branches):
        there = Post.objects.filter(root__in=some)
        new = list(there.filter(publication__gt=last).order_by("publication"))
        is_pinned = Case(When(pk__in=pinned.intersection(some), then=True), default=False)
        there.update(thread=thread, publication=old, is_pinned=is_pinned)
        for post, number in zip(new, thread.take_publications(len(new)), strict=True):
            post.publication = number
        Post.objects.bulk_update(new, ["publication"], batch_size=MOVED_AT_ONCE)
        QueueItem.objects.filter(post__root__in=some).update(thread=thread)
        lead_along(Thread.objects.filter(about_post__root__in=some), thread)
        search.follow_all(Post.objects.published().filter(root__in=some))


def restore(thread: Thread, opening: int | None) -> None:
    """Open the thread again, with its first post on top."""
    Thread.objects.filter(pk=thread.pk).update(merged_into=None)
    thread.refresh_from_db()
    if opening:
        Post.objects.filter(pk=opening).update(is_opening=True, is_locked=False)
    if first := openings.of(thread):
        openings.lift_answers(first)
        openings.take_title_back(thread, first)


def unfollow(thread: Thread, into: Thread, at: datetime) -> None:
    """Whoever came to follow by the merge alone follows no longer."""
    own = Subscription.objects.filter(thread=thread).values("member")
    Subscription.objects.filter(thread=into, anchor=None, created_at=at, member__in=own).delete()
