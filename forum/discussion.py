"""What a page reads: the text with its counts, one page of talk in its order, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db.models import (
    BooleanField,
    Case,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.http import urlencode

from essays.models import Block, Passage
from forum import elsewhere
from forum.models import ModerationEntry, Post, PostQuerySet, ReplyCount, Thread
from forum.ordering import Order, tops, whole_branches
from forum.permissions import can_edit, can_moderate, can_withdraw, is_author
from forum.tree import Placed, arrange

if TYPE_CHECKING:
    from accounts.models import User

    Reader = User | AnonymousUser

POSTS_PER_PAGE = 40
POSTS_PER_BRANCH = 20  # Shown of one branch on a page of several; the rest is on the branch's own page.
# Of a pinned one: so few that all that can be pinned at a place leave room for another branch on its first page.
POSTS_PER_PINNED_BRANCH = 5
MAX_DEPTH = 5  # Levels of indentation below the top; deeper answers are behind a link.
ANCESTORS_SHOWN = 10
CONTINUED_SHOWN = 1  # Discussions that continue a post, of which it names the latest.


# --- The text ---


def blocks_with_counts(thread: Thread) -> QuerySet[Block]:
    """The current edition's blocks, in order, each with its `passage` and its number of `replies`."""
    assert thread.essay is not None  # Only essays' threads have a text.
    return (
        Block.objects.filter(edition=thread.essay.current_edition_id)
        .select_related("passage")
        .defer("source")
        .annotate(replies=replies_in(thread))
        .order_by("position")
    )


def replies_in(thread: Thread) -> Coalesce:
    count = ReplyCount.objects.filter(anchor=OuterRef("passage"), thread=thread).values("published")
    return Coalesce(Subquery(count), 0)


def reply_count(thread: Thread, anchor: Passage | None) -> int:
    """How many published posts the thread has at one passage."""
    counts = ReplyCount.objects.filter(thread=thread, anchor=anchor).values_list("published", flat=True)
    return counts.first() or 0


# --- The talk ---


@dataclass(frozen=True, slots=True)
class Row:
    """A post as one reader finds it in a list: where it stands and what this reader may do with it."""

    post: Post
    placed: Placed[Post]
    url: str
    author_name: str
    author_url: str  # Empty where it was imported.
    can_answer: bool
    can_edit: bool
    can_withdraw: bool
    can_flag: bool  # As far as that depends on the post: who may write at all, the page for it says.
    is_readable: bool  # Its words, by its author or a moderator, where others find only its place.
    decide_url: str  # Empty where the reader is no moderator, or there is nothing left to decide.
    is_own: bool
    is_edited: bool
    elsewhere: list[Thread]  # A discussion that continues it, if any does.
    has_more_elsewhere: bool
    is_orphan: bool  # It answers a post that is not on this page.

    @property
    def html_id(self) -> str:
        return html_id(self.post)


@dataclass(frozen=True, slots=True)
class Page:
    rows: list[Row]
    after: int | None = None  # Where the next page begins; None on the last one.
    begins_after: int = 0
    sort: Order = Order.OLDEST

    @property
    def is_first(self) -> bool:
        return not self.begins_after

    @property
    def opening(self) -> list[Row]:
        """The first post of a discussion, which stands before all others on the first page."""
        return [row for row in self.rows[:1] if row.post.is_opening]

    @property
    def replies(self) -> list[Row]:
        return self.rows[len(self.opening) :]

    @property
    def orders(self) -> list[Order]:
        """The orders to choose from: none where there is nothing to sort."""
        tops = sum(row.post.parent_id is None for row in self.replies)
        return list(Order) if tops > 1 or self.after or self.begins_after else []

    @property
    def next_query(self) -> str:
        """What the address of the next page asks for."""
        return urlencode({"after": str(self.after), **self.sort.asked})


