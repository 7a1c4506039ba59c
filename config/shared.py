"""Pages for members, put together from what is the same for all of them, made once, and a little that is theirs.

A view says in one question what its page is made of besides the holes in it (see `forum.views.members`): where that is
the same, so is the page. What tells one member something that others are not told is kept for them alone; all the
others share a page that was made for nobody in particular.
"""

from __future__ import annotations

import copy
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from re import Pattern
from threading import Lock
from typing import Any, Protocol

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from config.replicas import PRIMARY, reading
from config.stored import ASKED_OF_A_COPY, key_of

KEPT = 40  # pages of a process, of 150 to 250 KB where the text is long


class Answer(Protocol):
    """What a page is made of, besides who reads it."""

    @property
    def made_of(self) -> Hashable: ...

    @property
    def is_own(self) -> bool:
        """Whether it says something to this member alone."""


class ForMembers(Protocol):
    """What a view says of its page."""

    holes: Pattern[bytes]  # Each named group is a hole.

    def asked(self, request: HttpRequest, **kwargs: Any) -> Answer | None:
        """None where the page says more than a stored one can say."""

    def nobody(self) -> Any:
        """A member who is nobody in particular."""

    def values(self, request: HttpRequest, answer: Any, asked_at: datetime) -> Mapping[str, bytes]:
        """What to put into the holes; `asked_at` was before the question."""


@dataclass(frozen=True, slots=True)
class Page:
    headers: dict[str, str]
    texts: list[bytes]  # One more than holes.
    holes: list[str]

    def filled(self, values: Mapping[str, bytes]) -> HttpResponse:
        parts = [self.texts[0]]
        for hole, text in zip(self.holes, self.texts[1:], strict=True):
            parts += (values[hole], text)
        return HttpResponse(b"".join(parts), headers=self.headers)


class SharedPages:
    """The last middleware: who asks is known."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if settings.DEBUG:
            raise MiddlewareNotUsed("Templates are being changed.")
        self.get_response = get_response
        self.pages: OrderedDict[Hashable, Page] = OrderedDict()
        self.lock = Lock()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        said: ForMembers | None = getattr(view, "for_members", None)
        key = key_of(request) if said else None
        asked_at = timezone.now()
        if said is None or key is None or (answer := said.asked(request, **kwargs)) is None:
            return None
        reader = request.user.pk if answer.is_own else None
        name = (*key, reader, answer.made_of)
        page = self.found(name)
        if page is None:
            asked = unseen(request) if answer.is_own else as_asked_by(said.nobody(), request)
            with reading(PRIMARY):  # Never older than what it is kept under, whichever replica answered that.
                made = view(asked, *args, **kwargs)
            if made.status_code != HTTPStatus.OK or made.cookies:
                return None
            page = cut(made, said.holes)
            self.keep(name, page)
        return page.filled(said.values(request, answer, asked_at))

    def found(self, name: Hashable) -> Page | None:
        with self.lock:
            if name in self.pages:
                self.pages.move_to_end(name)
            return self.pages.get(name)

    def keep(self, name: Hashable, page: Page) -> None:
        with self.lock:
            self.pages[name] = page
            while len(self.pages) > KEPT:
                self.pages.popitem(last=False)


def unseen(request: HttpRequest) -> HttpRequest:
    """The request as of somebody who sees nothing of what is answered: a visit is noted of who does."""
    copied = copy.copy(request)
    copied.META = {name: value for name, value in request.META.items() if name not in ASKED_OF_A_COPY}
    copied.method = "HEAD"
    return copied


def as_asked_by(user: Any, request: HttpRequest) -> HttpRequest:
    """With nothing in it of who asked: what becomes of it can be shown to all."""
    copied = unseen(request)
    copied.user, copied.session, copied.COOKIES = user, type(request.session)(), {}
    for name in ("CSRF_COOKIE", "HTTP_COOKIE"):
        copied.META.pop(name, None)
    return copied


def cut(response: HttpResponse, holes: Pattern[bytes]) -> Page:
    texts, names, end = [], [], 0
    for hole in holes.finditer(response.content):
        assert hole.lastgroup
        begins, ends = hole.span(hole.lastgroup)
        texts.append(response.content[end:begins])
        names.append(hole.lastgroup)
        end = ends
    return Page(dict(response.items()), [*texts, response.content[end:]], names)
