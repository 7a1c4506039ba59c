"""The public discussions that a text, a passage or a post set off, read along with it in the same query."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db.models import Model, OuterRef, Subquery
from django.db.models.functions import JSONObject

from forum.models import Thread

NOT_READ = datetime.min.replace(tzinfo=UTC)  # Else it would be now, and another moment each time.
NAMED = 3  # discussions; the rest is in the list of all


def about(shown: int = NAMED, **what: OuterRef) -> dict[str, Subquery]:
    """The annotations that say of a row which discussions are about it, and whether there are more than `shown`."""
    found = Thread.objects.listed().filter(is_public=True, **what).order_by("-last_post_at", "-pk")
    said = found.values(said=JSONObject(pk="pk", title="title", post_count="post_count"))
    return {f"elsewhere_{number}": Subquery(said[number : number + 1]) for number in range(shown + 1)}


def of(row: Model | None, shown: int = NAMED) -> list[Thread]:
    """The discussions that were read with it; none where none were asked for."""
    found = (getattr(row, f"elsewhere_{number}", None) for number in range(shown))
    return [Thread(created_at=NOT_READ, **said) for said in found if said]


def has_more(row: Model | None, shown: int = NAMED) -> bool:
    return getattr(row, f"elsewhere_{shown}", None) is not None