def rows(posts: Iterable[Post], reader: Reader, context: Iterable[int] = ()) -> list[Row]:
    """The posts in the order of reading. `context` are the ids of others that the page shows above them."""
    posts = list(posts)
    known = {*context, *(post.pk for post in posts)}
    members = {post.author.username for post in posts if post.author}
    author_urls = {username: reverse("member", args=[username]) for username in members}
    decides = can_moderate(reader)
    return [row(placed, reader, decides, known, author_urls) for placed in arrange(posts, MAX_DEPTH)]


def row(placed: Placed[Post], reader: Reader, decides: bool, known: set[int], author_urls: dict[str, str]) -> Row:
    post = placed.node
    is_own = is_author(reader, post)
    return Row(
        post=post,
        placed=placed,
        url=post.get_absolute_url(),
        author_name=post.author_name,
        author_url=author_urls[post.author.username] if post.author else "",
        can_answer=post.is_published and not getattr(post, "is_closed"),  # noqa: B009  # Annotated: see `for_display`.
        can_edit=can_edit(reader, post),
        can_withdraw=can_withdraw(reader, post),
        can_flag=post.is_published and not is_own,
        is_readable=is_own or (decides and post.stands),
        decide_url=reverse("admin:forum_post_change", args=[post.pk]) if decides and post.stands else "",
        is_own=is_own,
        # What was changed before it was public, only its author and the moderators know.
        is_edited=post.edited_at is not None if is_own or decides else post.was_edited_in_public,
        elsewhere=elsewhere.of(post, CONTINUED_SHOWN),
        has_more_elsewhere=elsewhere.has_more(post, CONTINUED_SHOWN),
        is_orphan=post.parent_id is not None and post.parent_id not in known,
    )


# How many posts of its branch a page shows.
SHOWN = Case(When(root__is_pinned=True, then=POSTS_PER_PINNED_BRANCH), default=POSTS_PER_BRANCH)
OnPage = tuple[list[Post], bool]


def page_of(posts: PostQuerySet, reader: Reader, after: int = 0, sort: Order = Order.OLDEST) -> Page:
    """One page of these posts' branches, in that order, beginning after the root with the id `after`.

    A page holds whole branches, up to 40 posts in all and up to 20 of each branch; a root's
    `has_more` says whether its branch goes on. The pinned branches are the first of the first page, and
    on no other. One query, whatever the number of posts.
    """
    visible = posts.visible_to(reader)
    rest = Post.objects.visible_to(reader).filter(root=OuterRef("pk"), position__gte=SHOWN)
    more = Case(When(position=0, then=Exists(rest)), default=Value(False))
    found, is_last = on_page(for_display(visible, reader).annotate(has_more=more), visible, after, sort)
    return Page(rows(found, reader), None if is_last else found[-1].root_id, after, sort)


def on_page(posts: PostQuerySet, visible: PostQuerySet, after: int = 0, sort: Order = Order.OLDEST) -> OnPage:
    """Those of the posts that such a page holds, and whether it is the last one."""
    wanted = posts.filter(root__in=tops(visible, sort, after, POSTS_PER_PAGE + 1), position__lt=SHOWN)
    found = list(wanted.order_by(*whole_branches(sort))[: POSTS_PER_PAGE + 1])
    if len(found) <= POSTS_PER_PAGE:
        return found, True
    return [post for post in found if post.root_id != found[-1].root_id], False


@dataclass(frozen=True, slots=True)
class Branch:
    """A post with what it answers, nearest last, and one page of what answers it."""

    ancestors: list[Row]
    earlier: int | None  # The id of the nearest ancestor that is not shown.
    rows: list[Row]
    after: int | None  # The position in the branch after which the next page begins; None on the last one.


