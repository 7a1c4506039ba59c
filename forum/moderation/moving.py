"""Moving a post with all that answers it to another place or thread. Its permalink stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Max

from essays.models import Passage
from forum import notifications
from forum.models import ModerationEntry, Post, Reason, Thread
from forum.moderation.log import Seen, record
from forum.moderation.posts import to_decide
from forum.moderation.refusal import NotPossible
from forum.permissions import can_moderate

if TYPE_CHECKING:
    from accounts.models import User

MOVED = [
    "thread",
    "anchor",
    "root",
    "parent",
    "position",
    "edition",
    "is_pinned",
    "is_locked",
    "answer_count",
    "publication",
]
MOVED_AT_ONCE = 500  # posts


@transaction.atomic
def move(
    post: Post,
    *,
    by: User,
    seen: int | Seen,
    thread: Thread,
    anchor: Passage | None,
    reason: Reason | None = None,
    note: str = "",
) -> Post:
    """Put the post at the top of another place, with its answers below it.

    A quote stays with the post: it says what it answered, wherever it is read.
    """
    if not can_moderate(by):
        raise PermissionDenied("Only moderators can do this.")
    lock_threads([post.pk], {thread.pk})
    post = to_decide(post, by, seen)
    if anchor and anchor.essay_id != thread.essay_id:
        raise NotPossible("This passage is not in the text that the thread is about.")
    if post.parent_id is None and (post.thread_id, post.anchor_id) == (thread.pk, anchor.pk if anchor else None):
        raise NotPossible("The post is there already.")
    before, left = place_of(post), post.thread
    follow_edition(post, thread)
    relocate(post, thread, anchor, None)
    if left != thread:
        freshen(left, thread)
    entry = record(
        ModerationEntry.Act.MOVE, by=by, post=post, why=reason or "", note=note, before=before, after=place_of(post)
    )
    notifications.tell(entry)
    return post


def lock_threads(posts: list[int], threads: set[int]) -> None:
    """Lock these threads and those of these posts, the lower number first, as everybody does."""
    here = set(threads_of(posts))
    for pk in sorted(here | threads):
        Thread.objects.locked(pk)
    if set(threads_of(posts)) - here - threads:
        raise NotPossible("Somebody moved it at this moment. Try again.")


def threads_of(posts: list[int]) -> list[int]:
    return list(Post.objects.filter(pk__in=posts).order_by().values_list("thread", flat=True).distinct())


def place_of(post: Post) -> dict[str, Any]:
    """What an entry keeps of where a post stood."""
    return {
        "thread": post.thread_id,
        "anchor": post.anchor_id,
        "parent": post.parent_id,
        "edition": post.edition_id,
        "was_pinned": post.is_pinned,
        "was_locked": post.is_locked,
    }


def relocate(post: Post, thread: Thread, anchor: Passage | None, parent: Post | None) -> None:
    """Move the post and all below it under `parent`, or to the top of the place. Both threads are locked."""
    family = family_of(post)
    published = sum(member.is_published for member in family)
    leave(post, published)
    last = Post.objects.filter(root=parent.root_id).aggregate(last=Max("position"))["last"] if parent else -1
    if thread != post.thread:
        number_anew(family, thread)
    for number, member in enumerate(family, start=last + 1):
        member.thread, member.anchor, member.position = thread, anchor, number
        member.root = parent.root if parent else post
    post.parent, post.is_pinned, post.is_locked = parent, False, post.is_locked and parent is None
    post.answer_count = 0 if parent else published - post.is_published
    Post.objects.bulk_update(family, MOVED, batch_size=MOVED_AT_ONCE)
    arrive(post, published)


def number_anew(family: list[Post], thread: Thread) -> None:
    """Where they come to, they are new: they get the numbers of what is published there next."""
    numbered = sorted((member for member in family if member.publication), key=lambda member: member.publication or 0)
    for member, number in zip(numbered, thread.take_publications(len(numbered)), strict=True):
        member.publication = number


def family_of(post: Post) -> list[Post]:
    """The post itself and all that answers it, in the order of arrival: what is answered comes first."""
    found, ids = [post], {post.pk}
    for other in Post.objects.filter(root=post.root_id, position__gt=post.position).order_by("position"):
        if other.parent_id in ids:
            ids.add(other.pk)
            found.append(other)
    return found


def leave(post: Post, published: int) -> None:
    post.thread.count(post.anchor, -published)
    if post.root and post.parent_id:
        Post.objects.filter(pk=post.root.pk).update(answer_count=F("answer_count") - published)


def arrive(post: Post, published: int) -> None:
    post.thread.count(post.anchor, published)
    if post.root and post.parent_id:
        Post.objects.filter(pk=post.root.pk).update(answer_count=F("answer_count") + published)


def follow_edition(post: Post, thread: Thread) -> None:
    """In another text, it answers what that says now."""
    if thread.essay and (post.edition is None or post.edition.essay_id != thread.essay_id):
        post.edition_id = thread.essay.current_edition_id


def freshen(*threads: Thread) -> None:
    for thread in threads:
        thread.last_post_at = thread.latest_talk()
        thread.save(update_fields=["last_post_at"])
