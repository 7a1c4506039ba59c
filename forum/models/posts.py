"""What somebody said at one place."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.urls import reverse

from essays.models import Edition, Passage
from forum.models.threads import MODERATE, Thread

if TYPE_CHECKING:
    from accounts.models import User

EDIT_WINDOW = timedelta(minutes=30)
QUOTE_MAX_LENGTH = 500  # characters
QUOTE_CONTEXT = 32  # characters on either side of a quote, which tell it from the same words elsewhere
REASON_MAX_LENGTH = 300  # characters


class PostQuerySet(models.QuerySet["Post"]):
    def published(self) -> "PostQuerySet":
        return self.filter(status=Post.Status.PUBLISHED)

    def waiting(self) -> "PostQuerySet":
        """What a moderator has to look at before anybody reads it: never published, or hidden since."""
        return self.filter(status__in=WAITING)

    def standing(self) -> "PostQuerySet":
        """Neither withdrawn nor removed."""
        return self.filter(status__in=STANDING)

    def public(self) -> "PostQuerySet":
        """Published, or once published and now gone: those keep their place."""
        return self.exclude(published_at=None)

    def visible_to(self, user: "User | AnonymousUser") -> "PostQuerySet":
        """What this reader finds on a page: what is public and what they wrote; a moderator, what is held as well."""
        if not user.is_authenticated:
            return self.public()
        seen = Q(published_at__isnull=False) | Q(author=user)
        if user.has_perm(MODERATE):
            seen |= Q(status__in=[Post.Status.PENDING, Post.Status.RETURNED])
        return self.filter(seen)

    def by(self, user: "User") -> "PostQuerySet":
        return self.filter(author=user)

    def at(self, thread: Thread, anchor: Passage | None) -> "PostQuerySet":
        """The posts at one place: on a passage, or on the whole where `anchor` is None."""
        return self.filter(thread=thread, anchor=anchor)

    def with_place(self) -> "PostQuerySet":
        """With all that says where they stand. The file of an edition, which may be long, is left out."""
        related = self.select_related("author", "anchor", "thread__essay__current_edition")
        return related.defer("thread__essay__current_edition__file")

    def locked(self, pk: int) -> "Post":
        """The post as it is now, its thread and itself locked until the transaction ends."""
        thread = Thread.objects.locked(self.values_list("thread", flat=True).get(pk=pk))
        locked = self.select_for_update(of=("self",)).select_related("anchor", "author")
        post = locked.filter(pk=pk, thread=thread).first()
        if post is None:  # It was moved while we waited for its thread.
            return self.locked(pk)
        post.thread = thread
        return post


class Post(models.Model):
    class Status(models.TextChoices):
        PENDING = "pending", "waiting for a moderator"
        PUBLISHED = "published", "published"
        HIDDEN = "hidden", "hidden until a moderator has looked at it"
        RETURNED = "returned", "returned to its author"
        WITHDRAWN = "withdrawn", "withdrawn by its author"
        REMOVED = "removed", "removed by a moderator"

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="posts")
    anchor = models.ForeignKey(
        Passage,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="posts",
        help_text="Empty: the whole text.",
    )
    edition = models.ForeignKey(
        Edition,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The edition that it answers.",
    )
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replies")
    # Null only between the two statements that write a top-level post, which is its own root.
    root = models.ForeignKey("self", on_delete=models.PROTECT, null=True, editable=False, related_name="branch")
    position = models.PositiveIntegerField(
        default=0,
        editable=False,
        help_text="0 for a top-level post, then 1, 2, … in the order of arrival in its branch.",
    )

    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="posts")
    imported_from = models.CharField(max_length=200, blank=True)
    imported_name = models.CharField(max_length=200, blank=True, help_text="Empty where the source gives no name.")
    written_at = models.DateTimeField(null=True, blank=True, help_text="Empty: unknown.")

    status = models.CharField(max_length=10, choices=Status)
    status_reason = models.CharField(max_length=REASON_MAX_LENGTH, blank=True, help_text="Why it is held or removed.")
    published_at = models.DateTimeField(null=True, editable=False, help_text="When it was first published.")
    edited_at = models.DateTimeField(null=True, editable=False)
    revision = models.PositiveIntegerField(default=0, editable=False, help_text="The number of its latest revision.")

    source = models.TextField(help_text="Markdown, as it was typed.")
    html = models.TextField(help_text="Made from the source when it is saved.")
    quote = models.CharField(
        max_length=QUOTE_MAX_LENGTH, blank=True, help_text="The words of the passage that it answers."
    )
    quote_prefix = models.CharField(
        max_length=QUOTE_CONTEXT, blank=True, help_text="What stands right before these words in the edition."
    )
    quote_suffix = models.CharField(max_length=QUOTE_CONTEXT, blank=True, help_text="What stands right after them.")
    answer_count = models.PositiveIntegerField(
        default=0, editable=False, help_text="Of a top-level post: how many published posts its branch has below it."
    )
    is_locked = models.BooleanField(
        default=False, editable=False, help_text="Of a top-level post: nobody can answer in its branch any more."
    )
    is_pinned = models.BooleanField(
        default=False, editable=False, help_text="Of a top-level post: it comes first at its place."
    )
    is_opening = models.BooleanField(
        default=False, editable=False, help_text="The first post of a member's thread: it stands before all others."
    )
    publication = models.PositiveIntegerField(
        null=True,
        editable=False,
        help_text="1 for the post that was published first in its thread, 2 for the next one, …",
    )
    submission = models.UUIDField(
        null=True,
        unique=True,
        editable=False,
        help_text="Names the form that was sent, so that sending it twice makes one post.",
    )

    objects = PostQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(author__isnull=False, imported_from="", imported_name="", written_at__isnull=False)
                | (Q(author__isnull=True) & ~Q(imported_from="")),
                name="post_has_an_author_or_a_source",
            ),
            models.CheckConstraint(
                condition=~Q(status="published") | Q(published_at__isnull=False),
                name="post_published_has_a_date",
            ),
            models.CheckConstraint(
                condition=~Q(status="pending") | Q(published_at__isnull=True),
                name="post_pending_was_never_published",
            ),
            models.CheckConstraint(
                condition=~Q(status="hidden") | Q(published_at__isnull=False), name="post_hidden_was_published"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["removed", "returned", "hidden"]) | ~Q(status_reason=""),
                name="post_taken_away_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(position=0) | Q(is_locked=False, is_pinned=False, is_opening=False),
                name="post_locked_pinned_or_opening_is_the_top",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True, position=0) | Q(parent__isnull=False, position__gt=0),
                name="post_position_0_is_the_top",
            ),
            models.CheckConstraint(
                condition=Q(position=0) | Q(answer_count=0), name="post_answers_are_counted_at_the_top"
            ),
            models.CheckConstraint(
                condition=Q(quote_prefix="", quote_suffix="") | ~Q(quote=""), name="post_surroundings_have_a_quote"
            ),
            models.UniqueConstraint(
                fields=["thread"], condition=Q(is_opening=True), name="post_opens_its_thread_alone"
            ),
            models.UniqueConstraint(fields=["thread", "publication"], name="post_publication_once_per_thread"),
            models.UniqueConstraint(fields=["root", "position"], name="post_position_once_per_branch"),
        ]
        indexes = [
            models.Index(fields=["thread", "anchor", "root", "position"], name="post_page"),
            # Those on the whole by themselves: PostgreSQL does not see that what is null is the same in all of them.
            models.Index(
                fields=["thread", "anchor", "id"], condition=Q(position=0, anchor__isnull=False), name="post_tops"
            ),
            models.Index(fields=["thread", "id"], condition=Q(position=0, anchor=None), name="post_tops_of_whole"),
            models.Index(
                fields=["thread", "anchor", "-answer_count", "-id"],
                condition=Q(position=0, anchor__isnull=False),
                name="post_tops_by_answers",
            ),
            models.Index(
                fields=["thread", "-answer_count", "-id"],
                condition=Q(position=0, anchor=None),
                name="post_tops_of_whole_by_answers",
            ),
            models.Index(fields=["author", "-id"], name="post_by_author"),
            models.Index(
                fields=["thread", "anchor", "id"], condition=Q(position=0, is_pinned=True), name="post_pinned"
            ),
            models.Index(fields=["-published_at", "-id"], condition=Q(status="published"), name="post_latest"),
        ]
        permissions = [("moderate_post", "Can moderate posts and members")]

    def __str__(self) -> str:
        return f"post {self.pk} by {self.author_name}"

    @property
    def author_name(self) -> str:
        if self.author is None:
            return self.imported_name or "A reader"
        return self.author.get_full_name()

    @property
    def heading(self) -> str:
        """Of a first post the title of its thread, which is part of its words."""
        return self.thread.title if self.is_opening else ""

    @property
    def is_pending(self) -> bool:
        return self.status == self.Status.PENDING

    @property
    def waits(self) -> bool:
        """A moderator has to look at it before anybody reads it."""
        return self.status in WAITING

    @property
    def is_published(self) -> bool:
        return self.status == self.Status.PUBLISHED

    @property
    def is_removed(self) -> bool:
        return self.status == self.Status.REMOVED

    @property
    def is_returned(self) -> bool:
        return self.status == self.Status.RETURNED

    @property
    def is_withdrawn(self) -> bool:
        return self.status == self.Status.WITHDRAWN

    @property
    def is_hidden(self) -> bool:
        return self.status == self.Status.HIDDEN

    @property
    def is_erased(self) -> bool:
        """Nobody has its words any more. No post is written without any."""
        return not self.source

    @property
    def was_edited_in_public(self) -> bool:
        return bool(self.edited_at and self.published_at and self.edited_at > self.published_at)

    @property
    def is_in_its_place(self) -> bool:
        """Its words are where they were written: for everybody, or until then for its author and the moderators."""
        return self.is_published or self.is_pending

    @property
    def stands(self) -> bool:
        """Neither its author nor a moderator took it away for good."""
        return self.status in STANDING

    def get_absolute_url(self) -> str:
        return reverse("post", args=[self.pk])


WAITING = (Post.Status.PENDING, Post.Status.HIDDEN)
STANDING = (Post.Status.PENDING, Post.Status.PUBLISHED, Post.Status.HIDDEN, Post.Status.RETURNED)
