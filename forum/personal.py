"""What a page says to one member alone, asked in one question together with its mark.

Two pages that come of the same answer are the same page, but for what stands in its holes (see `forum.views.members`).
Where a page would say or note more than that, there is no answer, and it is made for the member.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.db.models import Aggregate, Case, Exists, OuterRef, Q, QuerySet, Subquery, TextField, Value, When
from django.db.models.functions import Cast, Concat, Now
from django.urls import reverse

from essays.models import Essay
from forum import listing, marks
from forum.drafts import lasting
from forum.models import (
    EDIT_WINDOW,
    Category,
    Draft,
    Notification,
    Post,
    ReadMark,
    Standing,
    Subscription,
    Thread,
    number_unread,
)
from forum.prepared import Prepared, Row

User = get_user_model()
# Stand-ins: see `Prepared`.
MEMBER, PK = 7_000_000_000_000_000_001, 7_000_000_000_000_000_002
SLUG, REF, PATH = "\ue000slug", "\ue000ref", "\ue000path"
SLACK = timedelta(minutes=1)  # between the clocks of the site and of its database


@dataclass(frozen=True, slots=True)
class Answer:
    """What a page is made of, besides who reads it."""

    made_of: Hashable
    is_own: bool  # It says something to this member that others are not told.
    unread: int  # Notices, for the header.


def of_library(member: int) -> Answer | None:
    return of_list(LIBRARY(member=member))


def of_discussions(member: int) -> Answer | None:
    return of_list(DISCUSSIONS(member=member))


def of_essay(member: int, slug: str) -> Answer | None:
    return of_talk(ESSAY(member=member, slug=slug, path=reverse("reply_to_essay", args=[slug])))


def of_passage(member: int, slug: str, ref: str) -> Answer | None:
    path = reverse("reply_to_passage", args=[slug, ref])
    return of_talk(PASSAGE(member=member, slug=slug, ref=ref, path=path))


def of_thread(member: int, pk: str, slug: str) -> Answer | None:
    path = lasting(reverse("reply_to_thread", args=[pk, slug]))
    return of_talk(THREAD(member=member, pk=int(pk), path=path))


def of_talk(rows: list[Row]) -> Answer | None:
    if not rows:
        return None
    says_more, is_own, unread, *_ = row = rows[0]
    return None if says_more else Answer(row[3:], bool(is_own), unread)


def of_list(rows: list[Row]) -> Answer | None:
    if not rows or rows[0][0]:
        return None
    return Answer(tuple(row[2:] for row in rows), any(row[2] for row in rows), rows[0][1])


# --- The questions ---


def talk(threads: QuerySet[Thread], names: list[str], member: int, path: str, **here: Any) -> QuerySet[Thread, Any]:
    """Whether more is to be said than a stored page says; whether it is the member's own; notices; the mark.

    More: something is new, or noted by the visit; it tells of a notice; the member may do more than others, or less.
    """
    # What was never public changes without the mark of the page.
    in_flux = Q(published_at=None) | Q(status=Post.Status.RETURNED) | Q(written_at__gt=Now() - (EDIT_WINDOW + SLACK))
    told = Notification.objects.to(User(pk=member)).unread().filter(post__thread=OuterRef("pk"))
    here_too = Exists(followed(member).filter(**here)) if here else Value(value=False)
    rows = threads.annotate(
        says_more=either(
            ~Exists(ReadMark.objects.filter(member=member, thread=OuterRef("pk"), upto__gte=OuterRef("publications"))),
            Exists(told),
            Exists(Draft.objects.filter(member=member, path=path)),
            Exists(own_posts(member).filter(in_flux)),
            Exists(Standing.objects.filter(member=member).exclude(state=Standing.State.GOOD)),
            has_rights(member),
        ),
        is_own=either(Exists(own_posts(member)), Exists(followed(member).filter(anchor=None)), here_too),
        notices=number_unread(User(pk=member)),
        follows=Exists(followed(member).filter(anchor=None)),
        follows_here=here_too,
        renamed=Subquery(marks.renamed()[:1]),
    )
    return rows.values_list("says_more", "is_own", "notices", "follows", "follows_here", "renamed", *names)


def listed(threads: QuerySet[Thread], names: list[str], member: int, **others: Any) -> QuerySet[Thread, Any]:
    """Of each thread: whether more is to be said, notices, when the member read it if something was published since."""
    behind = ReadMark.objects.filter(member=member, thread=OuterRef("pk"), upto__lt=OuterRef("publications"))
    rows = threads.annotate(
        says_more=either(Exists(Thread.objects.filter(opener=member, is_public=False)), has_rights(member)),
        notices=number_unread(User(pk=member)),
        behind=Subquery(behind.values("read_at")[:1]),
        renamed=Subquery(marks.renamed()[:1]),
        **others,
    )
    return rows.values_list("says_more", "notices", "behind", "renamed", *others, *names)


def either(*conditions: Exists | Q | Any) -> Case:
    """Whether one of them is true, the next being asked only where the one before is not."""
    return Case(*(When(condition, then=Value(value=True)) for condition in conditions), default=Value(value=False))


def own_posts(member: int) -> QuerySet[Post]:
    return Post.objects.filter(author=member, thread=OuterRef("pk"))


def followed(member: int) -> QuerySet[Subscription]:
    return Subscription.objects.filter(member=member, thread=OuterRef("pk"))


def has_rights(member: int) -> Exists:
    """Moderators and others who may do more: what pages say to them, they are asked for."""
    members = User.objects.filter(pk=member)
    rights = Q(is_staff=True) | Q(is_superuser=True) | Q(groups__isnull=False) | Q(user_permissions__isnull=False)
    return Exists(members.filter(rights))


class Joined(Aggregate):
    """The texts of all rows, one after the other."""

    function = "GROUP_CONCAT"
    output_field = TextField()

    def as_postgresql(self, *args: Any, **kwargs: Any) -> Any:
        return self.as_sql(*args, function="STRING_AGG", template="%(function)s(%(expressions)s, ',')", **kwargs)


def all_of(rows: QuerySet[Any], *names: str) -> Subquery:
    """What these fields say in all the rows, as one text."""
    texts = [part for name in names for part in (Cast(name, TextField()), Value("\n", TextField()))]
    return Subquery(
        rows.order_by().annotate(one=Value(1)).values("one").annotate(all=Joined(Concat(*texts))).values("all")
    )


LIBRARY = Prepared(
    Thread,
    lambda member: listed(Thread.objects.filter(essay__isnull=False).order_by("pk"), marks.ESSAYS, member),
    member=MEMBER,
)
DISCUSSIONS = Prepared(
    Thread,
    lambda member: listed(
        listing.found_by(listing.Wanted()),
        ["pk", "version", "last_post_at"],
        member,
        categories=all_of(Category.objects.all(), "position", "name", "slug"),
        essays=all_of(Essay.objects.filter(thread__isnull=False), "title", "slug"),
    ),
    member=MEMBER,
)
ESSAY = Prepared(
    Thread,
    lambda member, slug, path: talk(Thread.objects.filter(essay__slug=slug), marks.ESSAYS, member, path),
    member=MEMBER,
    slug=SLUG,
    path=PATH,
)
PASSAGE = Prepared(
    Thread,
    lambda member, slug, ref, path: talk(
        Thread.objects.filter(essay__slug=slug), marks.ESSAYS, member, path, anchor__ref=ref
    ),
    member=MEMBER,
    slug=SLUG,
    ref=REF,
    path=PATH,
)
THREAD = Prepared(
    Thread,
    lambda member, pk, path: talk(
        Thread.objects.visible_to(AnonymousUser()).filter(pk=pk), marks.THREADS, member, path
    ),
    member=MEMBER,
    pk=PK,
    path=PATH,
)
