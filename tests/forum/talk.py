"""Short ways to say something in a test, and to count what was said."""

from contextlib import AbstractContextManager

from django.db.models import Count
from django.test import Client, override_settings

from accounts.models import User
from essays.models import Passage
from forum import posting
from forum.models import Category, Post, Reason, ReplyCount, Thread

MISSING_NOTE = "n2"
TEXT = """---
title: A title
author: An author
---

One, with <angles> & *stress*.[^1] {#p1}

## A heading

Two, which calls a note that is lost.[^2] {#p2}

> A quotation. {#p3}

[^1]: A note.

[^2]: {.missing}
"""


def passage(thread: Thread, ref: str) -> Passage:
    return Passage.objects.get(essay=thread.essay, ref=ref)


def say(
    thread: Thread,
    author: User,
    source: str = "Some words.",
    parent: Post | None = None,
    ref: str = "",
    quote: str = "",
) -> Post:
    """Post a reply, held or published as the rules say."""
    anchor = passage(thread, ref) if ref else None
    return posting.reply(thread, author=author, source=source, parent=parent, anchor=anchor, quote=quote)


def published(
    thread: Thread, author: User, source: str = "Some words.", parent: Post | None = None, ref: str = ""
) -> Post:
    """Post a reply that everybody sees, whoever its author is."""
    with trusting():
        return say(thread, author, source, parent, ref)


def trusting() -> AbstractContextManager[object]:
    """Nobody's posts are held while this lasts."""
    return override_settings(APPROVALS_BEFORE_TRUST=0)


def because(code: str) -> Reason:
    """A reason of the table that the project comes with."""
    return Reason.objects.get(code=code)


def sorted_under(slug: str) -> Category:
    """A category of the table that the project comes with."""
    return Category.objects.get(slug=slug)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def client_of(user: User | None) -> Client:
    """The browser of a member, or of somebody without an account."""
    return signed_in(user) if user else Client()


def counted(thread: Thread) -> tuple[int, int, dict[int, int]]:
    """What the counters should say, from the posts themselves: all, on the whole, on each passage."""
    standing = thread.posts.filter(status="published")
    places = standing.exclude(anchor=None).values_list("anchor").annotate(Count("pk"))
    return standing.count(), standing.filter(anchor=None).count(), dict(places)


def answers_counted(thread: Thread) -> dict[int, int]:
    """What the counters of its branches should say, from the posts themselves."""
    answers = thread.posts.filter(status="published", position__gt=0)
    return dict(answers.order_by().values_list("root").annotate(Count("pk")))


def answer_counters(thread: Thread) -> dict[int, int]:
    """What the counters of its branches say."""
    return dict(thread.posts.filter(answer_count__gt=0).values_list("pk", "answer_count"))


def counters(thread: Thread) -> tuple[int, int, dict[int, int]]:
    """What the counters say."""
    thread = Thread.objects.get(pk=thread.pk)
    places = ReplyCount.objects.filter(thread=thread, published__gt=0).values_list("anchor", "published")
    return thread.post_count, thread.whole_count, dict(places)


def discussion_by(
    author: User, title: str = "A title of my own", source: str = "Some words.", about: posting.About = None
) -> Post:
    """Open a discussion, held or published as the rules say, and return its first post."""
    return posting.open_thread(author, title, sorted_under("texts"), source, about=about)


def public_discussion(
    author: User, title: str = "A title of my own", source: str = "Some words.", about: posting.About = None
) -> Post:
    """Open a discussion that everybody sees, whoever opens it."""
    with trusting():
        return discussion_by(author, title, source, about)
