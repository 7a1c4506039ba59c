"""What a feed says of the latest published posts. All others are left out, for everybody."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID, uuid5

from django.db.models import Q, Subquery
from django.urls import reverse
from django.utils.html import format_html

from forum.feeds.atom import Answered, Entry, Feed
from forum.linked_data import absolute
from forum.models import ModerationEntry, Post, PostQuerySet

ENTRIES = 30
IDS = UUID("5b2f6c1e-8f0a-4b63-9d5e-0f6c1d0a7e42")  # For ever: with another, everybody's reader shows all posts anew.
OWN_LINK = re.compile(r'(<a\b[^>]*?\shref=")([/#][^"]*)')
LONG_AGO = datetime.fromtimestamp(0, UTC)  # When a feed changed last in which nothing was ever said.


@dataclass(frozen=True, slots=True)
class Subject:
    title: str
    page: str
    address: str  # Of the feed.
    posts: PostQuerySet


@dataclass(frozen=True, slots=True)
class Found:
    """A feed but for the words of its posts, and what tells whether it is still the same."""

    feed: Feed
    mark: str
    changed: datetime | None  # None where nothing is in it: then no date says whether something was.


def latest(subject: Subject) -> Found:
    """One query, which reads no words but quotes."""
    posts = list(for_feed(subject.posts)[:ENTRIES])
    entries = tuple(entry(post) for post in posts)
    changes = [*(made.updated for made in entries), *(getattr(post, "acted_at") for post in posts[:1])]  # noqa: B009
    changed = max((at for at in changes if at), default=None)
    feed = Feed(subject.title, absolute(subject.page), absolute(subject.address), changed or LONG_AGO, entries)
    versions = [(post.revision, post.thread.version) for post in posts]
    return Found(feed, sha256(repr((feed, versions)).encode()).hexdigest()[:32], changed)


def for_feed(posts: PostQuerySet) -> PostQuerySet:
    """The published ones, latest first. `acted_at`: when any that was public was last removed, merged, renamed, …

    By the latest date alone, nobody who asks "since when" would hear that a post is gone, or has come from elsewhere.
    """
    on_threads = Q(post=None, thread__publications__gt=0)
    acts = ModerationEntry.objects.filter(Q(post__published_at__isnull=False) | on_threads).order_by("-number")
    shown = posts.published().annotate(acted_at=Subquery(acts.values("created_at")[:1]))
    related = ["author", "anchor__essay", "thread__essay", "thread__category", "parent"]
    unused = ["source", "html", "author__password", "author__email", "parent__source", "parent__html"]
    return shown.select_related(*related).defer(*unused).order_by("-published_at", "-pk")


def words(feed: Feed) -> dict[int, str]:
    """The HTML of the entries by their number: of those that are published still."""
    quotes = {made.pk: made.quote for made in feed.entries}
    found = Post.objects.published().filter(pk__in=quotes).values_list("pk", "html")
    return {pk: quoted(quotes[pk]) + with_whole_addresses(html, pk) for pk, html in found}


def quoted(quote: str) -> str:
    return format_html("<blockquote><p>{}</p></blockquote>\n", quote) if quote else ""


def with_whole_addresses(html: str, pk: int) -> str:
    """Links lead from anywhere to where they lead on the post's page."""
    own = reverse("post", args=[pk])

    def whole(link: re.Match[str]) -> str:
        return f"{link[1]}{absolute(own if link[2].startswith('#') else '')}{link[2]}"

    return OWN_LINK.sub(whole, html)


def entry(post: Post) -> Entry:
    category = post.thread.category
    essay = post.thread.essay
    published = post.published_at if post.author_id else post.written_at or post.published_at
    edited = post.edited_at if post.was_edited_in_public else None
    assert published
    return Entry(
        pk=post.pk,
        id=identity(post),
        title=title(post),
        url=absolute(post.get_absolute_url()),
        author=post.author_name,
        author_url=absolute(reverse("member", args=[post.author.username])) if post.author else "",
        published=published,
        updated=edited or post.published_at or published,
        category=category.name if category else post.thread.public_title,
        category_slug=category.slug if category else essay.slug if essay else "",
        quote=post.quote,
        answers=answered(post),
    )


def identity(post: Post) -> str:
    """The post's name in every reader: of what nothing changes, and of no address.

    That is when it was written, but of an imported one, whose date may become known later, its own name.
    """
    if post.imported_from:
        return f"urn:uuid:{uuid5(IDS, f'post {post.pk} {post.submission}')}"
    at = post.written_at or post.published_at
    assert at
    return f"urn:uuid:{uuid5(IDS, f'post {post.pk} {at.astimezone(UTC).isoformat()}')}"


def title(post: Post) -> str:
    whole = post.thread.public_title
    if post.is_opening:
        return f"{whole}, by {post.author_name}"
    if post.anchor:
        return f"{post.author_name} on {post.anchor.label} of “{whole}”"
    return f"{post.author_name} {'on' if post.thread.essay_id else 'in'} “{whole}”"


def answered(post: Post) -> Answered | None:
    """Another post, or what it was said on: a passage, a text, a discussion. What opens one answers nothing."""
    if post.is_opening:
        return None
    if post.parent and post.parent.published_at:
        return Answered(identity(post.parent), absolute(post.parent.get_absolute_url()))
    place = post.anchor or post.thread.essay or post.thread
    url = absolute(place.get_absolute_url())
    return Answered(url, url)
