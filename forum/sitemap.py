"""Which pages a search engine may find, and when each changed last: those that everybody reads and that are listed.

Members' pages and single posts are not among them: what stands there, stands in a discussion.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import product
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from essays.models import Block, Essay, Passage, SitePage
from forum.linked_data import absolute
from forum.models import Post, Thread

SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
PER_PART = 10_000  # ids; a sitemap may hold 50,000 addresses

Listed = Iterator[tuple[str, datetime | None]]  # The address and when it changed.


def parts() -> list[tuple[str, int]]:
    """The sections and the numbers of their parts in which something is listed.

    Each part is a stretch of ids, and so stays what it is.
    """
    numbers = {
        "pages": [0],
        "essays": parts_of(Essay.objects.all()),
        "passages": parts_of(Passage.objects.all()),
        "discussions": parts_of(public_threads()),
    }
    return [found for name, some in numbers.items() for found in product([name], some)]


def parts_of(listed: QuerySet[Any]) -> list[int]:
    parts = listed.order_by().annotate(part=F("pk") / PER_PART).values_list("part", flat=True)
    return sorted(parts.distinct())


def public_threads() -> QuerySet[Thread]:
    return Thread.objects.listed().filter(is_public=True)


def pages(number: int) -> Listed:
    if number:
        return
    yield from ((reverse(name), None) for name in ("library", "discussions", "moderation_log"))
    for page in SitePage.objects.all():
        yield page.get_absolute_url(), page.changed_at


def essays(number: int) -> Listed:
    texts = Essay.objects.filter(in_part(number)).select_related("current_edition", "thread").order_by("pk")
    for essay in texts.defer("current_edition__file"):
        at = essay.current_edition.published_at if essay.current_edition else None
        yield essay.get_absolute_url(), later(at, essay.thread.last_post_at)


def passages(number: int) -> Listed:
    printed = Block.objects.filter(passage=OuterRef("pk")).order_by("-edition__number")
    said = Post.objects.published().filter(anchor=OuterRef("pk")).order_by("-published_at")
    found = Passage.objects.filter(in_part(number)).select_related("essay").order_by("pk")
    for passage in found.annotate(
        printed_at=Subquery(printed.values("edition__published_at")[:1]),
        said_at=Subquery(said.values("published_at")[:1]),
    ):
        yield passage.get_absolute_url(), later(passage.printed_at, passage.said_at)


def discussions(number: int) -> Listed:
    found = public_threads().filter(in_part(number)).order_by("pk")
    for thread in found:
        yield thread.get_absolute_url(), later(thread.created_at, thread.last_post_at)


SECTIONS: dict[str, Callable[[int], Listed]] = {
    "pages": pages,
    "essays": essays,
    "passages": passages,
    "discussions": discussions,
}


def in_part(number: int) -> Q:
    return Q(pk__gte=number * PER_PART, pk__lt=(number + 1) * PER_PART)


def later(*moments: datetime | None) -> datetime | None:
    return max((at for at in moments if at), default=None)


def index(addresses: Iterable[str]) -> bytes:
    return written("sitemapindex", "sitemap", ((address, None) for address in addresses))


def urlset(listed: Iterable[tuple[str, datetime | None]]) -> bytes:
    return written("urlset", "url", ((absolute(path), at) for path, at in listed))


def written(tag: str, each: str, listed: Listed) -> bytes:
    root = Element(tag, xmlns=SPACE)
    for address, at in listed:
        entry = SubElement(root, each)
        SubElement(entry, "loc").text = address
        if at:
            SubElement(entry, "lastmod").text = at.isoformat(timespec="seconds")
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))
