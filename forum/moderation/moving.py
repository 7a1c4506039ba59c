"""Moving a post with all that answers it to another place or thread. Its permalink stays."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Max, Q

from essays.models import Passage
from forum import notifications, search
from forum.models import ModerationEntry, Post, PostQuerySet, QueueItem, Reason, Thread, ThreadQuerySet
from forum.moderation import closing
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
    lock_threads([post.pk], {thread.pk}, carried(post.pk))
    post, thread = to_decide(post, by, seen), Thread.objects.get(pk=thread.pk)
    if why := why_not(post, thread, anchor):
        raise NotPossible(why)
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


def why_not(post: Post, thread: Thread, anchor: Passage | None) -> str:
    """Why the post cannot be moved there, "" where it can."""
    if post.is_opening:
        return "It opens a discussion: merge that instead."
    if thread.merged_into:
        return f"“{thread}” was merged into “{thread.where_it_went}”. Move the post there."
    if not thread.has_begun:
        return f"“{thread}” was never public. Decide on its first post before."
    if anchor and anchor.essay_id != thread.essay_id:
        return "This passage is not in the text that the thread is about."
    if post.parent_id is None and (post.thread_id, post.anchor_id) == (thread.pk, anchor.pk if anchor else None):
        return "The post is there already."
    return ""


def put_back(post: Post, was: dict[str, Any]) -> None:
    """Bring the post and its answers back to where it stood, as an entry keeps that. Both threads are locked."""
    left, home = post.thread, Thread.objects.get(pk=was["thread"])
    if home.merged_into:
        raise NotPossible(f"Where it stood was merged into “{home.where_it_went}” since. Decide anew instead.")
    anchor, parent = Passage.objects.filter(pk=was["anchor"]).first(), parent_at(was)
    post.edition_id = was["edition"]
    relocate(post, home, anchor, parent)
    if was["was_pinned"]:
        closing.see_that_there_is_room(post)
        Post.objects.filter(pk=post.pk).update(is_pinned=True)
    if left != home:
        freshen(left, home)


def parent_at(place: dict[str, Any]) -> Post | None:
    """What a post answered, if that is still where the post stood then."""
    parent = Post.objects.select_related("root").filter(pk=place["parent"]).first()
    if parent and (parent.thread_id, parent.anchor_id) != (place["thread"], place["anchor"]):
        raise NotPossible("The post that it answered was moved itself since. Move both to where they belong.")
    return None if parent and parent.is_opening else parent  # What answers the first post stands below it.


def lock_threads(posts: list[int], threads: set[int], leaving: PostQuerySet | None = None) -> None:
    """Lock these threads, those of these posts and those that continue what is `leaving` its place.

    The lower number comes first, as with everybody.
    """
    here = concerned(posts, leaving)
    for pk in sorted(here | threads):
        Thread.objects.locked(pk)
    if concerned(posts, leaving) - here - threads:
        raise NotPossible("Somebody moved or continued it at this moment. Try again.")


def concerned(posts: list[int], leaving: PostQuerySet | None) -> set[int]:
    found = set(Post.objects.filter(pk__in=posts).order_by().values_list("thread", flat=True))
    if leaving is not None:
        found |= set(Thread.objects.filter(about_post__in=leaving).order_by().values_list("pk", flat=True))
    return found


def carried(pk: int) -> PostQuerySet:
    """All that can go along with a post: its branch, or the discussion that it opens."""
    post = Post.objects.filter(pk=pk)
    opened = post.filter(is_opening=True).values("thread")
    return Post.objects.filter(Q(root__in=post.values("root")) | Q(thread__in=opened))


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
    if thread != post.thread:
        number_anew(family, thread)
        for some in batched([member.pk for member in family]):
            QueueItem.objects.filter(post__in=some).update(thread=thread)
    if parent or post.parent_id:  # Else the branch stays one, and every post of it keeps its position.
        replant(family, parent)
    for member in family:
        member.thread, member.anchor = thread, anchor
    for some in batched([member.pk for member in family]):
        lead_along(Thread.objects.filter(about_post__in=some), thread, anchor)
    post.parent, post.is_pinned, post.is_locked = parent, False, post.is_locked and parent is None
    post.answer_count = 0 if parent else published - post.is_published
    Post.objects.bulk_update(family, MOVED, batch_size=MOVED_AT_ONCE)
    search.follow(*(member for member in family if member.is_published))
    arrive(post, published)


def lead_along(continuing: ThreadQuerySet, thread: Thread, anchor: Passage | None = None) -> None:
    """Let discussions that continue a post be about the text and the passage where it stands now. They are locked."""
    leaving = list(continuing.exclude(about_essay=thread.essay_id).values_list("pk", flat=True))
    continuing.update(about_essay=thread.essay_id, about_passage=anchor, version=F("version") + 1)
    for discussion in Thread.objects.filter(pk__in=leaving):
        search.follow_thread(discussion)
        search.follow_all(discussion.posts.published())


def replant(family: list[Post], parent: Post | None) -> None:
    """Make a post and all below it a branch of their own, or the end of the parent's."""
    last = Post.objects.filter(root=parent.root_id).aggregate(last=Max("position"))["last"] if parent else -1
    for number, member in enumerate(family, start=last + 1):
        member.position, member.root = number, parent.root if parent else family[0]


def batched(ids: list[int]) -> Iterator[list[int]]:
    """Some at a time: a database takes so many in one question."""
    for begin in range(0, len(ids), MOVED_AT_ONCE):
        yield ids[begin : begin + MOVED_AT_ONCE]


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
