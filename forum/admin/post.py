"""The list of all posts, and the page of one with all that can be done to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime

from forum import changes, moderation, places
from forum.admin.decisions import Act, PostDecision
from forum.admin.desk import Desk, one_of, person
from forum.admin.done import last_entry, rows_of
from forum.admin.links import PRESERVED_FILTERS, author_link, member_link, post_link, thread_link
from forum.admin.member import record_of
from forum.admin.rows import deciding
from forum.admin.words import excerpt_of, searched, words_of
from forum.models import Appeal, ModerationEntry, Post, QueueItem, Thread
from forum.permissions import can_erase

if TYPE_CHECKING:
    from accounts.models import User

DO: dict[str, Any] = {
    Act.APPROVE: moderation.approve,
    Act.KEEP: moderation.keep,
    Act.RETURN: moderation.return_to_author,
    Act.REMOVE: moderation.remove,
    Act.RESTORE: moderation.restore,
    Act.LOCK: moderation.lock_branch,
    Act.UNLOCK: moderation.unlock_branch,
    Act.PIN: moderation.pin,
    Act.UNPIN: moderation.unpin,
    Act.MOVE: moderation.move,
    Act.SPLIT: moderation.split,
    Act.ERASE: moderation.erase,
}
FROM_QUEUE = "queue"  # In the address of a page that was opened from the queue, and leads back to it.
SHOWN = 50  # reports, appeals and threads


class ThreadFilter(admin.SimpleListFilter):
    """The threads with the latest talk: of all there may be too many to list."""

    title = "thread"
    parameter_name = "thread"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(thread.pk), str(thread)) for thread in Thread.objects.filter(merged_into=None)[:SHOWN]]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Post]) -> QuerySet[Post]:
        asked = self.value()
        return queryset.filter(thread=int(asked)) if asked and asked in dict(self.lookup_choices) else queryset


@admin.register(Post)
class PostAdmin(Desk):
    """All posts, the newest first: to look something up. What waits is in the queue."""

    page: ClassVar = "forum/admin/post.html"
    list_display = ("number", "state", "excerpt", "where", "who", "written")
    list_filter = ("status", ThreadFilter)
    list_per_page = 50
    show_full_result_count = False
    search_fields = ("words", "author__username", "author__display_name", "imported_name")
    search_help_text = "Words of the post, or the name of its author"
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Post]:
        return super().get_queryset(request).select_related("author", "anchor", "thread").order_by("-pk")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Post], search_term: str
    ) -> tuple[QuerySet[Post], bool]:
        return super().get_search_results(request, queryset.alias(words=searched()), search_term)

    # --- The list ---

    @admin.display(description="post")
    def number(self, post: Post) -> str:
        return f"Post {post.pk}"

    @admin.display(description="state")
    def state(self, post: Post) -> str:
        label = str(post.get_status_display())
        return f"{label}: {post.status_reason}" if post.status_reason else label

    @admin.display(description="words")
    def excerpt(self, post: Post) -> str:
        return excerpt_of(post)

    @admin.display(description="place")
    def where(self, post: Post) -> str:
        return f"{label_of(post)}, {post.thread}"

    @admin.display(description="author")
    def who(self, post: Post) -> str:
        return author_link(post)

    @admin.display(description="written")
    def written(self, post: Post) -> str:
        return date_format(localtime(post.written_at), "DATETIME_FORMAT") if post.written_at else "date unknown"

    # --- One post ---

    def found(self, request: HttpRequest, pk: str) -> Post:
        posts = Post.objects.with_place().select_related("parent__author")
        return one_of(posts.annotate(last_entry=last_entry("pk")), pk)

    def form_for(self, request: HttpRequest, thing: Post, data: Any = None) -> PostDecision:
        return PostDecision(data, post=thing, entry=entry_of(thing), offered=offered(thing, request))

    def decide(self, request: HttpRequest, thing: Post, form: PostDecision) -> str:
        act = Act(form.cleaned_data["act"])
        done = DO[act](thing, by=person(request), seen=form.saw, **form.why, **form.besides)
        if act in {Act.MOVE, Act.SPLIT}:
            return format_html("Post {}: {}. It is in {} now.", thing.pk, act.label, thread_link(done.thread))
        return f"Post {thing.pk}: {act.label}."

    def refused(self, thing: Post, form: PostDecision) -> None:
        """What its author wrote meanwhile takes the place of what was on the screen, but is not taken for it."""
        now: dict[str, Any] = {"seen": thing.revision, "entry": entry_of(thing)}
        if form.cleaned_data["seen"] != thing.revision:
            form.keep_edit()
            now |= {"title": thing.heading, "source": thing.source} if thing.is_opening else {"source": thing.source}
        form.show_again(**now)

    def entries(self, thing: Post) -> QuerySet[ModerationEntry]:
        return thing.moderation_entries.all()

    def shows(self, request: HttpRequest, thing: Post) -> dict[str, Any]:
        return {
            "title": f"Post {thing.pk}: it opens a discussion" if thing.is_opening else f"Post {thing.pk}",
            "post": thing,
            "waiting": QueueItem.objects.open().filter(post=thing),
            "label": label_of(thing),
            "thread_link": thread_link(thing.thread),
            "passage_says": passage_says(thing),
            "parent_link": post_link(thing.parent) if thing.parent else "",
            "parent_words": excerpt_of(thing.parent) if thing.parent else "",
            "author_link": author_link(thing),
            "record": record_of(thing.author) if thing.author else None,
            "called": "" if thing.is_withdrawn else thing.heading,
            "words": words_of(thing),
            "quote": "" if thing.is_withdrawn else thing.quote,
            "reports": reports_of(thing),
            "appeals": appeals_of(thing, person(request)),
            "rows": rows_of(self.entries(thing), person(request)),
            "changes": changes.of(thing, request.user) if thing.revision > 1 and not thing.is_withdrawn else [],
            "queue_url": queue_url(request),
        }

    def way_back(self, request: HttpRequest, thing: Post) -> str:
        return queue_url(request) or request.get_full_path()


def entry_of(post: Any) -> int:
    """The number of the last entry on a post that was read for its page."""
    return int(post.last_entry)


def label_of(post: Post) -> str:
    if post.is_opening:
        return "the first post"
    return post.anchor.label if post.anchor else "the whole text" if post.thread.essay_id else "the discussion"


def passage_says(post: Post) -> str:
    block = places.of_post(post).block if post.anchor else None
    return block.words if block else ""


def reports_of(post: Post) -> list[dict[str, Any]]:
    flags = post.flags.select_related("reason", "by").order_by("-pk")[:SHOWN]
    return [{"flag": flag, "by": member_link(flag.by)} for flag in flags]


def appeals_of(post: Post, reader: User) -> list[tuple[Appeal, bool]]:
    """Each with whether this moderator can decide on it."""
    appeals = list(Appeal.objects.filter(decision__post=post).select_related("decision", "by")[:SHOWN])
    may_decide = deciding(reader, [appeal for appeal in appeals if appeal.state == Appeal.State.OPEN])
    return [(appeal, appeal.pk in may_decide) for appeal in appeals]


def queue_url(request: HttpRequest) -> str:
    """The queue as it was left, for who came from there; "" for others."""
    if FROM_QUEUE not in request.GET:
        return ""
    filters = request.GET.get(PRESERVED_FILTERS, "")
    return reverse("admin:forum_queueitem_changelist") + (f"?{filters}" if filters else "")


def offered(post: Post, request: HttpRequest) -> set[str]:
    """The acts that fit what the post is."""
    is_top, was_public = post.parent_id is None and not post.is_opening, post.published_at is not None
    fits = {
        Act.APPROVE: post.waits,
        Act.KEEP: post.is_published and is_reported(post),
        Act.RETURN: post.stands and not post.is_returned and bool(post.author and post.author.is_active),
        Act.REMOVE: post.stands,
        Act.RESTORE: post.is_removed and not post.is_erased,
        Act.LOCK: is_top and was_public and not post.is_locked,
        Act.UNLOCK: post.is_locked,
        Act.PIN: is_top and post.is_published and not post.is_pinned,
        Act.UNPIN: post.is_pinned,
        Act.MOVE: not post.is_opening,
        Act.SPLIT: post.is_published and not post.is_opening and not post.is_locked,
        Act.ERASE: can_erase(request.user) and not post.stands and not post.is_erased,
    }
    return {act for act, it_does in fits.items() if it_does}


def is_reported(post: Post) -> bool:
    return QueueItem.objects.open().filter(post=post, kind=QueueItem.Kind.FLAGGED).exists()
