"""A thread as a whole: whether it is open, and what was done to it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from forum import moderation
from forum.admin.decisions import Act, ThreadDecision
from forum.admin.desk import Desk, one_of, person, titled
from forum.admin.done import rows_of
from forum.models import ModerationEntry, Post, QueueItem, Thread

DO: dict[str, Any] = {
    Act.LOCK: moderation.lock_thread,
    Act.UNLOCK: moderation.unlock_thread,
    Act.HOLD_ALL: moderation.hold_all,
    Act.HOLD_NONE: moderation.hold_none,
    Act.PIN: moderation.pin_thread,
    Act.UNPIN: moderation.unpin_thread,
}


@admin.register(Thread)
class ThreadAdmin(Desk):
    page: ClassVar = "forum/admin/thread.html"
    list_display = ("title", "talk", "pinned", "post_count", "last_post_at")
    list_filter = ("talk", ("is_pinned", titled("pinned")))
    search_fields = ("title",)
    show_full_result_count = False

    @admin.display(description="pinned", boolean=True, ordering="is_pinned")
    def pinned(self, thread: Thread) -> bool:
        return thread.is_pinned

    def found(self, request: HttpRequest, pk: str) -> Thread:
        return one_of(Thread.objects.all(), pk)

    def form_for(self, request: HttpRequest, thing: Thread, data: Any = None) -> ThreadDecision:
        return ThreadDecision(data, offered=offered(thing))

    def decide(self, request: HttpRequest, thing: Thread, form: ThreadDecision) -> str:
        act = Act(form.cleaned_data["act"])
        DO[act](thing, by=person(request), **form.why)
        return f"{thing}: {act.label}."

    def entries(self, thing: Thread) -> QuerySet[ModerationEntry]:
        return ModerationEntry.objects.filter(thread=thing, post=None)

    def shows(self, request: HttpRequest, thing: Thread) -> dict[str, Any]:
        return {
            "title": f"Thread {thing.pk}: {thing}",
            "thread": thing,
            "waiting": QueueItem.objects.open().filter(thread=thing).count(),
            "pinned": Post.objects.filter(thread=thing, position=0, is_pinned=True).select_related("anchor", "author"),
            "rows": rows_of(self.entries(thing), person(request)),
        }


def offered(thread: Thread) -> set[str]:
    return {
        Act.UNLOCK if thread.talk == Thread.Talk.LOCKED else Act.LOCK,
        Act.HOLD_NONE if thread.talk == Thread.Talk.HELD else Act.HOLD_ALL,
        Act.UNPIN if thread.is_pinned else Act.PIN,
    }
