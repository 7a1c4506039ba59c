"""The page of one thing: what it is, what was done to it, and a form to decide on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.text import capfirst

from forum.admin.done import latest_to_undo
from forum.models import ModerationEntry
from forum.moderation import NotPossible
from forum.permissions import can_moderate

if TYPE_CHECKING:
    from accounts.models import User
    from forum.admin.decisions import Why

T = TypeVar("T", bound=Model)
DIGITS = 18  # of a number that a row may have


class ReadOnly:
    """Django adds, changes and deletes nothing here: `forum.moderation` does."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return can_moderate(request.user)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class Listing(ChangeList):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.full_result_count = self.result_count  # Else Django offers to "show all" where all is shown.


class Desk(ReadOnly, admin.ModelAdmin):
    page: ClassVar[str]  # The template of one thing.

    class Media:
        css: ClassVar = {"all": ["css/queue.css", "css/desk.css"]}

    # --- What each kind of thing says of itself ---

    def found(self, request: HttpRequest, pk: str) -> Any:
        """The thing, or 404."""
        raise NotImplementedError

    def form_for(self, request: HttpRequest, thing: Any, data: Any = None) -> Why | None:
        """The form to decide on it; None where this moderator may not."""
        raise NotImplementedError

    def decide(self, request: HttpRequest, thing: Any, form: Any) -> str:
        """Do what the form says and return what was done, in a sentence. Raises `NotPossible`."""
        raise NotImplementedError

    def refused(self, thing: Any, form: Any) -> None:
        """Make the form fit what the thing is by now."""

    def shows(self, request: HttpRequest, thing: Any) -> dict[str, Any]:
        """What the template needs, with a `title`."""
        raise NotImplementedError

    def entries(self, thing: Any) -> QuerySet[ModerationEntry]:
        """What was done to it."""
        return ModerationEntry.objects.none()

    def way_back(self, request: HttpRequest, thing: Any) -> str:
        """Where a decision leads to."""
        return request.get_full_path()

    # --- What all have in common ---

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        thing = self.found(request, object_id)
        if request.method != "POST":
            return self.show(request, thing, self.form_for(request, thing))
        form = self.form_for(request, thing, request.POST)
        if form is None:
            raise PermissionDenied("You cannot decide on this.")
        if form.is_valid() and self.is_done(request, thing, form):
            return redirect(self.way_back(request, thing))
        return self.show(request, self.found(request, object_id), form)

    def is_done(self, request: HttpRequest, thing: Any, form: Why) -> bool:
        try:
            done = self.decide(request, thing, form)
        except NotPossible as why:
            form.add_error(None, str(why))
            self.refused(self.found(request, str(thing.pk)), form)
            return False
        undo = latest_to_undo(self.entries(thing), person(request))
        self.message_user(request, done, messages.SUCCESS, extra_tags=undo)
        return True

    def show(self, request: HttpRequest, thing: Any, form: Why | None) -> TemplateResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "media": self.media,
            "list_title": capfirst(self.opts.verbose_name_plural),
            "form": form,
            **self.shows(request, thing),
        }
        return TemplateResponse(request, self.page, context, status=422 if form and form.errors else 200)

    def list_of(self, request: HttpRequest, template: str, **shown: Any) -> TemplateResponse:
        """A page of our own, for whom the model's list is for."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        context = {**self.admin_site.each_context(request), "opts": self.opts, "media": self.media, **shown}
        return TemplateResponse(request, template, context)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return Listing

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        title = {"title": capfirst(self.opts.verbose_name_plural)}
        return super().changelist_view(request, title | (extra_context or {}))


def titled(title: str) -> type[admin.BooleanFieldListFilter]:
    """A filter by a mark, called otherwise than its column."""

    class Titled(admin.BooleanFieldListFilter):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.title = title

    return Titled


def one_of(things: QuerySet[T], pk: str) -> T:
    """The thing with this number, as an address says it; 404 where there is none."""
    if not pk.isascii() or not pk.isdigit() or len(pk) > DIGITS:
        raise Http404
    return get_object_or_404(things, pk=pk)


def person(request: HttpRequest) -> User:
    """Who is signed in. Nobody else comes in here."""
    return cast("User", request.user)
