"""Which posts the queue lists: those that wait, unless somebody asks for others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.admin import ModelAdmin, SimpleListFilter
from django.contrib.admin.views.main import SEARCH_VAR, ChangeList
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst

from forum.models import Post

ALL = "all"
WAITING = Post.Status.PENDING.value


class StateFilter(SimpleListFilter):
    """Where no state is chosen, what waits is listed; a search looks through all states."""

    title = "state"
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, str]]:
        return [*((value, capfirst(label)) for value, label in Post.Status.choices), (ALL, "All")]

    def value(self) -> str:
        asked = super().value()
        known = [value for value, _ in self.lookup_choices]
        return asked if asked in known else ALL if self.request.GET.get(SEARCH_VAR) else WAITING

    def queryset(self, request: HttpRequest, queryset: QuerySet[Post]) -> QuerySet[Post]:
        return queryset if self.value() == ALL else queryset.filter(status=self.value())

    def get_facet_counts(self, pk_attname: str, filtered_qs: QuerySet[Any]) -> dict[str, Any]:
        states = enumerate(self.lookup_choices)
        return {f"{n}__c": Count("pk", filter=Q() if value == ALL else Q(status=value)) for n, (value, _) in states}

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        choices = super().choices(changelist)
        next(choices)  # Django's "All" is what is listed without asking.
        yield from choices


class Queue(ChangeList):
    """The list, which says what it lists."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_waiting = any(isinstance(spec, StateFilter) and spec.value() == WAITING for spec in self.filter_specs)
        self.title = "Waiting for a moderator" if is_waiting else "Posts"
        self.full_result_count = self.result_count  # Else Django offers to "show all", which leads to what waits.
        is_narrowed = self.query or set(self.get_filters_params()) - {StateFilter.parameter_name}
        self.empty_note = "Nothing is waiting." if is_waiting and not is_narrowed else "There is no such post."
