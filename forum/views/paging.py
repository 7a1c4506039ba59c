from datetime import UTC, datetime
from typing import TypeVar

from django.db.models import TextChoices
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.dateparse import parse_datetime

C = TypeVar("C", bound=TextChoices)
FOLDED_AT_MOST = 50  # branches of one page


def number(request: HttpRequest, name: str) -> int:
    """The number that the address gives for `name`, 0 where it gives none. What is no number is no page."""
    value = request.GET.get(name, "0")
    if not (value.isascii() and value.isdigit() and len(value) < 19):
        raise Http404("This address names no page.")
    return int(value)


def moment(words: str) -> datetime:
    """A moment that an address or a button names. What is none is no page."""
    try:
        found = parse_datetime(words)
        if found and found.tzinfo:
            return found.astimezone(UTC)  # Of the first and the last days there is not everywhere one.
    except (ValueError, OverflowError):
        pass
    raise Http404("This names no moment.")


def choice(request: HttpRequest, name: str, usual: C) -> C:
    """What the address chooses for `name`, the usual where it says nothing. What cannot be chosen is no page."""
    try:
        return type(usual)(request.GET.get(name, usual))
    except ValueError:
        raise Http404("This address names no page.") from None


def folded(request: HttpRequest) -> set[int]:
    """The posts whose answers the address wants folded. It is only about looks: what is no number says nothing."""
    return named(request, "folded", FOLDED_AT_MOST)


def named(request: HttpRequest, name: str, at_most: int) -> set[int]:
    """The ids that the address lists for `name`, without what is none."""
    found = request.GET.get(name, "").split(",", at_most)[:at_most]
    return {int(pk) for pk in found if pk.isascii() and pk.isdigit() and len(pk) < 19}


def merged_address(url: str) -> HttpResponse:
    """Lead to where a discussion was merged into. That can be undone: a browser must not keep it for ever."""
    answer = redirect(url, permanent=True)
    answer["Cache-Control"] = "no-cache"
    return answer


def proper_address(request: HttpRequest, url: str) -> HttpResponse:
    """Lead to how an address is written now, with what was asked of it. A title may change again."""
    query = request.META.get("QUERY_STRING", "")
    return redirect(f"{url}?{query}" if query else url)
