"""What moderators know of a member, and what they decide on one."""

from __future__ import annotations

from django.contrib import admin

from forum.admin.records import RecordAdmin
from forum.models import Standing


@admin.register(Standing)
class StandingAdmin(RecordAdmin):
    list_display = ("member", "state", "until")
