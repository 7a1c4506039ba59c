"""What the header of every page says to a member, and to a moderator."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from forum.models import standing_of
from forum.moderation import queue
from forum.permissions import can_moderate


def standing(request: HttpRequest) -> dict[str, Any]:
    """How the member stands, and how many notices they have not read: one query, on pages that ask for it."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {"standing": SimpleLazyObject(lambda: standing_of(user))}


def queue_number(request: HttpRequest) -> dict[str, Any]:
    """How many things wait for a moderator, for moderators: one query, on pages that ask for it."""
    user = getattr(request, "user", None)
    if user is None or not user.is_staff:
        return {}
    return {"queue_number": SimpleLazyObject(lambda: number() if can_moderate(user) else "")}


def number() -> str:
    waiting = queue.waiting()
    return f"{queue.COUNTED - 1}+" if waiting >= queue.COUNTED else str(waiting or "")
