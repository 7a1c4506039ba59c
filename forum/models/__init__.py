"""The talk: threads of posts on a text, what was changed in them, and what moderators did."""

from forum.models.posts import (
    EDIT_WINDOW,
    MODERATE,
    QUOTE_CONTEXT,
    QUOTE_MAX_LENGTH,
    REASON_MAX_LENGTH,
    Post,
    PostQuerySet,
)
from forum.models.records import ModerationEntry, PostRevision
from forum.models.threads import ReplyCount, Thread, ThreadQuerySet

__all__ = [
    "EDIT_WINDOW",
    "MODERATE",
    "QUOTE_CONTEXT",
    "QUOTE_MAX_LENGTH",
    "REASON_MAX_LENGTH",
    "ModerationEntry",
    "Post",
    "PostQuerySet",
    "PostRevision",
    "ReplyCount",
    "Thread",
    "ThreadQuerySet",
]
