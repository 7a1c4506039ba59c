"""What is looked at here and changed elsewhere: threads, what was done to posts, what was written in them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst

from forum.models import ModerationEntry, PostRevision, Thread


class ReadOnly:
    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class EntryInline(ReadOnly, admin.TabularInline):
    model = ModerationEntry
    fields = ("created_at", "act", "by", "reason")
    readonly_fields = fields
    verbose_name_plural = "What was done"
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[ModerationEntry]:
        return super().get_queryset(request).select_related("by", "post__author")


class RevisionInline(ReadOnly, admin.TabularInline):
    model = PostRevision
    fields = ("number", "created_at", "by", "source")
    readonly_fields = fields
    verbose_name_plural = "What was written"
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[PostRevision]:
        return super().get_queryset(request).select_related("by", "post__author")


class RecordAdmin(ReadOnly, admin.ModelAdmin):
    class Media:
        css = {"all": ["css/queue.css"]}

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": capfirst(self.opts.verbose_name_plural)})


@admin.register(Thread)
class ThreadAdmin(RecordAdmin):
    list_display = ("title", "post_count", "last_post_at")


@admin.register(ModerationEntry)
class ModerationEntryAdmin(RecordAdmin):
    list_display = ("created_at", "act", "reason", "by", "post")
    list_filter = ("act",)
    date_hierarchy = "created_at"

    def get_queryset(self, request: HttpRequest) -> QuerySet[ModerationEntry]:
        return super().get_queryset(request).select_related("post__author", "by")
