"""A thread as a whole: whether it is open, what it is called, and what was done to it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.http import HttpRequest
from django.utils.html import format_html

from forum import moderation
from forum.admin.decisions import Act, ThreadDecision
from forum.admin.desk import Desk, one_of, person, titled
from forum.admin.done import rows_of
from forum.admin.links import member_link, post_link, thread_link
from forum.models import ModerationEntry, Post, QueueItem, Thread

DO: dict[str, Any] = {
    Act.LOCK: moderation.lock_thread,
    Act.UNLOCK: moderation.unlock_thread,
    Act.HOLD_ALL: moderation.hold_all,
    Act.HOLD_NONE: moderation.hold_none,
    Act.PIN: moderation.pin_thread,
    Act.UNPIN: moderation.unpin_thread,
    Act.RENAME: moderation.rename,
    Act.MERGE: moderation.merge,
}
SHOWN = 50  # threads that were merged into one
KINDS = {
    "essays": ("Essays'", Q(essay__isnull=False)),
    "members": ("Members'", Q(essay=None, merged_into=None)),
    "merged": ("Merged", Q(merged_into__isnull=False)),
}


class KindFilter(admin.SimpleListFilter):
    title = "kind"
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(value, label) for value, (label, _) in KINDS.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Thread]) -> QuerySet[Thread]:
        asked = self.value()
        return queryset.filter(KINDS[asked][1]) if asked in KINDS else queryset


@admin.register(Thread)
class ThreadAdmin(Desk):
    page: ClassVar = "forum/admin/thread.html"
    list_display = ("called", "state", "category", "who", "talk", "pinned", "post_count", "last_post_at")
    list_filter = (KindFilter, "talk", ("is_pinned", titled("pinned")), "category")
    search_fields = ("readable", "opener__username", "opener__display_name")
    search_help_text = "Words of the title, or the name of who opened it"
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Thread]:
        found = super().get_queryset(request).select_related("category", "opener", "merged_into")
        return with_first_post(found)

    # --- The list ---

    @admin.display(description="title", ordering="title")
    def called(self, thread: Any) -> str:
        return thread.readable or str(thread)

    @admin.display(description="state")
    def state(self, thread: Any) -> str:
        if thread.merged_into:
            return f"merged into {thread.merged_into}"
        return "an essay's" if thread.essay_id else str(dict(Post.Status.choices).get(thread.first_status, ""))

    @admin.display(description="opened by")
    def who(self, thread: Thread) -> str:
        return member_link(thread.opener) if thread.opener else ""

    @admin.display(description="pinned", boolean=True, ordering="is_pinned")
    def pinned(self, thread: Thread) -> bool:
        return thread.is_pinned

    # --- One thread ---

    def found(self, request: HttpRequest, pk: str) -> Thread:
        return one_of(self.get_queryset(request).select_related("about_essay", "about_passage", "about_post"), pk)

    def form_for(self, request: HttpRequest, thing: Any, data: Any = None) -> ThreadDecision:
        name = {"title": thing.readable, "category": thing.category_id}
        return ThreadDecision(data, offered=offered(thing), **name, **as_seen(thing))

    def refused(self, thing: Any, form: ThreadDecision) -> None:
        form.show_again(**as_seen(thing))

    def decide(self, request: HttpRequest, thing: Any, form: ThreadDecision) -> str:
        act = Act(form.cleaned_data["act"])
        done = DO[act](thing, by=person(request), **form.why, **form.besides)
        if act == Act.MERGE:
            return format_html("{}: merged into “{}”.", self.called(thing), thread_link(done.merged_into))
        return f"{done}: {act.label}."

    def entries(self, thing: Thread) -> QuerySet[ModerationEntry]:
        return ModerationEntry.objects.filter(thread=thing, post=None)

    def shows(self, request: HttpRequest, thing: Any) -> dict[str, Any]:
        pinned = Post.objects.filter(thread=thing, position=0, is_pinned=True)
        return {
            "title": f"Thread {thing.pk}: {self.called(thing)}",
            "thread": thing,
            "called": thing.readable,
            "opening": thing.posts.filter(is_opening=True).first(),
            "opener": self.who(thing) or "nobody who is known here",
            "about": about(thing),
            "merged_into": thread_link(thing.merged_into) if thing.merged_into else "",
            "merged": [thread_link(other) for other in thing.merged.order_by("pk")[:SHOWN]],
            "waiting": QueueItem.objects.open().filter(thread=thing).count(),
            "pinned": pinned.select_related("anchor", "author"),
            "rows": rows_of(self.entries(thing), person(request)),
        }


def as_seen(thread: Thread) -> dict[str, Any]:
    """What the form says of the page that it is on."""
    seen = moderation.as_seen(thread)
    return {"seen": seen.revision, "entry": seen.entry}


def with_first_post(threads: QuerySet[Thread]) -> QuerySet[Thread]:
    """`first_status`: what became of the first post; `readable`: the title, unless it was withdrawn with that."""
    first = Post.objects.filter(thread=OuterRef("pk"), is_opening=True)
    found = threads.annotate(first_status=Subquery(first.values("status")[:1]))
    return found.annotate(readable=Case(When(first_status=Post.Status.WITHDRAWN, then=Value("")), default=F("title")))


def about(thread: Thread) -> str:
    """What set the discussion off: a post, or else a passage or a text."""
    if thread.about_post:
        return post_link(thread.about_post)
    passage = f", {thread.about_passage.label}" if thread.about_passage else ""
    return f"{thread.about_essay.title}{passage}" if thread.about_essay else ""


def offered(thread: Thread) -> set[str]:
    if thread.merged_into_id:
        return set()
    of_members = set() if thread.essay_id else {Act.RENAME, Act.MERGE}
    return of_members | {
        Act.UNLOCK if thread.talk == Thread.Talk.LOCKED else Act.LOCK,
        Act.HOLD_NONE if thread.talk == Thread.Talk.HELD else Act.HOLD_ALL,
        Act.UNPIN if thread.is_pinned else Act.PIN,
    }
