"""Making a post, with all that answers it, the beginning of a discussion of its own, and taking that back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from essays.models import Passage
from forum import notifications, search
from forum.models import Category, ModerationEntry, Post, Reason, Subscription, Thread
from forum.moderation import openings
from forum.moderation.log import Seen, record
from forum.moderation.merging import follow
from forum.moderation.moving import carried, freshen, lock_threads, place_of, put_back, relocate
from forum.moderation.posts import as_it_is, to_decide
from forum.moderation.refusal import NotPossible

if TYPE_CHECKING:
    from accounts.models import User

Act = ModerationEntry.Act


@transaction.atomic
def split(
    post: Post,
    *,
    by: User,
    seen: int | Seen,
    title: str,
    category: Category,
    reason: Reason | None = None,
    note: str = "",
) -> Post:
    """Open a discussion with this post, which whoever wrote it has opened then. What answered it stands below it."""
    lock_threads([post.pk], set(), carried(post.pk))
    post = to_decide(post, by, seen)
    if why := why_not(post, title):
        raise NotPossible(why)
    before, left = {"opens": None, **place_of(post)}, post.thread
    thread = Thread.objects.create(title=title.strip(), category=category, opener=post.author, **set_off_by(post))
    relocate(post, thread, None, None)
    openings.open_with(post, by)
    follow_own(post, thread)
    freshen(left, thread)
    search.follow_thread(thread)
    after = {**place_of(post), "opens": thread.pk}
    del after["parent"]  # By which a moved post is known: this one is brought back otherwise.
    entry = record(Act.SPLIT, by=by, post=post, why=reason or "", note=note, before=before, after=after)
    notifications.tell(entry)
    return post


def why_not(post: Post, title: str) -> str:
    """Why no discussion can begin with this post, "" where one can."""
    if post.is_opening:
        return "It opens a discussion already."
    if not post.is_published:
        return f"Only what is published can open a discussion: this post is {as_it_is(post)}."
    if post.is_locked:
        return "Its branch is locked. Unlock it first, or leave it where it is."
    return "" if title.strip() else "Say what the discussion is called."


def follow_own(post: Post, thread: Thread) -> None:
    """Who opens a discussion hears of what is said in it. The date tells this from what they choose themselves."""
    if post.author:
        Subscription.objects.create(member=post.author, thread=thread, created_at=thread.created_at)


def set_off_by(post: Post) -> dict[str, Any]:
    """What the new thread is about: what the post answered, and where it stood."""
    answered = post.parent or openings.of(post.thread)
    return {"about_essay": post.thread.essay, "about_passage": post.anchor, "about_post": answered}


# --- Taking it back ---


def opened(entry: ModerationEntry) -> dict[str, Any]:
    """Which thread the post opens now, as the entry keeps it."""
    assert entry.post
    return {"opens": entry.post.thread_id if entry.post.is_opening else None}


def join(entry: ModerationEntry, _by: User) -> None:
    """Bring the post back to where it stood, with all that was said in its discussion. Both threads are locked."""
    post, was = entry.post, entry.before
    assert post
    thread = post.thread
    if thread.merged.exists():
        raise NotPossible("Another discussion was merged into this one since. Undo that first.")
    if thread.talk != Thread.Talk.OPEN or thread.posts.filter(is_locked=True).exists():
        raise NotPossible("Replies are locked or held in it, which nothing would say where it goes. Open them first.")
    openings.leave_title(thread, None)
    openings.gather_answers(post)
    post.revisions.filter(number__gte=entry.seen).update(title="")  # What it was called before, if anything, stays.
    lead_followers(thread, was)
    put_back(post, was)
    thread.merged_into_id = was["thread"]  # Its address is for life.
    thread.save(update_fields=["merged_into"])


def lead_followers(thread: Thread, was: dict[str, Any]) -> None:
    """Who chose to follow the discussion follows the place where it goes."""
    Subscription.objects.filter(thread=thread, created_at=thread.created_at).delete()
    home, anchor = Thread.objects.get(pk=was["thread"]), Passage.objects.filter(pk=was["anchor"]).first()
    follow(thread, home, timezone.now(), thread.posts.exclude(publication=None).count(), anchor)
