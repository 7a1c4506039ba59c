"""All that can be found made anew, while it is searched. Each step locks its thread, so that no act comes between."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from forum.models import Thread
from forum.search import engine
from forum.search.documents import follow, follow_edition, follow_thread

POSTS_AT_ONCE = 500
Progress = Callable[[int], None]


def rebuild(on_progress: Progress) -> int:
    """Go through all threads; call `on_progress` with the number of documents done so far, and return it."""
    done = 0
    for pk in Thread.objects.order_by("pk").values_list("pk", flat=True):
        done += rebuild_text(pk)
        last = 0
        while last >= 0:
            last, count = rebuild_posts(pk, last)
            done += count
            on_progress(done)
    engine.mend()
    return done


@transaction.atomic
def rebuild_text(pk: int) -> int:
    """The title of a thread, and what its essay says."""
    thread = Thread.objects.locked(pk)
    follow_thread(thread)
    edition = thread.essay and thread.essay.current_edition
    if edition:
        follow_edition(thread, edition)
    return 1 + (edition.blocks.count() if edition else 0)


@transaction.atomic
def rebuild_posts(pk: int, after: int) -> tuple[int, int]:
    """Some posts of a thread: the id of the last of them, -1 where these were all, and how many."""
    thread = Thread.objects.locked(pk)
    posts = list(thread.posts.filter(pk__gt=after).order_by("pk")[:POSTS_AT_ONCE])
    for post in posts:
        post.thread = thread
    follow(*posts)
    return posts[-1].pk if len(posts) == POSTS_AT_ONCE else -1, len(posts)
