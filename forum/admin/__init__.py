"""The moderators' desk: the queue, and the records of what was done. Every act goes through `forum.moderation`."""

from django.contrib import admin

from forum.admin.categories import CategoryAdmin
from forum.admin.entries import ModerationEntryAdmin
from forum.admin.member import StandingAdmin
from forum.admin.post import PostAdmin
from forum.admin.queue import QueueItemAdmin
from forum.admin.reasons import ReasonAdmin
from forum.admin.rules import WordRuleAdmin
from forum.admin.thread import ThreadAdmin

__all__ = [
    "CategoryAdmin",
    "ModerationEntryAdmin",
    "PostAdmin",
    "QueueItemAdmin",
    "ReasonAdmin",
    "StandingAdmin",
    "ThreadAdmin",
    "WordRuleAdmin",
]

admin.site.site_header = "Colloquy: moderation"
admin.site.site_title = "Colloquy"
admin.site.index_title = "Moderation"
admin.site.enable_nav_sidebar = False  # The queue needs the width.
