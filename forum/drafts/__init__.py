"""What somebody has begun to write: a visitor's words in their session, a member's on their account."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from forum.drafts import account
from forum.drafts.account import DRAFTS_PER_MEMBER, FORMS, Elsewhere, discard, is_form, lasting, save, version_of
from forum.drafts.listing import Listed, listed
from forum.drafts.session import KEPT_PER_SESSION, has_token, is_from_here, keep, kept
from forum.drafts.session import forget as forget_in_session

if TYPE_CHECKING:
    from django.http import HttpRequest

__all__ = [
    "DRAFTS_PER_MEMBER",
    "FORMS",
    "KEPT_PER_SESSION",
    "Begun",
    "Elsewhere",
    "Listed",
    "begun",
    "discard",
    "forget",
    "has_token",
    "is_form",
    "is_from_here",
    "keep",
    "kept",
    "lasting",
    "listed",
    "save",
    "version_of",
]


@dataclass(frozen=True, slots=True)
class Begun:
    """What a form opens with. `version` names the draft on the account that these words are, or were made of."""

    words: dict[str, str] = field(default_factory=dict)
    version: str = ""
    saved_at: datetime | None = None  # None where the words are not the account's.
    was_sent: bool = False  # The visitor wanted to send them, and had to sign in first.


def begun(request: HttpRequest, path: str) -> Begun:
    """What waits for being sent to this address: what was typed before signing in comes first."""
    sent = kept(request, path)
    draft = account.of(request.user, path) if request.user.is_authenticated else None
    if draft is None:
        return Begun(sent, was_sent=bool(sent))
    version = version_of(draft)
    if not sent:
        return Begun(draft.words, version, draft.saved_at)
    # Other words stay on the account, and are offered when these are to be saved there.
    is_made_of_it = sent.get("draft") == version or account.are_same(sent, draft.words)
    return Begun(sent, version if is_made_of_it else "", was_sent=True)


def forget(request: HttpRequest) -> None:
    """Forget what was kept for this address: it was sent."""
    forget_in_session(request)
    if request.user.is_authenticated:
        account.forget(request.user, request.path, request.POST.get("draft", ""), request.POST.get("source", ""))
