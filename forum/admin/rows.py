"""What a moderator is shown of each thing that waits, read for a whole page at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.text import capfirst
from django.utils.timesince import timesince

from essays.models import Block, plain_words
from forum.admin.acting import OF_APPEALS, OF_POSTS, Act, is_kept
from forum.admin.done import last_entry
from forum.admin.links import entry_url, post_url
from forum.admin.snippets import Piece, snippets
from forum.admin.words import WITHDRAWN, excerpt_of
from forum.models import MODERATE, Appeal, Flag, Post, QueueItem, Standing, standing_of
from forum.permissions import concerned

if TYPE_CHECKING:
    from accounts.models import User

Status = Post.Status
COUNTED = 100  # of an author's posts, the latest


@dataclass(frozen=True, slots=True)
class Record:
    """What became of an author's posts: of all, or of the latest."""

    posts: int = 0
    published: int = 0
    removed: int = 0
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    sentence: str
    snippets: list[list[Piece]]


@dataclass(frozen=True, slots=True)
class Row:
    item: QueueItem
    words: str
    passage: Block | None
    person: User | None
    record: Record
    findings: list[Found]
    flags: list[Flag]
    acts: dict[str, str]
    url: str
    following: int | None  # The thing after it in the list.

    @property
    def title(self) -> str:
        return capfirst(str(self.item.appeal or self.item.post))

    @property
    def standing(self) -> Standing | None:
        return standing_of(self.person) if self.person else None

    @property
    def age(self) -> str:
        return timesince(self.person.date_joined, depth=1) if self.person else ""

    @property
    def parent_says(self) -> str:
        parent = self.item.post.parent if self.item.post else None
        if parent is None or parent.is_withdrawn:
            return WITHDRAWN if parent else ""
        return plain_words(parent.html)

    @property
    def heading(self) -> str:
        """What a discussion that waits with its first post is called."""
        post = self.item.post
        return post.heading if post and not post.is_withdrawn else ""

    @property
    def quote(self) -> str:
        post = self.item.post
        return post.quote if post and not post.is_withdrawn else ""

    @property
    def is_another_version(self) -> bool:
        """What was found, was found in other words than those that the post has now."""
        return bool(self.item.findings and self.item.post and self.item.revision != self.item.post.revision)


def with_all(items: QuerySet[QueueItem]) -> QuerySet[QueueItem]:
    """With what a row shows.

    `person_id` is who wrote it; `floor`, where their posts are too many to be counted; `last_entry`, what was done to
    the post when it was shown.
    """
    posts = Post.objects.filter(author=OuterRef("person_id")).order_by("-pk").values("pk")
    related = ("thread", "post__author__standing", "post__anchor__essay", "post__parent__author")
    of_appeal = ("appeal__by__standing", "appeal__decision__by", "decided_by__by")
    found = items.select_related(*related, *of_appeal)
    found = found.annotate(person_id=Coalesce(F("appeal__by_id"), F("post__author_id")))
    return found.annotate(floor=Subquery(posts[COUNTED : COUNTED + 1]), last_entry=last_entry("post"))


def rows_of(items: Iterable[Any], reader: User, query: str) -> list[Row]:
    """`query` is what the list was narrowed by, for the way back to it."""
    items = list(items)
    posts = [item.post for item in items if item.post]
    blocks, flags = blocks_of(posts), flags_of(posts)
    records = records_of({item.person_id: item.floor for item in items if item.person_id})
    may_decide = deciding(reader, [item.appeal for item in items if item.appeal])
    return [
        Row(
            item=item,
            words=excerpt_of(item.post) if item.post else "",
            passage=blocks.get(item.post.anchor_id) if item.post and item.post.anchor_id else None,
            person=item.appeal.by if item.appeal else item.post.author,
            record=records.get(item.person_id, Record()),
            findings=findings_of(item),
            flags=[flag for flag in flags[item.post_id] if flag.decided_by_id == item.decided_by_id],
            acts=acts_on(item, may_decide),
            url=post_url(item.post_id, from_queue=query) if item.post_id else entry_url(item.appeal.decision_id),
            following=following.pk if following else None,
        )
        for item, following in zip_longest(items, items[1:])
    ]


def blocks_of(posts: list[Post]) -> dict[int, Block]:
    """What each passage says in its latest edition."""
    anchors = {post.anchor_id for post in posts if post.anchor_id}
    found = Block.objects.filter(passage__in=anchors).order_by("edition__number")
    return {block.passage_id: block for block in found if block.passage_id}


def flags_of(posts: list[Post]) -> dict[int, list[Flag]]:
    flags = defaultdict(list)
    found = Flag.objects.filter(post__in=posts).exclude(state=Flag.State.WITHDRAWN)
    for flag in found.select_related("reason", "by").order_by("pk"):
        flags[flag.post_id].append(flag)
    return flags


def records_of(people: dict[int, int | None]) -> dict[int, Record]:
    """For each author, with the post from which on those are counted that are the latest."""
    cut = {person: floor for person, floor in people.items() if floor}
    which = Q(author__in=people.keys() - cut.keys())
    for person, floor in cut.items():
        which |= Q(author=person, pk__gt=floor)
    numbers = {
        "posts": Count("pk"),
        "published": Count("pk", filter=Q(status=Status.PUBLISHED)),
        "removed": Count("pk", filter=Q(status=Status.REMOVED)),
    }
    counted = Post.objects.filter(which).order_by().values_list("author").annotate(**numbers)
    return {author: Record(posts, published, removed, author in cut) for author, posts, published, removed in counted}


def findings_of(item: QueueItem) -> list[Found]:
    """The sentences of the checks, with what each found where the post still says it."""
    post = item.post
    source = post.source if post and post.revision == item.revision and not post.is_withdrawn else ""
    return [Found(finding["sentence"], snippets(source, finding["matches"])) for finding in item.findings]


def deciding(reader: User, appeals: list[Appeal]) -> set[int]:
    """The appeals on which the reader may decide, as `can_decide_appeal` says it, with one query for all."""
    own = [appeal for appeal in appeals if reader.pk in concerned(appeal)]
    free = {appeal.pk for appeal in appeals} - {appeal.pk for appeal in own}
    if not own:
        return free
    backend = "django.contrib.auth.backends.ModelBackend"
    everybody = set(get_user_model().objects.with_perm(MODERATE, backend=backend).values_list("pk", flat=True))
    return free | {appeal.pk for appeal in own if not everybody - concerned(appeal)}


def acts_on(item: QueueItem, may_decide: set[int]) -> dict[str, str]:
    """What can be done to it here, and how that is called."""
    if item.decided_by_id:
        return {}
    if item.appeal:
        return acts_named(OF_APPEALS) if item.appeal.pk in may_decide else {}
    assert item.post
    named = acts_named(OF_POSTS)
    if is_kept(item, item.post):
        named[Act.APPROVE.value] = "Keep"
    if item.post.author is None or not item.post.author.is_active:
        del named[Act.RETURN.value]
    return named


def acts_named(acts: dict[Act, str]) -> dict[str, str]:
    return {act.value: label for act, label in acts.items()}
