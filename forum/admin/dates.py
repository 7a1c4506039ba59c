"""The way to a day of the queue, through years and months. Django's own reads every row for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet, Subquery
from django.utils.formats import date_format
from django.utils.timezone import localtime

from forum.models import QueueItem

if TYPE_CHECKING:
    from django.contrib.admin.views.main import ChangeList

FIELD = "since"


@dataclass(frozen=True, slots=True)
class Way:
    title: str
    link: str = ""


def ways(changelist: ChangeList) -> list[Way]:
    """First the way back, then to what lies in it: years, months or days, from the first to the last that waits."""
    chosen = {part: int(asked[-1]) for part in PARTS if (asked := changelist.filter_params.get(f"{FIELD}__{part}"))}
    if not (ends := bounds(changelist.queryset)):
        return [Way("All dates", link(changelist))] if chosen else []
    first, last = ends
    parts = PARTS[: level(chosen, first, last) + 1]
    back = [Way("All dates", link(changelist))] if chosen else []
    if "month" in chosen:
        back.append(Way(date_format(first, "Y"), link(changelist, first, PARTS[:1])))
    if "day" in chosen:
        return [*back, Way(date_format(first, FORMATS["day"]))]
    steps = dict.fromkeys(tuple(getattr(day, part) for part in parts) for day in days(first, last))
    found = [date(*(*step, 1, 1)[:3]) for step in steps]
    return [*back, *(Way(date_format(day, FORMATS[parts[-1]]), link(changelist, day, parts)) for day in found)]


PARTS = ("year", "month", "day")
FORMATS = {"year": "Y", "month": "F Y", "day": "j F"}


def level(chosen: dict[str, int], first: date, last: date) -> int:
    """Of what the list is asked for next: what all have in common is not."""
    if "month" in chosen or (first.year, first.month) == (last.year, last.month):
        return 2
    return 1 if "year" in chosen or first.year == last.year else 0


def days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


def bounds(items: QuerySet[Any]) -> tuple[date, date] | None:
    """The first and the last day, each read from the end of an index."""
    ends = [Subquery(items.order_by(order).values(FIELD)[:1]) for order in (FIELD, f"-{FIELD}")]
    found: tuple[datetime | None, datetime | None] | None = QueueItem.objects.values_list(*ends).order_by().first()
    if not found or not found[0] or not found[1]:
        return None
    return localtime(found[0]).date(), localtime(found[1]).date()


def link(changelist: ChangeList, day: date | None = None, parts: tuple[str, ...] = ()) -> str:
    asked = {f"{FIELD}__{part}": getattr(day, part) for part in parts}
    return str(changelist.get_query_string(asked, [f"{FIELD}__"]))
