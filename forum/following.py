"""What members follow: all of a thread, or what is said on one passage of an essay."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.urls import reverse

from essays.models import Passage
from forum.models import Subscription, Thread

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True, slots=True)
class Follow:
    """Whether a reader follows a place, and where they say that they do or do not any more."""

    url: str
    what: str
    is_on: bool = False
    is_covered: bool = False  # By all of the thread, which the reader follows.

    @property
    def html_id(self) -> str:
        return f"follow-{self.url.strip('/').replace('/', '-')}"


def follow(member: User, thread: Thread, anchor: Passage | None = None) -> None:
    Subscription.objects.get_or_create(member=member, thread=thread, anchor=anchor)


def stop(member: User, thread: Thread, anchor: Passage | None = None) -> None:
    Subscription.objects.filter(member=member, thread=thread, anchor=anchor).delete()


def at(reader: User | AnonymousUser, thread: Thread, anchor: Passage | None = None) -> Follow:
    """One query for a member, none for others. The thread's essay is loaded with it."""
    url, what = address(thread, anchor), name_of(thread, anchor)
    if not reader.is_authenticated:
        return Follow(url, what)
    followed = Subscription.objects.filter(Q(anchor=None) | Q(anchor=anchor), member=reader, thread=thread)
    found = set(followed.values_list("anchor", flat=True))
    is_covered = anchor is not None and None in found
    return Follow(url, what, (anchor.pk if anchor else None) in found, is_covered)


def address(thread: Thread, anchor: Passage | None) -> str:
    if anchor is None or thread.essay is None:
        return reverse("follow_thread", args=[thread.pk])
    return reverse("follow_passage", args=[thread.essay.slug, anchor.ref])


def name_of(thread: Thread, anchor: Passage | None) -> str:
    if anchor:
        return anchor.label
    return "all talk on this text" if thread.essay_id else "this discussion"


@dataclass(frozen=True, slots=True)
class Line:
    """Something that a member follows, in their list."""

    url: str
    title: str
    label: str
    follow_url: str


def page_of(member: User, before: int, limit: int) -> tuple[list[Line], int | None]:
    """What a member follows, the latest first, and where the next page begins (None on the last). One query."""
    found = Subscription.objects.filter(member=member, thread__merged_into=None).order_by("-pk")
    found = found.select_related("thread__essay", "anchor")
    if before:
        found = found.filter(pk__lt=before)
    page = list(found[: limit + 1])
    return [line(one) for one in page[:limit]], page[limit - 1].pk if len(page) > limit else None


def line(followed: Subscription) -> Line:
    thread, anchor = followed.thread, followed.anchor
    url, label = thread.get_absolute_url(), ""
    if thread.essay:
        url = thread.essay.get_absolute_url()
        url, label = (f"{url}{anchor.ref}/", anchor.label) if anchor else (url, "all talk on it")
    # Its opener alone may always read what it is called.
    title = thread.title if thread.opener_id == followed.member_id else thread.public_title
    return Line(url, title, label, address(thread, anchor))
