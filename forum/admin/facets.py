"""By what the queue is narrowed, with how many there are of each: counted up to a bound, however long it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.contrib.admin import ModelAdmin, SimpleListFilter
from django.db.models import Case, CharField, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Concat
from django.http import HttpRequest

from forum.models import QueueItem

Kind = QueueItem.Kind
COUNTED = 1000  # things of one sort; of more it is said that there are more
OFFERED = 8  # threads, or reasons
DECIDED = "decided"
# What `Thread.public_title` is, null where nothing is in a thread.
PUBLIC_TITLE = Case(
    When(thread__is_public=True, then="thread__title"),
    When(thread__isnull=False, then=Concat(Value("Discussion "), Cast("thread_id", CharField()))),
)


class Sampled(NamedTuple):
    kind: str
    thread: int | None
    title: str | None
    why: str


@dataclass(frozen=True, slots=True)
class Sample:
    """The first of what waits: all of it, where that is not too much."""

    rows: list[Sampled]
    is_cut: bool

    @classmethod
    def of(cls, items: QuerySet[QueueItem]) -> Sample:
        # Appeals and reports are few beside what is held, and would not be among the first. Each kind is found by
        # itself, in the order that an index has: asked for two at once, SQLite walks through all that is held.
        held, reported, appeals = (
            items.filter(kind=kind).order_by("since", "pk").values("pk")[:COUNTED] for kind in Kind
        )
        rows: list[Sampled] = []
        is_cut = False
        for some in (Q(pk__in=held), Q(pk__in=reported) | Q(pk__in=appeals)):
            found = QueueItem.objects.filter(some).values_list("kind", "thread_id", PUBLIC_TITLE, "why")[:COUNTED]
            rows += [Sampled(*row) for row in found]
            is_cut = is_cut or len(found) == COUNTED
        return cls(rows, is_cut)

    def counted(self, number: int) -> str:
        return f"{number}+" if self.is_cut and number else str(number)


class Facet(SimpleListFilter):
    """A filter whose choices come from the sample that the list has taken."""

    column: str

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, str]]:
        return []

    def has_output(self) -> bool:
        return True

    def label(self, row: Sampled) -> str:
        raise NotImplementedError

    def choices(self, changelist: Any) -> Iterator[Any]:
        name, chosen = str(self.parameter_name), self.value()
        sample = changelist.sample
        yield {"selected": chosen is None, "query_string": changelist.get_query_string(remove=[name]), "display": "All"}
        for value, label, number in self.counts(sample):
            yield {
                "selected": value == chosen,
                "query_string": changelist.get_query_string({name: value}),
                "display": f"{label} ({sample.counted(number)})",
            }

    def counts(self, sample: Sample) -> list[tuple[str, str, int]]:
        """The most frequent first."""
        rows = {str(getattr(row, self.column)): row for row in sample.rows}
        numbers = Counter(str(getattr(row, self.column)) for row in sample.rows)
        return [(value, self.label(rows[value]), number) for value, number in numbers.most_common(OFFERED)]


class StateFilter(SimpleListFilter):
    """Where nothing is chosen, what waits is listed."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, str]]:
        return [(DECIDED, "Decided")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.exclude(decided_by=None) if self.value() == DECIDED else queryset.filter(decided_by=None)

    def choices(self, changelist: Any) -> Iterator[Any]:
        name, is_decided = self.parameter_name, self.value() == DECIDED
        waiting, decided = changelist.get_query_string(remove=[name]), changelist.get_query_string({name: DECIDED})
        yield {"selected": not is_decided, "query_string": waiting, "display": "Waiting"}
        yield {"selected": is_decided, "query_string": decided, "display": "Decided"}


class KindFilter(Facet):
    title = "kind"
    parameter_name = column = "kind"

    def counts(self, sample: Sample) -> list[tuple[str, str, int]]:
        numbers = Counter(row.kind for row in sample.rows)
        return [(kind.value, kind.label.capitalize(), numbers[kind.value]) for kind in Kind]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(kind=self.value()) if self.value() else queryset


class ThreadFilter(Facet):
    title = "thread"
    parameter_name = column = "thread"

    def label(self, row: Sampled) -> str:
        return row.title or "none"

    def counts(self, sample: Sample) -> list[tuple[str, str, int]]:
        return [count for count in super().counts(sample) if count[0] != str(None)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value() or ""
        return queryset.filter(thread=chosen) if chosen.isascii() and chosen.isdigit() else queryset


class WhyFilter(Facet):
    title = "reason"
    parameter_name = column = "why"

    def label(self, row: Sampled) -> str:
        return row.why

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(why=self.value()) if self.value() else queryset
