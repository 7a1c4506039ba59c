"""What is new to a member: said on the pages that show talk, which count as having shown it, and marked as read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect

from essays.models import Block
from forum import discussion, places, unread
from forum.discussion import Row
from forum.models import Post, Thread
from forum.unread import Unread
from forum.views.methods import is_looked_at, is_only_sent, is_read
from forum.views.paging import moment

NAMED_AT_MOST = 5  # places


@dataclass(frozen=True, slots=True)
class Spot:
    label: str
    url: str  # Of the first post that is new there.


@dataclass(frozen=True, slots=True)
class Noted:
    """What a page says to a member of what is new."""

    found: Unread
    pks: set[int]  # Of the posts that are new.
    shown: set[int]
    key: str | None  # Of the place that the page is about, None where it is about all of them.

    @property
    def count(self) -> str:
        return f"{len(self.pks):,}" if self.found.is_all else f"{len(self.pks):,}+"

    @property
    def latest(self) -> int:
        """What the page knows of: nothing above it is marked as read from here."""
        return max(self.found.latest, self.found.thread.publications)

    @property
    def spots(self) -> list[Spot]:
        return [self.spot(key) for key in list(self.found.by_place)[:NAMED_AT_MOST]]

    @property
    def more(self) -> int:
        """How many places have something new and are not named."""
        return max(0, len(self.found.by_place) - NAMED_AT_MOST)

    @property
    def here(self) -> int:
        return len(self.found.at(self.key))

    @property
    def is_all_shown(self) -> bool:
        return all(post.pk in self.shown for post in self.found.at(self.key))

    @property
    def first_here(self) -> str:
        return self.url(self.found.at(self.key)[0].pk, self.key)

    def spot(self, key: str) -> Spot:
        return Spot(unread.label_of(key, self.found.thread), self.url(self.found.by_place[key][0].pk, key))

    def url(self, pk: int, key: str | None) -> str:
        if pk in self.shown:
            return f"#post-{pk}"
        return reverse("first_unread", args=[self.found.thread.pk]) + (f"?at={key}" if key else "")


def noted(request: HttpRequest, thread: Thread, rows: Iterable[Row], key: str | None = None) -> Noted | None:
    """What is new to the member who asks, before this page has shown these rows; None to nobody.

    `thread` was read before the rows: what is published in between stays new.
    """
    if not request.user.is_authenticated:
        return None
    found, shown = unread.unread_in(thread, request.user), {row.post.pk for row in rows}
    if is_looked_at(request):
        unread.see(found, request.user, shown, key)
    return Noted(found, {post.pk for post in found.posts}, shown, key)


def on_blocks(blocks: Iterable[Block], said: Noted | None) -> Iterable[Block]:
    """The blocks of a text, each with how much is `unread` on it."""
    if said is None or not said.found.posts:
        return blocks
    new = said.found.by_place
    blocks = list(blocks)
    for block in blocks:
        setattr(block, "unread", len(new.get(block.anchor, [])))  # noqa: B010  # The types do not know it.
    return blocks


def on_threads(request: HttpRequest, threads: Iterable[Thread]) -> Iterable[Thread]:
    """The threads of a list, each with how much is `unread` in it."""
    if not request.user.is_authenticated:
        return threads
    threads = list(threads)
    new = unread.count_in(threads, request.user)
    for thread in threads:
        setattr(thread, "unread", new.get(thread.pk, ""))  # noqa: B010  # The types do not know it.
    return threads


@is_read
@never_cache
def first(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead to the first post that is new to the member, in the thread or at the place that `at` names."""
    place = places.of_thread(pk, request.user)
    if not request.user.is_authenticated:
        return redirect(place.url)
    new = unread.unread_in(place.thread, request.user).at(request.GET.get("at"))
    if not new:
        return redirect(place.url)
    post = Post.objects.with_place().get(pk=new[0].pk)
    return redirect(discussion.url_in_place(post, places.of_post(post).url, request.user))


@is_only_sent
@csrf_protect
def read_thread(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark what was there when the page was made as read, and nothing that has come since."""
    place = places.of_thread(pk, request.user)
    if not request.user.is_authenticated:
        return redirect_to_login(place.url)
    if place.thread.pk != int(pk):  # It was merged: what the page knew says nothing of where it went.
        return redirect(place.url)
    upto = request.POST.get("upto", "")
    if not (upto.isascii() and upto.isdigit() and len(upto) < 10):
        raise Http404("There is no such post.")
    unread.read_all(place.thread, request.user, int(upto))
    messages.info(request, f"All that was new in “{place.thread.public_title}” is marked as read.")
    return redirect(back_to(request, place.url))


@is_only_sent
@csrf_protect
def read_all(request: HttpRequest) -> HttpResponse:
    """The same in all discussions."""
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("discussions"))
    unread.read_everything(request.user, moment(request.POST.get("before", "")))
    messages.info(request, "All that was new is marked as read.")
    return redirect(back_to(request, reverse("discussions")))


def back_to(request: HttpRequest, usual: str) -> str:
    """The page that the button was on, if it is one of ours."""
    page = request.POST.get("next", "")
    return page if page.startswith("/") and url_has_allowed_host_and_scheme(page, None) else usual
