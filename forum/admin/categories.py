"""The categories of members' discussions. One that is in use stays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse

from forum.models import Category


@admin.register(Category)
class CategoryAdmin(admin.ModelAdmin):
    list_display = ("name", "position", "description", "discussions")
    list_editable = ("position",)
    search_fields = ("name", "slug", "description")

    class Media:
        css = {"all": ["css/queue.css", "css/desk.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Category]:
        found: QuerySet[Category] = super().get_queryset(request)
        return found.annotate(used=Count("threads")).order_by("position", "name")

    @admin.display(description="discussions", ordering="used")
    def discussions(self, category: Category) -> int:
        return int(getattr(category, "used"))  # noqa: B009  # Annotated, which the types do not know.

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": "Categories"})

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        return {}  # Each is deleted by itself: its page says what is in it.

    def get_prepopulated_fields(self, request: HttpRequest, obj: Category | None = None) -> dict[str, Sequence[str]]:
        return {} if obj else {"slug": ("name",)}

    def get_readonly_fields(self, request: HttpRequest, obj: Category | None = None) -> tuple[str, ...]:
        return ("slug",) if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: Category | None = None) -> bool:
        may = super().has_delete_permission(request, obj)
        return may and (obj is None or not obj.threads.exists())

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        category = kwargs.get("obj")
        used = category.threads.count() if category else 0
        if used:
            said = f"{used} discussion{'s are' if used != 1 else ' is'} in it: move {'them' if used != 1 else 'it'} "
            context["subtitle"] = f"{category}. {said}to another category before it can be deleted."
        return super().render_change_form(request, context, *args, **kwargs)
