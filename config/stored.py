"""Pages that are the same for everybody without an account: made once, and answered before anything else is asked.

A view says what its page was made of by a mark (see `forum.marks`): where that is another, the page is made anew.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from http import HTTPStatus
from threading import Lock

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.urls import Resolver404, resolve
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags

from config.compression import WAYS, best
from config.replicas import PRIMARY, reading
from config.shelf import Shelf

FRESH = 0.9  # seconds after its mark was read in which a page is answered unasked: a change shows within one second
SOON = 0.5  # seconds after which one of those who ask for it reads the mark again, while others are answered
KEPT = 128  # addresses whose pages a process has at hand
# What htmx asks of an address that is a page as well: the talk on a passage, for the margin of the open text.
IN_THE_MARGIN = "page-margin"
# With these there is something to say to one reader alone.
PERSONAL_COOKIES = frozenset({settings.SESSION_COOKIE_NAME, "messages"})
FOR_EVERYBODY = "public, no-cache"  # To be kept by whoever wants to, and shown after asking whether it is the same.
FOR_ONE = "private, no-cache"
NOT_MODIFIED = ("ETag", "Cache-Control", "Vary")
# A copy for all is made whole and plain, whatever the one who asks first has already or takes.
ASKED_OF_A_COPY = ("HTTP_ACCEPT_ENCODING", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_RANGE")

Answer = Callable[[HttpRequest], HttpResponse]
Key = tuple[str, str]  # The path, and what of it was asked for.


@dataclass(frozen=True, slots=True)
class Page:
    """A whole answer, ready to be sent."""

    mark: str
    headers: dict[str, str]
    bodies: dict[str, bytes]  # By the way of compressing, "" for none.


class NotForEverybody(Exception):
    """What came of it is no page to keep: it is answered to the one who asked for it."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__(response.status_code)
        self.response = response


class Slot:
    """What a process has at hand of an address. Whoever holds the lock looks whether it is still the same."""

    __slots__ = ("lock", "page", "read_at")

    def __init__(self) -> None:
        self.lock = Lock()
        self.page: Page | None = None
        self.read_at = 0.0

    @property
    def age(self) -> float:
        return time.monotonic() - self.read_at


class StoredPages:
    """The first middleware: what it has is answered without a session, an account or another middleware."""

    def __init__(self, get_response: Answer) -> None:
        if settings.DEBUG:
            raise MiddlewareNotUsed("Templates are being changed.")
        self.get_response = get_response
        self.slots: OrderedDict[Key, Slot] = OrderedDict()
        self.lock = Lock()
        self.shelf = Shelf()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = key_of(request)
        if key is None:
            return self.get_response(request)
        if is_personal(request):
            return for_one(request, self.get_response(request))
        request.get_host()  # Raises where the site does not answer to it.
        slot = self.slots.get(key)
        page = slot.page if slot and (slot.age < SOON or (slot.age < FRESH and slot.lock.locked())) else None
        return answer(request, page) if page else self.looked_up(request, key)

    def looked_up(self, request: HttpRequest, key: Key) -> HttpResponse:
        mark_of = mark_for(request)
        if mark_of is None:
            return self.get_response(request)
        slot = self.slot(key)
        with slot.lock:
            if slot.page is None or slot.age >= SOON:  # Else somebody else has looked meanwhile.
                read_at, mark = time.monotonic(), mark_of()
                if slot.page is None or slot.page.mark != mark:
                    try:
                        slot.page = self.shelf.found_or_made("\n".join([*key, mark]), lambda: self.made(request, mark))
                    except NotForEverybody as other:
                        self.slots.pop(key, None)
                        return other.response
                    self.forget_oldest()
                slot.read_at = read_at
            return answer(request, slot.page)

    def slot(self, key: Key) -> Slot:
        """The place of the address, as the latest of all."""
        with self.lock:
            slot = self.slots.setdefault(key, Slot())
            self.slots.move_to_end(key)
        return slot

    def forget_oldest(self) -> None:
        """Make room for a page, and for nothing else: what is not there must not crowd out what is."""
        with self.lock:
            while len(self.slots) > KEPT:
                self.slots.popitem(last=False)

    def made(self, request: HttpRequest, mark: str) -> Page:
        """The page as the site makes it for anybody: whole, plain and without being asked whether it has changed.

        From where its mark was read: a replica behind the primary would give an old page the name of a new one.
        """
        asked, method = request.META, request.method
        request.META = {name: value for name, value in asked.items() if name not in ASKED_OF_A_COPY}
        request.method = "GET"
        try:
            with reading(PRIMARY):
                response = self.get_response(request)
        finally:
            request.META, request.method = asked, method
        if response.status_code != HTTPStatus.OK or response.cookies or "Cache-Control" in response:
            raise NotForEverybody(response)
        return page_of(response, mark)


def key_of(request: HttpRequest) -> Key | None:
    """What the page is kept under; None where it is not kept: an address can ask for more pages than there are."""
    if request.method not in {"GET", "HEAD"} or request.META.get("QUERY_STRING"):
        return None
    if settings.SECURE_SSL_REDIRECT and not request.is_secure():
        return None
    if "HTTP_HX_REQUEST" not in request.META:
        return request.path_info, ""
    if request.META["HTTP_HX_REQUEST"] != "true":  # To the views, it is a page that is asked for.
        return None
    is_in_margin = request.META.get("HTTP_HX_TARGET") == IN_THE_MARGIN and "HTTP_HX_BOOSTED" not in request.META
    return (request.path_info, IN_THE_MARGIN) if is_in_margin else None


def is_personal(request: HttpRequest) -> bool:
    return "HTTP_COOKIE" in request.META and not PERSONAL_COOKIES.isdisjoint(request.COOKIES)


def mark_for(request: HttpRequest) -> Callable[[], str] | None:
    """What reads the mark of the page at this address; None where such pages are not kept."""
    try:
        found = resolve(request.path_info)
    except Resolver404:
        return None
    mark_of = getattr(found.func, "mark", None)
    return partial(mark_of, *found.args, **found.kwargs) if mark_of else None


def for_one(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Say of a page that others get from a store that this one is nobody else's."""
    match = request.resolver_match
    if match and hasattr(match.func, "mark") and "Cache-Control" not in response:
        response["Cache-Control"] = FOR_ONE
    return response


def page_of(response: HttpResponse, mark: str) -> Page:
    body = response.content
    response["ETag"] = (
        f'W/"{sha256(body).hexdigest()[:32]}"'  # Weak: compressed it is the same page, not the same bytes.
    )
    response["Cache-Control"] = FOR_EVERYBODY
    patch_vary_headers(response, ["Accept-Encoding", "Cookie"])
    del response["Content-Length"]
    return Page(mark, dict(response.items()), {"": body, **{way: pack(body) for way, pack in WAYS.items()}})


def answer(request: HttpRequest, page: Page) -> HttpResponse:
    asked = request.META
    if "HTTP_IF_NONE_MATCH" in asked and is_known(asked["HTTP_IF_NONE_MATCH"], page.headers["ETag"]):
        return HttpResponseNotModified(headers={name: page.headers[name] for name in NOT_MODIFIED})
    way = best(asked.get("HTTP_ACCEPT_ENCODING", ""))
    body = page.bodies[way]
    headers = {**page.headers, "Content-Length": str(len(body))}
    if way:
        headers["Content-Encoding"] = way
    return HttpResponse(b"" if request.method == "HEAD" else body, headers=headers)


def is_known(header: str, etag: str) -> bool:
    known = parse_etags(header)
    return etag in known or etag.removeprefix("W/") in known or known == ["*"]
