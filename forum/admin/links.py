"""Ways from one page of the desk to another."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme

from forum.models import Post, Thread

if TYPE_CHECKING:
    from accounts.models import User

PRESERVED_FILTERS = "_changelist_filters"  # As Django calls the query of the list that one came from.


def asked_next(request: HttpRequest, otherwise: str) -> str:
    """Where a form says that one goes on, if that is here."""
    asked = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if is_ours else otherwise


def member_url(member_id: int) -> str:
    return reverse("admin:forum_standing_change", args=[member_id])


def member_link(member: User) -> str:
    """Leads to what moderators know of a member, and do about it."""
    return format_html(
        '<a href="{}"><bdi>{}</bdi> @{}</a>', member_url(member.pk), member.get_full_name(), member.username
    )


def author_link(post: Post) -> str:
    """As `member_link`; of a post that was imported, only the name."""
    if post.author is None:
        return format_html("<bdi>{}</bdi> (imported from {})", post.author_name, post.imported_from)
    return member_link(post.author)


def post_url(post_id: int, *, from_queue: str | None = None) -> str:
    """The page of one post. `from_queue` is the query of the queue that it leads back to when it is decided."""
    url = reverse("admin:forum_post_change", args=[post_id])
    return url if from_queue is None else f"{url}?{urlencode({'queue': 1, PRESERVED_FILTERS: from_queue})}"


def post_link(post: Post) -> str:
    return format_html('<a href="{}">Post {}</a>', post_url(post.pk), post.pk)


def thread_link(thread: Thread) -> str:
    return format_html('<a href="{}">{}</a>', reverse("admin:forum_thread_change", args=[thread.pk]), thread)


def entry_url(entry_id: int) -> str:
    return reverse("admin:forum_moderationentry_change", args=[entry_id])
