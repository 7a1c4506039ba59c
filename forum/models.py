"""The talk: threads of posts on a text, what was changed in them, and what moderators did."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from essays.models import Edition, Essay, Passage

if TYPE_CHECKING:
    from accounts.models import User

EDIT_WINDOW = timedelta(minutes=30)
QUOTE_MAX_LENGTH = 500  # characters
REASON_MAX_LENGTH = 300  # characters


class Thread(models.Model):
    """One conversation: an essay's, about the whole of it and its passages, or one that a member opened."""

    title = models.CharField(max_length=300)
    essay = models.OneToOneField(Essay, on_delete=models.PROTECT, null=True, blank=True, related_name="thread")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    post_count = models.PositiveIntegerField(default=0, editable=False, help_text="Published posts, at all places.")
    last_post_at = models.DateTimeField(null=True, editable=False, help_text="When the latest one was published.")
    version = models.PositiveBigIntegerField(
        default=1, editable=False, help_text="Moves on with every change that a reader could see."
    )

    class Meta:
        ordering = [F("last_post_at").desc(nulls_last=True), "-pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("thread", args=[self.pk, slugify(self.title) or "thread"])


class ReplyCount(models.Model):
    """How many published posts a thread has at one passage. The whole text's are the thread's less all of these."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="reply_counts")
    anchor = models.ForeignKey(Passage, on_delete=models.PROTECT, related_name="+")
    published = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["anchor", "thread"], name="reply_count_once_per_place")]

    def __str__(self) -> str:
        return f"{self.published} on {self.anchor}"


class PostQuerySet(models.QuerySet["Post"]):
    def published(self) -> "PostQuerySet":
        return self.filter(status=Post.Status.PUBLISHED)

    def pending(self) -> "PostQuerySet":
        return self.filter(status=Post.Status.PENDING)

    def public(self) -> "PostQuerySet":
        """Published, or once published and now gone: those keep their place."""
        return self.exclude(published_at=None)

    def visible_to(self, user: "User | AnonymousUser") -> "PostQuerySet":
        """What this reader finds on a page: all that is public, and what they wrote themselves."""
        if user.is_authenticated:
            return self.filter(Q(published_at__isnull=False) | Q(author=user))
        return self.public()

    def by(self, user: "User") -> "PostQuerySet":
        return self.filter(author=user)

    def at(self, thread: Thread, anchor: Passage | None) -> "PostQuerySet":
        """The posts at one place: on a passage, or on the whole where `anchor` is None."""
        return self.filter(thread=thread, anchor=anchor)


class Post(models.Model):
    class Status(models.TextChoices):
        PENDING = "pending", "waiting for a moderator"
        PUBLISHED = "published"
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

    source = models.TextField(help_text="Markdown, as it was typed.")
    html = models.TextField(help_text="Made from the source when it is saved.")
    quote = models.CharField(
        max_length=QUOTE_MAX_LENGTH, blank=True, help_text="The words of the passage that it answers."
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
                condition=~Q(status="removed") | ~Q(status_reason=""), name="post_removed_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True, position=0) | Q(parent__isnull=False, position__gt=0),
                name="post_position_0_is_the_top",
            ),
            models.CheckConstraint(condition=Q(quote="") | Q(anchor__isnull=False), name="post_quote_has_a_passage"),
            models.UniqueConstraint(fields=["root", "position"], name="post_position_once_per_branch"),
        ]
        indexes = [
            models.Index(fields=["thread", "anchor", "root", "position"], name="post_page"),
            models.Index(fields=["author", "-id"], name="post_by_author"),
            models.Index(fields=["id"], condition=Q(status="pending"), name="post_pending"),
        ]
        permissions = [("moderate_post", "Can approve and remove posts")]

    def __str__(self) -> str:
        return f"post {self.pk} by {self.author_name}"

    @property
    def author_name(self) -> str:
        if self.author is None:
            return self.imported_name or "A reader"
        return self.author.get_full_name()

    @property
    def words_are_public(self) -> bool:
        return self.status == self.Status.PUBLISHED

    def get_absolute_url(self) -> str:
        return reverse("post", args=[self.pk])


class PostRevision(models.Model):
    """A post's words as they were at one time; the first is what was posted."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    source = models.TextField()
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["post", "number"], name="revision_number_once_per_post")]

    def __str__(self) -> str:
        return f"{self.post}, revision {self.number}"


class ModerationEntry(models.Model):
    """One act on a post, by whom and why. Entries are only ever added."""

    class Act(models.TextChoices):
        HOLD = "hold", "held"
        APPROVE = "approve", "approved"
        REMOVE = "remove", "removed"
        WITHDRAW = "withdraw", "withdrawn"

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="moderation_entries")
    act = models.CharField(max_length=10, choices=Act)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="Empty: the system.",
    )
    reason = models.CharField(max_length=REASON_MAX_LENGTH, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "moderation entries"

    def __str__(self) -> str:
        return f"{self.get_act_display()}: {self.post}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError("A moderation entry is not changed once it is written.")
        super().save(*args, **kwargs)
