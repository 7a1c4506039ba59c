"""The moderation queue. Every act goes through `forum.moderation`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.db.models import Case, QuerySet, Value, When
from django.http import HttpRequest, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html

from forum import moderation, places
from forum.models import REASON_MAX_LENGTH, ModerationEntry, Post, PostRevision, Thread
from forum.moderation import NotPossible
from forum.permissions import can_moderate

REASON_HELP = "Everybody can read the reason for a removal, in the place of the words."


admin.site.site_header = "Colloquy: moderation"
admin.site.site_title = "Colloquy"
admin.site.index_title = "Moderation"
admin.site.enable_nav_sidebar = False  # The queue needs the width.


class ReadOnly:
    """For what is looked at here and changed elsewhere."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class QueueActionForm(ActionForm):
    reason = forms.CharField(label="Reason", max_length=REASON_MAX_LENGTH, required=False)


class DecisionForm(forms.ModelForm):
    decision = forms.ChoiceField(
        choices=[("approve", "Approve"), ("remove", "Remove")], widget=forms.RadioSelect, required=True
    )
    reason = forms.CharField(
        max_length=REASON_MAX_LENGTH, required=False, help_text=REASON_HELP, widget=forms.TextInput(attrs={"size": 80})
    )

    seen = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Post
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = self.instance.revision

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.instance.stands:
            self.add_error(None, f"Somebody was faster: this post is {self.instance.get_status_display()}.")
        if cleaned.get("decision") == "remove" and not cleaned.get("reason", "").strip():
            self.add_error("reason", "Give the reason: it is shown in the place of the words.")
        elif cleaned.get("decision") == "approve" and not self.instance.is_pending:
            self.add_error("decision", f"This post is not waiting: it is {self.instance.get_status_display()}.")
        return cleaned


class EntryInline(ReadOnly, admin.TabularInline):
    model = ModerationEntry
    fields = ("created_at", "act", "by", "reason")
    readonly_fields = fields
    verbose_name_plural = "What was done"
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[ModerationEntry]:
        return super().get_queryset(request).select_related("by", "post__author")


class RevisionInline(ReadOnly, admin.TabularInline):
    model = PostRevision
    fields = ("number", "created_at", "by", "source")
    readonly_fields = fields
    verbose_name_plural = "What was written"
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[PostRevision]:
        return super().get_queryset(request).select_related("by", "post__author")


