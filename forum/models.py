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
MODERATE = "forum.moderate_post"


class ThreadQuerySet(models.QuerySet["Thread"]):
    def locked(self, pk: int) -> "Thread":
        """The thread as it is now, locked until the transaction ends. Whoever changes talk locks its thread first."""
        return self.select_for_update().get(pk=pk)


class Thread(models.Model):
    """One conversation: an essay's, about the whole of it and its passages, or one that a member opened."""

    title = models.CharField(max_length=300)
    essay = models.OneToOneField(Essay, on_delete=models.PROTECT, null=True, blank=True, related_name="thread")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    post_count = models.PositiveIntegerField(default=0, editable=False, help_text="Published posts, at all places.")
    whole_count = models.PositiveIntegerField(
        default=0, editable=False, help_text="Of these, the ones on the text as a whole."
    )
    last_post_at = models.DateTimeField(null=True, editable=False, help_text="When the latest one was published.")
    version = models.PositiveBigIntegerField(
        default=1, editable=False, help_text="Moves on with every change that a reader could see."
    )

    objects = ThreadQuerySet.as_manager()

    class Meta:
        ordering = [F("last_post_at").desc(nulls_last=True), "-pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("thread", args=[self.pk, self.slug])

    @property
    def slug(self) -> str:
        """What the address says of the title; only the number counts."""
        return slugify(self.title) or "thread"

    @property
    def passage_count(self) -> int:
        """Published posts on single passages."""
        return self.post_count - self.whole_count

    def move_on(self) -> None:
        """Tell whoever keeps copies of its pages that they are old."""
        Thread.objects.filter(pk=self.pk).update(version=F("version") + 1)

    def count(self, anchor: Passage | None, change: int) -> None:
        """Count `change` more (or less) published posts at a place. The caller holds the thread's lock."""
        on_whole = change if anchor is None else 0
        Thread.objects.filter(pk=self.pk).update(
            post_count=F("post_count") + change, whole_count=F("whole_count") + on_whole, version=F("version") + 1
        )
        if anchor:
            place, _ = ReplyCount.objects.get_or_create(thread=self, anchor=anchor)
            ReplyCount.objects.filter(pk=place.pk).update(published=F("published") + change)


class ReplyCount(models.Model):
    """How many published posts a thread has at one passage."""

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
        """What this reader finds on a page: what is public and what they wrote; a moderator, what is held as well."""
        if not user.is_authenticated:
            return self.public()
        seen = Q(published_at__isnull=False) | Q(author=user)
        if user.has_perm(MODERATE):
            seen |= Q(status=Post.Status.PENDING)
        return self.filter(seen)

    def by(self, user: "User") -> "PostQuerySet":
        return self.filter(author=user)

    def at(self, thread: Thread, anchor: Passage | None) -> "PostQuerySet":
        """The posts at one place: on a passage, or on the whole where `anchor` is None."""
        return self.filter(thread=thread, anchor=anchor)

    def locked(self, pk: int) -> "Post":
        """The post as it is now, its thread and itself locked until the transaction ends."""
        thread = Thread.objects.locked(self.values_list("thread", flat=True).get(pk=pk))
        post = self.select_for_update(of=("self",)).select_related("anchor", "author").get(pk=pk)
        post.thread = thread
        return post


class Post(models.Model):
    class Status(models.TextChoices):
        PENDING = "pending", "waiting for a moderator"
        PUBLISHED = "published", "published"
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
    def is_pending(self) -> bool:
        return self.status == self.Status.PENDING

    @property
    def is_published(self) -> bool:
        return self.status == self.Status.PUBLISHED

    @property
    def is_removed(self) -> bool:
        return self.status == self.Status.REMOVED

    @property
    def stands(self) -> bool:
        """Published or waiting for it: neither its author nor a moderator took it away."""
        return self.is_published or self.is_pending

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
