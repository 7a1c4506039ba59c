"""What the header of every page says to a member."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from forum.models import standing_of


def standing(request: HttpRequest) -> dict[str, Any]:
    """How the member stands, and how many notices they have not read: one query, on pages that ask for it."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {"standing": SimpleLazyObject(lambda: standing_of(user))}
