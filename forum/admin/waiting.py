"""The list of what waits: bounded in what it counts, however much that is."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from django.contrib.admin.utils import build_q_object_from_lookup_parameters
from django.contrib.admin.views.main import PAGE_VAR, ChangeList
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

from forum.admin.dates import Way, ways
from forum.admin.facets import COUNTED, DECIDED, Sample, StateFilter
from forum.admin.rows import Row, rows_of, with_all
from forum.models import QueueItem, Reason

if TYPE_CHECKING:
    from accounts.models import User


class Bounded(Paginator):
    """Counts no further than anybody turns pages, and has no page beyond its last."""

    @cached_property
    def count(self) -> int:
        found: QuerySet[QueueItem] = cast("Any", self.object_list)
        return found.order_by().values("pk")[:COUNTED].count()

    def page(self, number: int | str) -> Page[Any]:
        return super().page(max(1, min(int(number), self.num_pages)))


class Waiting(ChangeList):
    rows: list[Row]
    sample: Sample
    reasons: list[Reason]

    def __init__(self, request: HttpRequest, *args: Any) -> None:
        self.is_decided = request.GET.get("state") == DECIDED
        super().__init__(request, *args)
        self.title = "Decided" if self.is_decided else "Waiting for a moderator"
        self.is_narrowed = self.query or set(self.get_filters_params()) - {StateFilter.parameter_name}
        if self.is_decided:
            self.empty_note = "There is nothing like that."
        else:
            self.empty_note = "Nothing that waits matches." if self.is_narrowed else "Nothing is waiting."

    def get_ordering(self, request: HttpRequest, queryset: QuerySet[Any]) -> list[Any]:
        return ["-decided_at", "-pk"] if self.is_decided else ["since", "pk"]

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.full_result_count = self.result_count  # Else Django offers to "show all".
        self.page_num = max(1, min(self.page_num, self.paginator.num_pages))
        # Joined only to what is shown: what is counted does without.
        found = with_all(self.queryset)[(self.page_num - 1) * self.list_per_page :][: self.list_per_page]
        self.rows = rows_of(found, cast("User", request.user), self.get_query_string().removeprefix("?"))
        self.result_list = [row.item for row in self.rows]
        self.sample = Sample.of(self.before_facets(request))
        self.reasons = list(Reason.objects.for_acts())

    def before_facets(self, request: HttpRequest) -> QuerySet[QueueItem]:
        """What is searched for and of the date that is asked for, of all kinds."""
        remaining: Any = self.get_filters(request)[2]
        found = self.root_queryset.filter(build_q_object_from_lookup_parameters(remaining))
        found = found.exclude(decided_by=None) if self.is_decided else found.filter(decided_by=None)
        found, _ = self.model_admin.get_search_results(request, found, self.query)
        return cast("QuerySet[QueueItem]", found)

    @cached_property
    def dates(self) -> list[Way]:
        """Of what was decided there may be any number: no index leads through its dates."""
        return [] if self.is_decided else ways(self)

    @property
    def number(self) -> str:
        return f"{self.result_count:,}{'+' if self.result_count == COUNTED else ''}"

    @property
    def earlier(self) -> str:
        return self.get_query_string({PAGE_VAR: self.page_num - 1}) if self.page_num > 1 else ""

    @property
    def later(self) -> str:
        is_last = self.page_num >= self.paginator.num_pages
        return "" if is_last else self.get_query_string({PAGE_VAR: self.page_num + 1})
