"""The talk: threads of posts on a text, what was changed in them, and what moderators did."""

from forum.models.categories import Category
from forum.models.filters import SpamLesson, SpamToken, WordRule
from forum.models.members import Notification, Standing, lock_member, number_unread, standing_of
from forum.models.posts import (
    EDIT_WINDOW,
    QUOTE_CONTEXT,
    QUOTE_MAX_LENGTH,
    REASON_MAX_LENGTH,
    STANDING,
    WAITING,
    Post,
    PostQuerySet,
)
from forum.models.reading import DRAFT_PATH_MAX_LENGTH, Draft, Mention, ReadMark, Subscription
from forum.models.reasons import Reason
from forum.models.records import NOTE_MAX_LENGTH, LogHead, ModerationEntry, PostRevision
from forum.models.search import SearchDocument
from forum.models.threads import MODERATE, TITLE_MAX_LENGTH, ReplyCount, Thread, ThreadQuerySet
from forum.models.waiting import APPEAL_MAX_LENGTH, FLAG_NOTE_MAX_LENGTH, Appeal, Flag, QueueItem

__all__ = [
    "APPEAL_MAX_LENGTH",
    "DRAFT_PATH_MAX_LENGTH",
    "EDIT_WINDOW",
    "FLAG_NOTE_MAX_LENGTH",
    "MODERATE",
    "NOTE_MAX_LENGTH",
    "QUOTE_CONTEXT",
    "QUOTE_MAX_LENGTH",
    "REASON_MAX_LENGTH",
    "STANDING",
    "TITLE_MAX_LENGTH",
    "WAITING",
    "Appeal",
    "Category",
    "Draft",
    "Flag",
    "LogHead",
    "Mention",
    "ModerationEntry",
    "Notification",
    "Post",
    "PostQuerySet",
    "PostRevision",
    "QueueItem",
    "ReadMark",
    "Reason",
    "ReplyCount",
    "SearchDocument",
    "SpamLesson",
    "SpamToken",
    "Standing",
    "Subscription",
    "Thread",
    "ThreadQuerySet",
    "WordRule",
    "lock_member",
    "number_unread",
    "standing_of",
]
