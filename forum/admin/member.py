"""What moderators know of a member, and what they decide on one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import localtime

from forum import moderation
from forum.admin.decisions import Act, MemberDecision
from forum.admin.desk import Desk, one_of, person
from forum.admin.done import rows_of
from forum.admin.links import member_url
from forum.admin.members import MembersFound
from forum.admin.words import line_of
from forum.models import Flag, ModerationEntry, Post, Standing, standing_of
from forum.permissions import can_discipline

if TYPE_CHECKING:
    from accounts.models import User

DO: dict[str, Any] = {
    Act.WARN: moderation.warn,
    Act.PUT_ON_HOLD: moderation.put_on_hold,
    Act.SILENCE: moderation.silence,
    Act.BAN: moderation.ban,
    Act.LIFT: moderation.lift,
    Act.REMOVE_ALL: moderation.remove_all,
}
LATEST_POSTS = 10


@admin.register(Standing)
class StandingAdmin(Desk):
    """Any member has a page here, also one on whom nobody has decided anything."""

    page: ClassVar = "forum/admin/member.html"

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().list_of(request, "forum/admin/members.html", found=MembersFound.by(request.GET), title="Members")

    def found(self, request: HttpRequest, pk: str) -> User:
        return one_of(get_user_model().objects.select_related("standing"), pk)

    def form_for(self, request: HttpRequest, thing: User, data: Any = None) -> MemberDecision | None:
        if not can_discipline(request.user, thing):
            return None
        return MemberDecision(data, offered=offered(thing), days="7", **seen_of(thing))

    def decide(self, request: HttpRequest, thing: User, form: MemberDecision) -> str:
        act, seen = Act(form.cleaned_data["act"]), form.cleaned_data["seen"]
        entry = DO[act](thing, by=person(request), seen=seen, **form.why, **form.besides)
        return f"{thing.get_full_name()}: {act.label}{how_far(act, entry)}."

    def refused(self, thing: User, form: MemberDecision) -> None:
        form.show_again(**seen_of(thing))

    def entries(self, thing: User) -> QuerySet[ModerationEntry]:
        return ModerationEntry.objects.filter(member=thing)

    def shows(self, request: HttpRequest, thing: User) -> dict[str, Any]:
        standing, latest = standing_of(thing), posts_of(thing).first()
        until = localtime(standing.until) if standing.until else None
        posts = Post.objects.by(thing).select_related("thread", "anchor").order_by("-pk")[:LATEST_POSTS]
        return {
            "title": f"{thing.get_full_name()} @{thing.username}",
            "member": thing,
            "standing": standing,
            "is_over": until is not None and standing.may_write,
            "record": record_of(thing),
            "latest": latest,
            "removable": posts_of(thing).count() if latest else 0,
            "posts": [(post, line_of(post)) for post in posts],
            "rows": rows_of(self.entries(thing), person(request), thing),
        }

    def way_back(self, request: HttpRequest, thing: User) -> str:
        return member_url(thing.pk)


def how_far(act: Act, entry: ModerationEntry) -> str:
    if act == Act.REMOVE_ALL:
        return f" ({len(entry.after['removed'])})"
    if act == Act.SILENCE:
        return f" until {date_format(localtime(parse_datetime(entry.after['until'])), 'DATETIME_FORMAT')}"
    return ""


def posts_of(member: User) -> Any:
    """What "remove all" would remove, the latest first."""
    return Post.objects.by(member).standing().order_by("-pk")


def seen_of(member: User) -> dict[str, int]:
    """What was known when the page was made: the latest entry on the member, and their latest post."""
    return {"seen": moderation.last_entry(member), "latest": posts_of(member).values_list("pk", flat=True).first() or 0}


def offered(member: User) -> set[str]:
    state = standing_of(member).state
    fits = {
        Act.PUT_ON_HOLD: state != Standing.State.ON_HOLD,
        Act.BAN: state != Standing.State.BANNED,
        Act.LIFT: state != Standing.State.GOOD,
        Act.REMOVE_ALL: posts_of(member).exists(),
    }
    return {Act.WARN, Act.SILENCE, *(act for act, it_does in fits.items() if it_does)}


@dataclass(frozen=True, slots=True)
class Record:
    """What a member's posts and reports came to."""

    posts: int
    published: int
    waiting: int
    removed: int
    approved: int
    reported: int  # Their posts, rightly.
    right: int  # Their reports.
    wrong: int


def record_of(member: User) -> Record:
    status = Post.Status
    posts = Post.objects.by(member).aggregate(
        posts=Count("pk"),
        published=Count("pk", filter=Q(status=status.PUBLISHED)),
        waiting=Count("pk", filter=Q(status__in=[status.PENDING, status.HIDDEN])),
        removed=Count("pk", filter=Q(status=status.REMOVED)),
    )
    flags = Flag.objects.filter(by=member).aggregate(
        right=Count("pk", filter=Q(state=Flag.State.UPHELD)), wrong=Count("pk", filter=Q(state=Flag.State.DECLINED))
    )
    approved = ModerationEntry.objects.filter(post__author=member, act=Act.APPROVE, undone_by=None).count()
    reported = Flag.objects.filter(post__author=member, state=Flag.State.UPHELD).count()
    return Record(**posts, **flags, approved=approved, reported=reported)
