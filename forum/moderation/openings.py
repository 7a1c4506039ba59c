"""The first post of a member's discussion: the title that is part of its words, and what stands below it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from forum import search
from forum.models import Post, Thread
from forum.moderation.moving import MOVED, MOVED_AT_ONCE
from forum.moderation.posts import ERASED, rewrite

if TYPE_CHECKING:
    from accounts.models import User


def of(thread: Thread) -> Post | None:
    opening = Post.objects.select_related("author").filter(thread=thread, is_opening=True).first()
    if opening:
        opening.thread = thread
    return opening


def open_with(post: Post, by: User) -> None:
    """Make a published post the first of its thread, in which nothing else stands but its answers."""
    post.is_opening = True
    post.save(update_fields=["is_opening"])
    current = post.revisions.filter(number=post.revision)
    if current.exclude(title="").exists():  # It opened another discussion before, whose title is kept there.
        rewrite(post, by, post.source, post.html)
        post.revisions.filter(number=post.revision).update(was_public=True)
    else:
        current.update(title=post.thread.title)
    lift_answers(post)


def keep_title(thread: Thread, opening: Post) -> None:
    """Keep what the thread is called with the words of its first post, where it is erased with them."""
    opening.revisions.filter(number=opening.revision).update(title=thread.title)


def leave_title(thread: Thread, opening: Post | None) -> None:
    """Take the title off a thread whose first post goes elsewhere: nobody finds it where there are no posts."""
    if opening:
        keep_title(thread, opening)
    thread.title = ""
    thread.is_public = False
    thread.save(update_fields=["title", "is_public"])
    search.follow_thread(thread)


def take_title_back(thread: Thread, opening: Post) -> None:
    """The first post is back, and the title with it, if both have not been erased."""
    kept = opening.revisions.exclude(title="").order_by("-number").values_list("title", flat=True).first()
    thread.title, thread.is_public = kept or ERASED, opening.is_published
    thread.save(update_fields=["title", "is_public"])
    if kept:
        keep_title(thread, opening)
    search.follow_thread(thread)


def lift_answers(opening: Post) -> None:
    """Let what answers a first post stand below it, as in every discussion, and not in a branch of it."""
    roots: dict[int | None, Post] = {}
    branches: dict[int, list[Post]] = {}
    below = list(Post.objects.filter(root=opening.pk, position__gt=0).order_by("position"))
    for post in below:
        post.root = root = roots.setdefault(post.pk, roots.get(post.parent_id, post))
        post.position = len(branches.setdefault(root.pk, []))
        if root is post:
            post.parent = None
        branches[root.pk].append(post)
    for root, *answers in branches.values():
        root.answer_count = sum(post.is_published for post in answers)
    Post.objects.bulk_update(below, MOVED, batch_size=MOVED_AT_ONCE)
    Post.objects.filter(pk=opening.pk).update(answer_count=0)


def gather_answers(opening: Post) -> None:
    """Let all else in its thread be the branch of a first post that goes to be one post among others."""
    others = {post.pk: post for post in Post.objects.filter(thread=opening.thread_id).exclude(pk=opening.pk)}
    for position, post in enumerate(in_order(others), start=1):
        post.parent_id = post.parent_id or opening.pk
        post.root, post.position = opening, position
        post.is_pinned, post.is_locked, post.answer_count = False, False, 0
    Post.objects.bulk_update(others.values(), MOVED, batch_size=MOVED_AT_ONCE)
    opening.answer_count = sum(post.is_published for post in others.values())
    opening.is_opening = False
    opening.save(update_fields=["answer_count", "is_opening"])


def in_order(posts: dict[int, Post]) -> Iterable[Post]:
    """In the order of arrival, as far as everything still follows what it answers."""
    places: dict[int, tuple[int, int]] = {}
    for post in sorted(posts.values(), key=lambda post: (post.root_id or 0, post.position)):
        latest, depth = places.get(post.parent_id or 0, (0, 0))
        places[post.pk] = max(latest, post.pk), depth + 1
    return sorted(posts.values(), key=lambda post: (*places[post.pk], post.pk))