@admin.register(Post)
class PostAdmin(admin.ModelAdmin):
    """All posts, those that wait first, the longest waiting on top."""

    list_display = ("number", "words", "where", "who", "state", "written_at")
    list_filter = ("status", "thread")
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.ALLOW
    search_fields = ("source", "author__username", "author__display_name")
    actions = ("approve_selected", "remove_selected")
    action_form = QueueActionForm
    form = DecisionForm
    inlines = (EntryInline, RevisionInline)
    fieldsets = (
        ("The post", {"fields": ("where", "passage_says", "answers", "quote", "words", "who", "written_at")}),
        ("Decision", {"fields": ("status", "status_reason", "decision", "reason", "seen")}),
    )
    readonly_fields = (
        "where",
        "passage_says",
        "answers",
        "quote",
        "words",
        "who",
        "written_at",
        "status",
        "status_reason",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Post]:
        waiting = Case(When(status=Post.Status.PENDING, then=Value(0)), default=Value(1))
        related = ("author", "anchor__essay", "thread", "parent__author")
        return super().get_queryset(request).select_related(*related).order_by(waiting, "pk")

    class Media:
        css = {"all": ["css/queue.css"]}

    # --- Who may what ---

    def has_moderate_permission(self, request: HttpRequest) -> bool:
        return can_moderate(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Post | None = None) -> bool:
        return can_moderate(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Post | None = None) -> bool:
        # What is gone is only looked at; who sends a decision on it is told so by the form.
        return can_moderate(request.user) and (obj is None or obj.stands or request.method == "POST")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Post | None = None) -> bool:
        return False

    # --- What a moderator sees ---

    @admin.display(description="post")
    def number(self, post: Post) -> str:
        seen = format_html('<input type="hidden" name="seen-{}" value="{}">', post.pk, post.revision)
        return format_html("Post {}{}", post.pk, seen)

    @admin.display(description="state")
    def state(self, post: Post) -> str:
        label = str(post.get_status_display())
        return f"{label}: {post.status_reason}" if post.status_reason else label

    @admin.display(description="words")
    def words(self, post: Post) -> str:
        return render_to_string("forum/admin/words.html", {"post": post})

    @admin.display(description="place")
    def where(self, post: Post) -> str:
        label = post.anchor.label if post.anchor else "the whole text"
        return format_html('<a href="{}">{}</a><br>{}', post.get_absolute_url(), label, post.thread)

    @admin.display(description="what the passage says")
    def passage_says(self, post: Post) -> str:
        block = places.of_post(post).block
        return block.words if block else "It is about the whole text."

    @admin.display(description="answers")
    def answers(self, post: Post) -> str:
        if post.parent is None:
            return "no other post"
        return render_to_string("forum/admin/words.html", {"post": post.parent, "with_author": True})

    @admin.display(description="author")
    def who(self, post: Post) -> str:
        if post.author is None:
            return f"{post.author_name} (imported from {post.imported_from})"
        return format_html("<bdi>{}</bdi> @{}", post.author_name, post.author.username)

    # --- What a moderator does ---

    def save_model(self, request: HttpRequest, obj: Post, form: forms.ModelForm, change: bool) -> None:
        self.decide(
            request, [(obj, form.cleaned_data["seen"])], **{k: form.cleaned_data[k] for k in ("decision", "reason")}
        )

    def log_change(self, *args: Any) -> None:  # type: ignore[override]
        """The record of what moderators do is `ModerationEntry`, which knows what came of it."""

    def response_change(self, request: HttpRequest, obj: Post) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse("admin:forum_post_changelist"))

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        one_button = {"show_save_and_continue": False, "show_save_and_add_another": False, **(extra_context or {})}
        return super().changeform_view(request, object_id, form_url, one_button)

    @admin.action(description="Approve selected posts", permissions=["moderate"])
    def approve_selected(self, request: HttpRequest, queryset: QuerySet[Post]) -> None:
        self.decide(request, as_seen(request, queryset), "approve")

    @admin.action(description="Remove selected posts (give a reason)", permissions=["moderate"])
    def remove_selected(self, request: HttpRequest, queryset: QuerySet[Post]) -> None:
        reason = request.POST.get("reason", "").strip()[:REASON_MAX_LENGTH]
        if not reason:
            self.message_user(request, f"Nothing was removed: give a reason. {REASON_HELP}", messages.ERROR)
            return
        self.decide(request, as_seen(request, queryset), "remove", reason)

    def decide(self, request: HttpRequest, posts: Iterable[tuple[Post, int]], decision: str, reason: str = "") -> None:
        """Do it to each post, of which the moderator saw the revision beside it; say what was and was not done."""
        assert request.user.is_authenticated
        done = 0
        for post, seen in posts:
            try:
                if decision == "approve":
                    moderation.approve(post, by=request.user, seen=seen)
                else:
                    moderation.remove(post, by=request.user, seen=seen, reason=reason)
                done += 1
            except NotPossible as why:
                self.message_user(request, f"{post}: {why}", messages.ERROR)
        if done:
            word = "approved" if decision == "approve" else "removed"
            self.message_user(request, f"{done} post{'' if done == 1 else 's'} {word}.", messages.SUCCESS)


def as_seen(request: HttpRequest, posts: Iterable[Post]) -> list[tuple[Post, int]]:
    """The posts, each with the revision that the list showed; 0, which none has, for one that was on another page."""
    seen = {post.pk: request.POST.get(f"seen-{post.pk}", "") for post in posts}
    return [(post, int(seen[post.pk]) if seen[post.pk].isdecimal() else 0) for post in posts]


@admin.register(Thread)
class ThreadAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("title", "post_count", "last_post_at")


@admin.register(ModerationEntry)
class ModerationEntryAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("created_at", "act", "post", "by", "reason")
    list_filter = ("act",)
    date_hierarchy = "created_at"

    def get_queryset(self, request: HttpRequest) -> QuerySet[ModerationEntry]:
        return super().get_queryset(request).select_related("post__author", "by")
