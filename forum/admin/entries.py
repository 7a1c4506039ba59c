"""The log of moderation as moderators read it, and where they take an act back."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.http import url_has_allowed_host_and_scheme

from forum import moderation
from forum.admin.changed import changed_by
from forum.admin.decisions import Why
from forum.admin.desk import Desk, one_of, person
from forum.admin.numbers import numbers
from forum.models import MODERATE, ModerationEntry

SYSTEM = "system"


class ModeratorFilter(admin.SimpleListFilter):
    """The moderators of today, not all who ever wrote an entry: that would read the whole log."""

    title = "who did it"
    parameter_name = "by"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        moderators = get_user_model().objects.with_perm(MODERATE, backend="django.contrib.auth.backends.ModelBackend")
        return [*((str(user.pk), user.get_full_name()) for user in moderators.order_by("pk")), (SYSTEM, "The system")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[ModerationEntry]) -> QuerySet[ModerationEntry]:
        asked = self.value()
        if asked is None or asked not in dict(self.lookup_choices):
            return queryset
        return queryset.filter(by=None if asked == SYSTEM else int(asked))


@admin.register(ModerationEntry)
class ModerationEntryAdmin(Desk):
    page: ClassVar = "forum/admin/entry.html"
    change_list_template = "forum/admin/entries.html"
    list_display = ("created_at", "act", "concerns", "reason", "by")
    list_filter = ("act", ModeratorFilter)
    list_per_page = 50
    show_full_result_count = False
    search_fields = ("reason", "note")
    date_hierarchy = "created_at"

    def get_queryset(self, request: HttpRequest) -> QuerySet[ModerationEntry]:
        return super().get_queryset(request).select_related("post__author", "thread", "member", "by")

    def get_urls(self) -> list[URLPattern]:
        own = path("numbers/", self.admin_site.admin_view(self.numbers_view), name="forum_numbers")
        return [own, *super().get_urls()]

    @admin.display(description="on")
    def concerns(self, entry: ModerationEntry) -> str:
        return str(entry.post or entry.member or entry.thread)

    def numbers_view(self, request: HttpRequest) -> HttpResponse:
        return self.list_of(request, "forum/admin/numbers.html", title="Numbers", **numbers())

    # --- One entry ---

    def found(self, request: HttpRequest, pk: str) -> ModerationEntry:
        return one_of(self.get_queryset(request).select_related("undoes"), pk)

    def form_for(self, request: HttpRequest, thing: ModerationEntry, data: Any = None) -> Why | None:
        return Why(data) if self.can_try(request, thing) else None

    def can_try(self, request: HttpRequest, entry: ModerationEntry) -> bool:
        """Whoever is too late is told so by the act."""
        is_late = request.method != "POST" and entry.undone_by.filter(undone_by=None).exists()
        return not is_late and moderation.can_undo(person(request), entry)

    def decide(self, request: HttpRequest, thing: ModerationEntry, form: Why) -> str:
        moderation.undo(thing, by=person(request), **form.why)
        return f"Entry {thing.number} ({thing.get_act_display()}) is undone."

    def shows(self, request: HttpRequest, thing: ModerationEntry) -> dict[str, Any]:
        return {
            "title": f"Entry {thing.number}: {thing.get_act_display()}",
            "entry": thing,
            "changes": changed_by(thing),
            "taken_back": thing.undone_by.filter(undone_by=None).select_related("by").first(),
        }

    def way_back(self, request: HttpRequest, thing: ModerationEntry) -> str:
        asked = request.POST.get("next", "")
        is_ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
        return asked if is_ours else request.path
