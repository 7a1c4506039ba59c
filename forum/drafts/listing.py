"""A member's drafts with what they are for, as far as the member may know of it now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.urls import ResolverMatch
from django.utils.text import Truncator

from essays.models import Passage
from forum import places
from forum.drafts.account import form_at, version_of
from forum.models import Draft, Post, Thread
from forum.permissions import can_edit, can_read, is_open

if TYPE_CHECKING:
    from accounts.models import User

FIRST_CHARACTERS = 200  # that the list shows of each
GONE = "What this was for is not here any more."
LOCKED = "This talk is locked: nobody can reply here any more."
CLOSED = "The post that you answer cannot be answered any more."
MERGED = "This discussion was merged into another one."
OPENS = "The post that you answer opens a discussion of its own now."
TOO_LATE = "This post cannot be edited any more."


@dataclass(frozen=True, slots=True)
class Target:
    """What a draft is for. `url` leads to its form; where that cannot be sent any more, `why` says so.

    With both, `url` leads to a form of another address, which knows nothing of the draft.
    """

    label: str
    title: str = ""
    language: str = ""
    url: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    draft: Draft
    version: str
    target: Target

    @property
    def first_words(self) -> str:
        words: str = self.draft.words.get("source") or self.draft.words.get("quote", "")
        return Truncator(words).chars(FIRST_CHARACTERS)


@dataclass(frozen=True, slots=True)
class Around:
    """All that the drafts are for and this member can see, read at once."""

    member: User
    essays: dict[str, Thread]  # By the name of the essay in its address.
    passages: set[tuple[int, str]]
    threads: dict[int, Thread]
    posts: dict[int, Post]


def listed(member: User) -> list[Listed]:
    """The member's drafts, the latest first, in a fixed number of queries."""
    drafts = list(Draft.objects.filter(member=member).order_by("-saved_at", "-pk"))
    forms = [form_at(draft.path) for draft in drafts]
    around = read_around(member, [form for form in forms if form])
    return [
        Listed(draft, version_of(draft), target(form, draft.path, around))
        for draft, form in zip(drafts, forms, strict=True)
    ]


def read_around(member: User, forms: list[ResolverMatch]) -> Around:
    slugs = named(forms, "slug", "reply_to_essay", "reply_to_passage")
    essays = places.threads().filter(essay__slug__in=slugs)
    refs = named(forms, "ref", "reply_to_passage")
    threads = places.threads().visible_to(member).filter(pk__in=named(forms, "pk", "reply_to_thread"))
    posts = Post.objects.visible_to(member).with_place().select_related("root")
    posts = posts.filter(pk__in=named(forms, "pk", "reply_to_post", "edit_post"))
    return Around(
        member,
        {thread.essay.slug: thread for thread in essays if thread.essay},
        set(Passage.objects.filter(essay__slug__in=slugs, ref__in=refs).values_list("essay", "ref")),
        threads.in_bulk(),
        posts.defer("html", "root__source", "root__html").in_bulk(),
    )


def named(forms: list[ResolverMatch], name: str, *kinds: str) -> set[Any]:
    """What the addresses of these kinds of forms say for `name`."""
    return {form.kwargs[name] for form in forms if form.url_name in kinds}


def target(form: ResolverMatch | None, path: str, around: Around) -> Target:
    if form is None:
        return Target("Words", why=GONE)
    return TARGETS[form.url_name or ""](form, path, around)


def reply_to_text(form: ResolverMatch, path: str, around: Around) -> Target:  # noqa: ARG001  # Like the others.
    thread, ref = around.essays.get(form.kwargs["slug"]), form.kwargs.get("ref", "")
    if thread is None or thread.essay is None or (ref and (thread.essay.pk, ref) not in around.passages):
        return Target("A reply", why=GONE)
    label = Passage(essay=thread.essay, ref=ref).label if ref else "the whole text"
    url = f"{thread.essay.get_absolute_url()}{ref and f'{ref}/'}#page-reply"
    return at(thread, f"Reply to {label}", url, LOCKED if thread.is_locked else "")


def reply_to_thread(form: ResolverMatch, path: str, around: Around) -> Target:  # noqa: ARG001  # Like the others.
    thread = around.threads.get(int(form.kwargs["pk"]))
    if thread is None:
        return Target("Reply in a discussion", why=GONE)
    url = f"{thread.get_absolute_url()}#page-reply"
    found = at(thread, "Reply in the discussion", url, LOCKED if thread.is_locked else "")
    return replace(found, url=url, why=MERGED) if thread.merged_into_id else found


def reply_to_post(form: ResolverMatch, path: str, around: Around) -> Target:
    post = around.posts.get(form.kwargs["pk"])
    if post is None:
        return Target("Reply to a post", why=GONE)
    if not can_read(around.member, post):
        return at(post.thread, "Reply to a post", "", CLOSED)
    why = LOCKED if post.thread.is_locked else "" if is_open(post) else CLOSED
    found = at(post.thread, f"Reply to the post by {post.author_name}", path, why)
    if post.is_opening and not why:
        return replace(found, url=f"{post.thread.get_absolute_url()}#page-reply", why=OPENS)
    return found


def edit_of(form: ResolverMatch, path: str, around: Around) -> Target:
    post = around.posts.get(form.kwargs["pk"])
    if post is None or post.author_id != around.member.pk:
        return Target("Edit of a post", why=GONE)
    found = at(post.thread, "Edit of your post", path, "" if can_edit(around.member, post) else TOO_LATE)
    return replace(found, title=post.thread.title) if post.is_opening else found


def new_discussion(form: ResolverMatch, path: str, around: Around) -> Target:  # noqa: ARG001  # Like the others.
    return Target("New discussion", url=path)


def at(thread: Thread, label: str, url: str, why: str) -> Target:
    """What stands in a thread, and so has its title."""
    if thread.essay:
        return Target(label, thread.essay.title, thread.essay.language, "" if why else url, why)
    return Target(label, thread.public_title, "", "" if why else url, why)


TARGETS: dict[str, Callable[[ResolverMatch, str, Around], Target]] = {
    "reply_to_essay": reply_to_text,
    "reply_to_passage": reply_to_text,
    "reply_to_thread": reply_to_thread,
    "reply_to_post": reply_to_post,
    "edit_post": edit_of,
    "new_discussion": new_discussion,
}
