"""The queue: one list of what waits for a moderator, decided on from its rows or in bulk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse

from forum.admin.acting import OF_POSTS, Acting, Outcome, act_on_all, is_number, undo_all
from forum.admin.desk import ReadOnly, one_of, person
from forum.admin.facets import KindFilter, StateFilter, ThreadFilter, WhyFilter
from forum.admin.links import asked_next, entry_url, post_url
from forum.admin.waiting import Bounded, Waiting
from forum.admin.words import searched
from forum.models import Flag, ModerationEntry, QueueItem
from forum.permissions import can_moderate


@admin.register(QueueItem)
class QueueItemAdmin(ReadOnly, admin.ModelAdmin):
    change_list_template = "forum/admin/queue.html"
    list_filter = (StateFilter, KindFilter, ThreadFilter, WhyFilter)
    list_per_page = 25
    list_max_show_all = 0
    show_full_result_count = False
    show_facets = admin.ShowFacets.ALWAYS
    date_hierarchy = "since"
    paginator = Bounded
    actions = None  # Each names the revision that was seen, which Django's know nothing of.
    search_fields = (
        "words",
        "post__author__username",
        "post__author__display_name",
        "post__imported_name",
        "appeal__words",
        "appeal__by__username",
        "appeal__by__display_name",
    )

    @property
    def media(self) -> forms.Media:
        """Without Django's scripts, which are for its own list."""
        return forms.Media(css={"all": ["css/queue.css", "css/queue_list.css"]})

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return Waiting

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[QueueItem], search_term: str
    ) -> tuple[QuerySet[QueueItem], bool]:
        """Also in what readers wrote who reported it."""
        if not search_term:
            return queryset, False
        with_words = queryset.alias(words=searched("post__"))
        found, may_have_duplicates = super().get_search_results(request, with_words, search_term)
        reported = Flag.objects.filter(post=OuterRef("post"), note__icontains=search_term)
        return queryset.filter(Q(pk__in=found.order_by().values("pk")) | Exists(reported)), may_have_duplicates

    def get_urls(self) -> list[URLPattern]:
        undo = path("undo/", self.admin_site.admin_view(self.undo_view), name="forum_queueitem_undo")
        return [undo, *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return self.decided(request) if request.method == "POST" else self.listed(request)

    def listed(self, request: HttpRequest, failed: Acting | None = None) -> HttpResponse:
        acts = {act.value: label for act, label in OF_POSTS.items()}
        shown = {"failed": failed, "acts": acts, "here": request.get_full_path()}
        return super().changelist_view(request, shown)

    def decided(self, request: HttpRequest) -> HttpResponse:
        if not can_moderate(request.user):
            raise PermissionDenied
        form = Acting(request.POST)
        if not form.is_valid():
            answer = self.listed(request, form)
            answer.status_code = 422
            return answer
        self.say(request, act_on_all(form, person(request)))
        following = request.POST.get("next", "")
        return redirect(f"{request.get_full_path()}#{f'item-{following}' if is_number(following) else 'queue'}")

    def undo_view(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not can_moderate(request.user):
            raise PermissionDenied
        outcome = undo_all(request.POST.get("entries", ""), person(request))
        self.say(request, outcome)
        taken_back = [entry.undoes for _, entry in outcome.done]
        item = QueueItem.objects.open().filter(post__in=[entry.post for entry in taken_back if entry]).first()
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        queue = f"{reverse('admin:forum_queueitem_changelist')}{query}#{f'item-{item.pk}' if item else 'queue'}"
        return redirect(asked_next(request, queue))

    def say(self, request: HttpRequest, outcome: Outcome) -> None:
        """What was done, with the entries that can be undone; what was refused, one by one."""
        if outcome.done:
            entries = [entry for _, entry in outcome.done]
            undo = ",".join(str(entry.pk) for entry in entries if entry.act != ModerationEntry.Act.UNDO)
            self.message_user(request, said(outcome), messages.SUCCESS, extra_tags=undo)
        for refusal in outcome.refused:
            self.message_user(request, refusal, messages.ERROR)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The page of what waits."""
        if not can_moderate(request.user):
            raise PermissionDenied
        item = one_of(QueueItem.objects.select_related("appeal"), object_id)
        if item.post_id:
            return redirect(post_url(item.post_id))
        assert item.appeal
        return redirect(entry_url(item.appeal.decision_id))


def said(outcome: Outcome) -> str:
    (first, entry), *others = outcome.done
    act = entry.get_act_display()
    return f"{len(outcome.done)} posts: {act}." if others else f"{first}: {act}."