def branch_of(post: Post, reader: Reader, after: int = 0) -> Branch:
    """The post in its branch. Two queries; the first reads only numbers, of the whole branch."""
    visible = Post.objects.visible_to(reader).filter(root=post.root_id)
    places = list(visible.order_by("position").values_list("pk", "parent_id", "position"))
    above = ancestors(post.pk, {pk: parent for pk, parent, _ in places})
    below = [(position, pk) for position, pk in descendants(post.pk, places) if position > after]
    shown, rest = below[:POSTS_PER_PAGE], below[POSTS_PER_PAGE:]
    context, earlier = above[:ANCESTORS_SHOWN], above[ANCESTORS_SHOWN:]

    wanted = [*context, post.pk, *(pk for _, pk in shown)]
    found = {near.pk: near for near in for_display(Post.objects.filter(pk__in=wanted), reader)}
    return Branch(
        ancestors=[row for pk in reversed(context) for row in rows([found[pk]], reader, above)],
        earlier=earlier[0] if earlier else None,
        rows=rows([found[pk] for pk in wanted[len(context) :]], reader, above),
        after=shown[-1][0] if rest else None,
    )


def ancestors(pk: int, parents: dict[int, int | None]) -> list[int]:
    """The ids of what the post answers, from its parent up to the top."""
    found: list[int] = []
    above = parents[pk]
    while above is not None:
        found.append(above)
        above = parents[above]
    return found


def descendants(pk: int, places: Sequence[tuple[int, int | None, int]]) -> list[tuple[int, int]]:
    """The positions and ids of all that answers the post. `places` holds (id, parent, position), parents first."""
    family = {pk}
    found = []
    for child, parent, position in places:
        if parent in family:
            family.add(child)
            found.append((position, child))
    return found


def html_id(post: Post) -> str:
    """What its place on a page is called."""
    return f"post-{post.pk}"


def url_in_place(post: Post, place_url: str, reader: Reader) -> str:
    """Where the reader finds the post: among the talk at its place where that shows it, else on its own page."""
    visible = Post.objects.at(post.thread, post.anchor).visible_to(reader)
    first_page, _ = on_page(visible.only("root", "parent"), visible)
    if any(placed.node == post for placed in arrange(first_page, MAX_DEPTH)):  # What is too deep, it does not show.
        return f"{place_url}#{html_id(post)}"
    return f"{post.get_absolute_url()}#{html_id(post)}"


def for_display(posts: PostQuerySet, reader: Reader) -> PostQuerySet:
    """With what a row shows.

    `is_closed`: nobody can answer, because the thread or the branch is locked; `locked_because`: why the branch is;
    `note`: what the moderator wrote who returned it to this reader.
    """
    is_closed = Q(root__is_locked=True) | Q(thread__talk=Thread.Talk.LOCKED)
    mine = When(status=Post.Status.RETURNED, author=reader.pk, then=latest(ModerationEntry.Act.RETURN, "note"))
    shown = posts.annotate(
        is_closed=ExpressionWrapper(is_closed, output_field=BooleanField()),
        locked_because=Case(When(is_locked=True, then=latest(ModerationEntry.Act.LOCK, "reason")), default=Value("")),
        note=Case(mine, default=Value(""), output_field=TextField()) if reader.pk else Value("", TextField()),
        **elsewhere.about(CONTINUED_SHOWN, about_post=OuterRef("pk")),
    )
    return shown.select_related("author", "anchor").defer("source", "author__password", "author__email")


def latest(act: ModerationEntry.Act, field: str) -> Subquery:
    """What the latest entry of this kind on a post says."""
    entries = ModerationEntry.objects.filter(post=OuterRef("pk"), act=act).order_by("-number")
    return Subquery(entries.values(field)[:1])


# --- Posts of one member ---


def posts_by(author: User, before: int, limit: int) -> tuple[list[Post], int | None]:
    """A page of the published posts of a member, latest first, and where the next page begins (None on the last)."""
    published = Post.objects.by(author).published().select_related("author", "anchor", "thread__essay")
    posts = published.defer("source", "author__password", "author__email").order_by("-pk")
    if before:
        posts = posts.filter(pk__lt=before)
    found = list(posts[: limit + 1])
    return found[:limit], found[limit - 1].pk if len(found) > limit else None
