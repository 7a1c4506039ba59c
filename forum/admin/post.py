"""The list of all posts, and the page of one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.views.main import ChangeList
from django.db.models import Case, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime

from forum import moderation, places
from forum.admin.forms import DecisionForm, QueueActionForm, ReasonForm
from forum.admin.listing import Queue, StateFilter
from forum.admin.records import EntryInline, RevisionInline
from forum.admin.words import excerpt_of, words_of
from forum.models import Post
from forum.moderation import NotPossible
from forum.permissions import can_moderate


@admin.register(Post)
class PostAdmin(admin.ModelAdmin):
    """What waits, the longest waiting on top; all other posts where they are asked for."""

    change_list_template = "forum/admin/queue.html"
    list_display = ("number", "state", "excerpt", "where", "who", "written")
    list_filter = (StateFilter, "thread")
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.ALLOW
    search_fields = ("source", "author__username", "author__display_name")
    actions = ("approve_selected", "remove_selected")
    action_form = QueueActionForm
    form = DecisionForm
    inlines = (EntryInline, RevisionInline)
    readonly_fields = ("where", "passage_says", "answers", "quote", "words", "who", "written", "state")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Post]:
        waiting = Case(When(status=Post.Status.PENDING, then=Value(0)), default=Value(1))
        related = ("author", "anchor__essay", "thread", "parent__author")
        return super().get_queryset(request).select_related(*related).order_by(waiting, "pk")

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return Queue

    def get_fieldsets(self, request: HttpRequest, obj: Post | None = None) -> Any:
        decision = ("decision", "reason", "seen") if obj and obj.stands else ()
        return [
            ("The post", {"fields": ("where", "passage_says", "answers", "quote", "words", "who", "written")}),
            ("Decision", {"fields": ("state", *decision)}),
        ]

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
        return words_of(post)

    @admin.display(description="words")
    def excerpt(self, post: Post) -> str:
        return excerpt_of(post)

    @admin.display(description="written", ordering="written_at")
    def written(self, post: Post) -> str:
        return date_format(localtime(post.written_at), "DATETIME_FORMAT") if post.written_at else "date unknown"

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
        return format_html("<p><bdi>{}</bdi>:</p>{}", post.parent.author_name, excerpt_of(post.parent))

    @admin.display(description="author")
    def who(self, post: Post) -> str:
        if post.author is None:
            return f"{post.author_name} (imported from {post.imported_from})"
        return format_html("<bdi>{}</bdi> @{}", post.author_name, post.author.username)

    # --- What a moderator does ---

    def save_model(self, request: HttpRequest, obj: Post, form: DecisionForm, change: bool) -> None:
        self.decide(
            request, [(obj, form.cleaned_data["seen"])], **{k: form.cleaned_data[k] for k in ("decision", "reason")}
        )

    def log_change(self, *args: Any) -> None:  # type: ignore[override]
        """The record of what moderators do is `ModerationEntry`, which knows what came of it."""

    def response_change(self, request: HttpRequest, obj: Post) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse("admin:forum_post_changelist"))

    def render_change_form(  # noqa: PLR0917  # Django's signature.
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Post | None = None,
    ) -> HttpResponse:
        assert obj is not None  # Nothing is added here.
        decides = obj.stands
        context |= {
            "title": f"Decide on post {obj.pk}" if decides else f"Post {obj.pk}",
            "subtitle": None,
            "show_save": decides,
            "show_save_and_continue": False,
            "show_save_and_add_another": False,
        }
        return super().render_change_form(request, context, add, change, form_url, obj)

    # The queryset that Django hands over is what the list's filter still finds. A post that somebody else decided on
    # has left it, and whoever ticked it is told so.

    @admin.action(description="Approve selected posts", permissions=["moderate"])
    def approve_selected(self, request: HttpRequest, queryset: QuerySet[Post]) -> None:
        self.decide(request, self.ticked(request), "approve")

    @admin.action(description="Remove selected posts (give a reason)", permissions=["moderate"])
    def remove_selected(self, request: HttpRequest, queryset: QuerySet[Post]) -> HttpResponse | None:
        ticked, form = self.ticked(request), ReasonForm(request.POST)
        if not form.is_valid():
            return self.ask_for_the_reason(request, ticked, form)
        self.decide(request, ticked, "remove", form.cleaned_data["reason"])
        return None

    def ask_for_the_reason(
        self, request: HttpRequest, ticked: list[tuple[Post, int]], form: ReasonForm
    ) -> TemplateResponse:
        """A page with the posts that were ticked, which sends the same action again."""
        context = {
            **self.admin_site.each_context(request),
            "title": f"Remove {counted(len(ticked))}",
            "rows": [{"post": post, "seen": seen, "words": excerpt_of(post)} for post, seen in ticked],
            "form": form,
            "back": request.get_full_path(),
            "opts": self.opts,
            "media": self.media,
        }
        return TemplateResponse(request, "forum/admin/remove.html", context)

    def ticked(self, request: HttpRequest) -> list[tuple[Post, int]]:
        """The posts that were ticked, each with the revision that the list showed; 0, which none has, without one."""
        ticked = [pk for pk in request.POST.getlist(ACTION_CHECKBOX_NAME) if is_number(pk)]
        seen = {pk: request.POST.get(f"seen-{pk}", "") for pk in ticked}
        posts = self.get_queryset(request).filter(pk__in=ticked)
        return [(post, int(number) if is_number(number := seen[str(post.pk)]) else 0) for post in posts]

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
            self.message_user(request, f"{counted(done)} {word}.", messages.SUCCESS)


def counted(posts: int) -> str:
    return f"{posts} post{'' if posts == 1 else 's'}"


def is_number(text: str) -> bool:
    """Whether it is one that a row may have."""
    return text.isascii() and text.isdigit() and len(text) < 19
