"""The log of moderation as moderators read it, and where they take an act back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from forum import moderation
from forum.admin.acting import is_number
from forum.admin.changed import changed_by
from forum.admin.decisions import Act, EntryDecision
from forum.admin.desk import Desk, Listing, one_of, person
from forum.admin.done import can_still_undo
from forum.admin.facets import COUNTED
from forum.admin.links import asked_next
from forum.admin.numbers import numbers
from forum.admin.waiting import Bounded
from forum.models import MODERATE, Appeal, ModerationEntry
from forum.moderation import NotPossible
from forum.permissions import can_decide_appeal

if TYPE_CHECKING:
    from accounts.models import User

SYSTEM = "system"


class ModeratorFilter(admin.SimpleListFilter):
    """The moderators of today, not all who ever wrote an entry: that would read the whole log."""

    title = "who did it"
    parameter_name = "by"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        moderators = get_user_model().objects.with_perm(MODERATE, backend="django.contrib.auth.backends.ModelBackend")
        return [*((str(user.pk), user.get_full_name()) for user in moderators.order_by("pk")), (SYSTEM, "The system")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[ModerationEntry]) -> QuerySet[ModerationEntry]:
        asked = self.value()
        if asked is None or asked not in dict(self.lookup_choices):
            return queryset
        return queryset.filter(by=None if asked == SYSTEM else int(asked))


class Log(Listing):
    """The latest entries, of all or of what is asked for: the log grows for ever, and no page counts all of it."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.page_num = max(1, min(self.page_num, self.paginator.num_pages))

    @property
    def most(self) -> int | None:
        """How many are listed, where there may be more."""
        return COUNTED if self.result_count == COUNTED else None


@admin.register(ModerationEntry)
class ModerationEntryAdmin(Desk):
    page: ClassVar = "forum/admin/entry.html"
    change_list_template = "forum/admin/entries.html"
    list_display = ("created_at", "act", "concerns", "reason", "by")
    list_filter = ("act", ModeratorFilter)
    list_per_page = 50
    list_max_show_all = 0
    paginator = Bounded
    show_full_result_count = False
    search_fields = (
        "reason",
        "note",
        "by__username",
        "by__display_name",
        "member__username",
        "member__display_name",
        "post__author__username",
        "post__author__display_name",
    )
    search_help_text = "Words of the reason or the note, the name of a person, or the number of a post"
    date_hierarchy = "created_at"

    def get_queryset(self, request: HttpRequest) -> QuerySet[ModerationEntry]:
        return super().get_queryset(request).select_related("post__author", "thread", "member", "by")

    def get_urls(self) -> list[URLPattern]:
        own = path("numbers/", self.admin_site.admin_view(self.numbers_view), name="forum_numbers")
        return [own, *super().get_urls()]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return Log

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[ModerationEntry], search_term: str
    ) -> tuple[QuerySet[ModerationEntry], bool]:
        """Also on a post, whose number is said alone or as the log says it: post 12."""
        found, may_have_duplicates = super().get_search_results(request, queryset, search_term)
        number = search_term.lower().removeprefix("post ").strip()
        if is_number(number):
            found = queryset.filter(Q(pk__in=found.order_by().values("pk")) | Q(post=int(number)))
        return found, may_have_duplicates

    @admin.display(description="on")
    def concerns(self, entry: ModerationEntry) -> str:
        return str(entry.post or entry.member or entry.thread)

    def numbers_view(self, request: HttpRequest) -> HttpResponse:
        return self.list_of(request, "forum/admin/numbers.html", title="Numbers", **numbers())

    # --- One entry ---

    def found(self, request: HttpRequest, pk: str) -> ModerationEntry:
        return one_of(self.get_queryset(request).select_related("undoes"), pk)

    def form_for(self, request: HttpRequest, thing: ModerationEntry, data: Any = None) -> EntryDecision | None:
        fits = offered(thing, person(request))
        if not fits and data is None:
            return None
        # Whoever is too late is told so by the act.
        return EntryDecision(data, offered=fits, act=fits[0] if len(fits) == 1 else None)

    def decide(self, request: HttpRequest, thing: ModerationEntry, form: EntryDecision) -> str:
        by, act = person(request), form.cleaned_data["act"]
        if act == Act.UNDO:
            moderation.undo(thing, by=by, **form.why)
            return f"Entry {thing.number} ({thing.get_act_display()}) is undone."
        appeal = appeal_against(thing)
        if appeal is None:
            raise NotPossible("Nobody appealed against this.")
        done = (moderation.grant if act == Act.GRANT else moderation.deny)(appeal, by=by, **form.why)
        return f"Entry {thing.number} ({thing.get_act_display()}): {done.get_act_display()}."

    def shows(self, request: HttpRequest, thing: ModerationEntry) -> dict[str, Any]:
        return {
            "title": f"Entry {thing.number}: {thing.get_act_display()}",
            "entry": thing,
            "changes": changed_by(thing),
            "taken_back": taken_back(thing),
            "appeal": appeal_against(thing),
        }

    def way_back(self, request: HttpRequest, thing: ModerationEntry) -> str:
        return asked_next(request, request.path)


def appeal_against(entry: ModerationEntry) -> Appeal | None:
    return Appeal.objects.filter(decision=entry).select_related("by", "decision").first()


def taken_back(entry: ModerationEntry) -> ModerationEntry | None:
    """The entry that took this one back, if it was not taken back itself."""
    return entry.undone_by.filter(undone_by=None).first()


def offered(entry: ModerationEntry, reader: User) -> list[str]:
    """The acts that fit the entry, an appeal against it first."""
    appeal = appeal_against(entry)
    decides = appeal is not None and appeal.state == Appeal.State.OPEN and can_decide_appeal(reader, appeal)
    undoes = taken_back(entry) is None and can_still_undo(reader, entry)
    return [*([Act.GRANT, Act.DENY] if decides else []), *([Act.UNDO] if undoes else [])]
