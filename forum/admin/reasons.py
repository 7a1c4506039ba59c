"""The reasons that are chosen from. Each keeps its code for ever: the log has it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse

from forum.admin.desk import titled
from forum.models import Reason


@admin.register(Reason)
class ReasonAdmin(admin.ModelAdmin):
    list_display = ("label", "code", "kind", "remarks")
    list_filter = ("kind", ("is_offered", titled("offered")))
    search_fields = ("code", "label", "explanation")

    class Media:
        css = {"all": ["css/queue.css", "css/desk.css"]}

    @admin.display(description="remarks")
    def remarks(self, reason: Reason) -> str:
        known = {"spam": reason.is_spam, "not offered any more": not reason.is_offered}
        return ", ".join(remark for remark, applies in known.items() if applies)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": "Reasons"})

    def get_readonly_fields(self, request: HttpRequest, obj: Reason | None = None) -> tuple[str, ...]:
        return ("code",) if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: Reason | None = None) -> bool:
        return False  # What is not wanted any more is not offered any more.
