"""By what a stored page is known to be the same still: a short question for each kind of page.

A mark is made of the version of the thread that a page shows, which moves on with every change to its talk and to what
is said about it elsewhere, and of what else stands on the page: names, titles, categories.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, QuerySet, Subquery

from essays.models import Essay
from forum import listing
from forum.models import Category, Thread


def fields(model: type[Model], path: str = "") -> list[str]:
    """All that is stored of it: what stands on a page today may be another of these tomorrow."""
    return [path + field.attname for field in model._meta.concrete_fields]


ESSAYS = [*fields(Thread), *fields(Essay, "essay__")]
THREADS = [
    *ESSAYS,
    *fields(Category, "category__"),
    *fields(Essay, "about_essay__"),
    *(f"about_post__{name}" for name in ("status", "author", "thread__title", "thread__is_public")),
]


def of_library() -> str:
    return mark(Thread.objects.filter(essay__isnull=False).order_by("pk"), ESSAYS)


def of_essay(slug: str) -> str:
    return mark(Thread.objects.filter(essay__slug=slug), ESSAYS)


def of_passage(slug: str, ref: str) -> str:  # noqa: ARG001  # A version counts the changes at all places of its thread.
    return of_essay(slug)


def of_thread(pk: str, slug: str) -> str:  # noqa: ARG001  # Only the number counts.
    found = Thread.objects.visible_to(AnonymousUser()).filter(pk=pk)
    return mark(found, THREADS)


def of_discussions() -> str:
    """Of the first page of the list, in its usual order."""
    found = listing.page_of(listing.Wanted())
    shown = [(thread.pk, thread.version, thread.last_post_at) for thread in found.threads]
    return repr((shown, found.next_query, listing.choices(), renamed().first()))


def mark(rows: QuerySet[Thread], names: list[str]) -> str:
    return repr(list(rows.annotate(renamed=Subquery(renamed()[:1])).values_list("renamed", *names)))


def renamed() -> QuerySet[Any, datetime | None]:
    """When a member was last given another name, on whatever page they are named."""
    members = get_user_model().objects.filter(renamed_at__isnull=False)
    return members.order_by("-renamed_at").values_list("renamed_at", flat=True)
