"""What was held, reported, removed or withdrawn in a sample left the same rows as when members and moderators do it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models import Model

from accounts.models import User
from forum import moderation, posting
from forum.models import Flag, ModerationEntry, Notification, Post, PostRevision, QueueItem, SearchDocument, Thread
from forum.samples import Scene
from tests.conftest import make_member
from tests.forum.talk import published, say

pytestmark = pytest.mark.django_db

# What is another for every post: ids, people, hashes, words. Of times only whether they are there; no sample is mailed.
OTHER = {"id", "number", "hash", "previous_hash", "source", "html", "words", "terms", "marks", "mailed_at"}
OTHER |= {"quote", "quote_prefix", "quote_suffix", "answer_count", "publication", "position"}
ROWS: dict[type[Model], str] = {
    Post: "pk",
    PostRevision: "post",
    Flag: "post",
    QueueItem: "post",
    ModerationEntry: "post",
    SearchDocument: "post",
    Notification: "entry__post",
}


def rows(post: Post) -> dict[str, list[dict[str, Any]]]:
    found = {}
    for model, path in ROWS.items():
        about = model._default_manager.filter(**{path: post.pk}).order_by("pk")
        found[model.__name__] = [{name: plain(name, value) for name, value in row.items()} for row in about.values()]
    return found


def plain(name: str, value: Any) -> Any:
    if name in OTHER or name.endswith("_id"):
        return None
    if name in {"before", "after"}:
        return {key: plain(key, kept) for key, kept in value.items()}
    return value is not None if name.endswith("_at") or name in {"at", "since"} else value


def done(fate: str, thread: Thread, author: User, moderator: User, scene: Scene) -> Post:
    """A post of the author to which the same was done through the product."""
    if fate == "pending":
        return say(thread, author, ref="p1")
    post = published(thread, author, ref="p1")
    for number in range({"hidden": 3, "reported": 1, "removed": 1}.get(fate, 0)):
        moderation.flag(post, by=make_member(f"reporter-{number}"), seen=1, reason=scene.report)
    if fate == "removed":
        moderation.remove(post, by=moderator, seen=1, reason=scene.removal)
    if fate == "withdrawn":
        posting.withdraw(post, by=author)
    return post


def sample(fate: str) -> Post:
    """One to which that was done in the samples, on a passage; among the first, whose reports weigh 1."""
    found = Post.objects.filter(author__username__startswith="sample-", is_opening=False, revision=1)
    if fate in {"published", "reported"}:
        found = found.filter(status="published", flags__isnull=fate == "published")
    else:
        found = found.filter(status=fate)
    return found.exclude(flags__weight__gt=1).order_by("thread__essay", "pk")[:1].get()


@pytest.mark.parametrize("fate", ["published", "pending", "reported", "hidden", "removed", "withdrawn"])
def test_the_rows_are_the_same(fate: str, samples: Scene, serge: Thread, moderator: User) -> None:
    writer = make_member("writer-one")
    assert rows(sample(fate)) == rows(done(fate, serge, writer, moderator, samples))
