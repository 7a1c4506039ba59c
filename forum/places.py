"""Where talk can stand: the whole of an essay, one of its passages, a discussion, another post."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, OuterRef, Subquery, Value, When
from django.shortcuts import get_object_or_404
from django.urls import reverse

from essays.models import Block, Edition, Essay, Passage
from forum import elsewhere
from forum.models import ModerationEntry, Post, Thread, ThreadQuerySet

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True, slots=True)
class Place:
    thread: Thread
    url: str  # The page that shows the talk here.
    reply_url: str  # Where a reply to it is sent.
    passage: Passage | None = None
    block: Block | None = None  # What the passage says in the latest edition that prints it.
    parent: Post | None = None

    @property
    def essay(self) -> Essay | None:
        return self.thread.essay

    @property
    def key(self) -> str:
        """Its name among the places of its thread: "whole", "p26", "post-12"."""
        if self.parent:
            return f"post-{self.parent.pk}"
        return self.passage.ref if self.passage else "whole"

    @property
    def label(self) -> str:
        """What a reply here is a reply to, in a sentence."""
        if self.parent:
            return f"the post by {self.parent.author_name}"
        if self.passage:
            return self.passage.label
        return "the whole text" if self.essay else "the discussion"

    @property
    def elsewhere(self) -> list[Thread]:
        """The discussions that were set off here, as far as they were read with it: see `forum.elsewhere`."""
        return elsewhere.of(self.passage or self.thread)

    @property
    def has_more_elsewhere(self) -> bool:
        return elsewhere.has_more(self.passage or self.thread)

    @property
    def form_url(self) -> str:
        """Where the form for a reply is found again, after signing in for instance."""
        return self.reply_url if self.parent else f"{self.url}#page-reply"

    @property
    def is_retired(self) -> bool:
        """The passage is in an earlier edition only; its address and its talk stay."""
        if self.block is None or self.essay is None:
            return False
        return self.block.edition_id != self.essay.current_edition_id

    @property
    def edition(self) -> Edition | None:
        """The one whose words are shown here; a discussion has none."""
        if self.block:
            return self.block.edition
        return self.essay.current_edition if self.essay else None


def of_essay(slug: str, *, with_elsewhere: bool = False) -> Place:
    """`with_elsewhere`: what a page needs that shows the talk there; a form does without."""
    about = elsewhere.about(about_essay=OuterRef("essay")) if with_elsewhere else {}
    return whole(get_object_or_404(threads().annotate(**about), essay__slug=slug))


def of_passage(slug: str, ref: str, *, with_elsewhere: bool = False) -> Place:
    thread = get_object_or_404(threads(), essay__slug=slug)
    about = elsewhere.about(about_passage=OuterRef("pk")) if with_elsewhere else {}
    passage = get_object_or_404(Passage.objects.annotate(**about), essay=thread.essay, ref=ref)
    return on(thread, passage)


def of_thread(pk: int, reader: User | AnonymousUser) -> Place:
    """The place of a thread that this reader can find: of one that was merged, the place where its posts went."""
    found: Thread = get_object_or_404(threads().visible_to(reader).with_subject(), pk=pk)
    return of_thread(found.where_it_went.pk, reader) if found.merged_into_id else whole(found)


def of_post(post: Post) -> Place:
    """The place in which a post stands. Its `thread` and `anchor` are loaded with it."""
    return on(post.thread, post.anchor) if post.anchor else whole(post.thread)


def under_post(pk: int, reader: User | AnonymousUser) -> Place:
    """The place below a post that this reader can see."""
    posts = Post.objects.visible_to(reader).with_place().select_related("root").defer("root__source", "root__html")
    post = get_object_or_404(posts, pk=pk)
    around = of_post(post)
    if post.is_opening:  # What answers it stands below it.
        return around
    return Place(post.thread, around.url, reverse("reply_to_post", args=[pk]), around.passage, around.block, post)


def whole(thread: Thread) -> Place:
    if thread.essay is None:
        own = [thread.pk, thread.slug]
        return Place(thread, reverse("thread", args=own), reverse("reply_to_thread", args=own))
    return Place(thread, thread.essay.get_absolute_url(), reverse("reply_to_essay", args=[thread.essay.slug]))


def on(thread: Thread, passage: Passage) -> Place:
    assert thread.essay is not None
    blocks = passage.blocks.select_related("passage", "edition").defer("edition__file")
    block = blocks.order_by("edition__number").last()
    passage.essay = thread.essay
    address = [thread.essay.slug, passage.ref]
    return Place(thread, reverse("passage", args=address), reverse("reply_to_passage", args=address), passage, block)


def threads() -> ThreadQuerySet:
    """With their texts; `locked_because` says why a locked one is."""
    locks = ModerationEntry.objects.filter(thread=OuterRef("pk"), post=None, act=ModerationEntry.Act.LOCK)
    why = Subquery(locks.order_by("-number").values("reason")[:1])
    found = Thread.objects.select_related("essay__current_edition").defer("essay__current_edition__file")
    return found.annotate(locked_because=Case(When(talk=Thread.Talk.LOCKED, then=why), default=Value("")))
