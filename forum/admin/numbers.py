"""How moderation goes: what waits, how long it takes, who does it. A fixed number of queries, however much there is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from django.db.models import Count, Min
from django.db.models.functions import TruncWeek
from django.utils import timezone
from django.utils.timesince import timesince

from forum.models import Flag, ModerationEntry, QueueItem

WEEKS = 12
DAYS = 30
DECISIONS = 5000  # of the last days, the latest, of which the median is taken
# What an author or the system does is no moderator's work.
NOT_COUNTED = [ModerationEntry.Act.HOLD, ModerationEntry.Act.RESUBMIT, ModerationEntry.Act.WITHDRAW]
WIDTH, HEIGHT, GAP, FOOT = 48, 120, 8, 20  # of the columns of a chart, in its own units
COLOURS = 6


@dataclass(frozen=True, slots=True)
class Bar:
    series: int  # Which of the colours, from 1.
    x: int
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Chart:
    """How many in each week, of one or more kinds that stand on each other."""

    name: str
    title: str
    kinds: list[str]
    weeks: list[datetime]
    rows: list[tuple[datetime, list[int]]]  # A number for each kind.

    @property
    def width(self) -> int:
        return WIDTH * len(self.weeks)

    @property
    def height(self) -> int:
        return HEIGHT + 2 * FOOT

    @property
    def base(self) -> int:
        return HEIGHT + FOOT

    @property
    def most(self) -> int:
        return max((sum(numbers) for _, numbers in self.rows), default=0)

    @property
    def total(self) -> int:
        return sum(sum(numbers) for _, numbers in self.rows)

    @property
    def legend(self) -> list[tuple[int, str]]:
        return [(colour(number), kind) for number, kind in enumerate(self.kinds, start=1)]

    @property
    def bars(self) -> list[Bar]:
        return [bar for place, (_, numbers) in enumerate(self.rows) for bar in self.column(place, numbers)]

    def column(self, place: int, numbers: list[int]) -> Iterable[Bar]:
        top = float(self.base)
        for kind, number in enumerate(numbers, start=1):
            height = round(HEIGHT * number / max(self.most, 1), 1)
            top = round(top - height, 1)
            if number:
                yield Bar(colour(kind), place * WIDTH + GAP // 2, top, height)

    @property
    def labels(self) -> list[dict[str, Any]]:
        """What stands above and below each column."""
        return [
            {
                "x": place * WIDTH + WIDTH // 2,
                "y": round(self.base - HEIGHT * sum(numbers) / max(self.most, 1) - GAP / 2, 1),
                "week": week,
                "is_third": place % 3 == 1,  # Where there is little room, only these are named.
                "number": sum(numbers),
            }
            for place, (week, numbers) in enumerate(self.rows)
        ]


def colour(number: int) -> int:
    """Which of the colours the style sheet has is that of the series with this number."""
    return (number - 1) % COLOURS + 1


def numbers() -> dict[str, Any]:
    since = beginning(timezone.now())
    return {
        "waiting": waiting(),
        "median": in_words(median_wait()),
        "days": DAYS,
        "charts": [acts_per_week(since), flags_per_week(since)],
        "bar_width": WIDTH - GAP,
        "foot": HEIGHT + FOOT + FOOT * 3 // 4,
    }


def beginning(now: datetime) -> datetime:
    """The Monday with which the first of the weeks begins, the last of which is this one."""
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    return today - timedelta(days=today.weekday(), weeks=WEEKS - 1)


def waiting() -> list[dict[str, Any]]:
    """Of each kind, how many wait and since when the oldest does."""
    open_items = QueueItem.objects.open().order_by().values("kind")
    found = {row["kind"]: row for row in open_items.annotate(number=Count("pk"), oldest=Min("since"))}
    nothing = {"number": 0, "oldest": None}
    return [{**found.get(kind.value, nothing), "label": kind.label} for kind in QueueItem.Kind]


def median_wait() -> timedelta | None:
    """How long half of the things waited at most that were decided in the last days; None where there were none."""
    decided = QueueItem.objects.filter(decided_at__gte=timezone.now() - timedelta(days=DAYS))
    latest = decided.order_by("-decided_at").values_list("since", "decided_at")[:DECISIONS]
    waits = [until - since for since, until in latest if until]
    return median(waits) if waits else None  # type: ignore[type-var]  # What can be halved has a median.


def in_words(wait: timedelta | None) -> str:
    if wait is None:
        return "nothing was decided"
    now = timezone.now()
    return timesince(now - wait, now) if wait >= timedelta(minutes=1) else "less than a minute"


def acts_per_week(since: datetime) -> Chart:
    entries = ModerationEntry.objects.filter(created_at__gte=since, by__isnull=False).exclude(act__in=NOT_COUNTED)
    weekly = entries.order_by().annotate(week=TruncWeek("created_at"))
    found = weekly.values_list("week", "by__username").annotate(number=Count("pk"))
    return chart("acts", "Acts of moderators", since, found)


def flags_per_week(since: datetime) -> Chart:
    decided = Flag.objects.filter(decided_by__created_at__gte=since).annotate(week=TruncWeek("decided_by__created_at"))
    found = decided.order_by().values_list("week", "state").annotate(number=Count("pk"))
    kinds = [Flag.State.UPHELD.value, Flag.State.DECLINED.value]
    return chart("flags", "Reports that were decided on", since, found, kinds)


def chart(name: str, title: str, since: datetime, found: Iterable[tuple[Any, ...]], kinds: Sequence[str] = ()) -> Chart:
    counted: Counter[tuple[datetime, str]] = Counter()
    for week, kind, number in found:
        counted[week, kind] += number
    weeks = [since + timedelta(weeks=number) for number in range(WEEKS)]
    known = list(kinds) or sorted({kind for _, kind in counted})
    rows = [(week, [counted[week, kind] for kind in known]) for week in weeks]
    return Chart(name, title, known, weeks, rows)
