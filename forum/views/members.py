"""What is a member's own in a page that is shared with others: see `config.shared`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.contrib.auth import get_user_model
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils import timezone

from forum.drafts.session import SESSION_KEY
from forum.forms import stamp
from forum.models import Standing
from forum.personal import Answer
from forum.views.methods import View

if TYPE_CHECKING:
    from accounts.models import User

Ask = Callable[..., Answer | None]
# What somebody wrote has no such tags in it: no words of theirs make a hole.
HOLES = re.compile(
    rb'(?P<account><details class="own">.*?</details>)'
    rb'|<input type="hidden" name="csrfmiddlewaretoken" value="(?P<token>\w+)">'
    rb'|<input type="hidden" name="form" value="(?P<form>[-\w]+)"'
    rb'|<input type="hidden" name="opened" value="(?P<opened>[^"]+)"'
    rb'|<input type="hidden" name="draft" value="" data-at="(?P<at>\d+)"'
    rb'|<input type="hidden" name="before" value="(?P<before>[^"]+)"',
    re.DOTALL,
)
TOKEN = "\ue000".encode()  # No name has this in it.
HEADERS_KEPT = 500  # members


class ForMembers:
    """Of a page: how to ask what it says to one member alone, and what to put where."""

    holes = HOLES

    def __init__(self, ask: Ask) -> None:
        self.ask = ask

    def asked(self, request: HttpRequest, **kwargs: Any) -> Answer | None:
        user = request.user
        if not user.is_authenticated or is_told_something(request):
            return None
        return self.ask(user.pk, **kwargs)

    def nobody(self) -> User:
        user = get_user_model()(pk=0, username="nobody")
        user.standing = Standing(member=user)  # Known: it is not asked for.
        return user

    def values(self, request: HttpRequest, answer: Answer, asked_at: datetime) -> Mapping[str, bytes]:
        token, user = get_token(request).encode(), request.user
        assert user.is_authenticated
        return {
            "account": account(user.username, user.display_name, answer.unread).replace(TOKEN, token),
            "token": token,
            "form": str(uuid4()).encode(),
            "opened": stamp().encode(),
            "at": f"{timezone.now().timestamp() * 1_000_000:.0f}".encode(),
            "before": asked_at.isoformat().encode(),
        }


def is_told_something(request: HttpRequest) -> bool:
    """Whether something waits in the cookies or the session that a page says once, or gives back."""
    session = request.session
    return "messages" in request.COOKIES or "_messages" in session or SESSION_KEY in session


@lru_cache(maxsize=HEADERS_KEPT)
def account(username: str, display_name: str, unread: int) -> bytes:
    """The member's menu, as on every page."""
    user = get_user_model()(username=username, display_name=display_name)
    context = {"user": user, "standing": {"unread": unread}, "csrf_token": TOKEN.decode()}
    return render_to_string("_account.html", context).strip().encode()


def is_shared(ask: Ask) -> Callable[[View], View]:
    """For a page that is put together for members: see `config.shared`."""

    def share(view: View) -> View:
        setattr(view, "for_members", ForMembers(ask))  # noqa: B010  # Found by the middleware, as `is_stored`.
        return view

    return share
