"""A conversation, and how much is said in it at each place."""

from datetime import datetime

from django.db import models
from django.db.models import Case, F, Max, When
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from essays.models import Essay, Passage


class ThreadQuerySet(models.QuerySet["Thread"]):
    def locked(self, pk: int) -> "Thread":
        """The thread as it is now, locked until the transaction ends. Whoever changes talk locks its thread first."""
        return self.select_for_update().get(pk=pk)


class Thread(models.Model):
    """One conversation: an essay's, about the whole of it and its passages, or one that a member opened."""

    class Talk(models.TextChoices):
        OPEN = "open", "open"
        HELD = "held", "every reply waits for a moderator"
        LOCKED = "locked", "locked"

    title = models.CharField(max_length=300)
    essay = models.OneToOneField(Essay, on_delete=models.PROTECT, null=True, blank=True, related_name="thread")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    post_count = models.PositiveIntegerField(default=0, editable=False, help_text="Published posts, at all places.")
    whole_count = models.PositiveIntegerField(
        default=0, editable=False, help_text="Of these, the ones on the text as a whole."
    )
    talk = models.CharField(max_length=10, choices=Talk, default=Talk.OPEN, editable=False)
    is_pinned = models.BooleanField(default=False, editable=False, help_text="It comes first among the discussions.")
    last_post_at = models.DateTimeField(null=True, editable=False, help_text="When the latest one was published.")
    version = models.PositiveBigIntegerField(
        default=1, editable=False, help_text="Moves on with every change that a reader could see."
    )

    objects = ThreadQuerySet.as_manager()

    class Meta:
        ordering = ["-is_pinned", F("last_post_at").desc(nulls_last=True), "-pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("thread", args=[self.pk, self.slug])

    @property
    def slug(self) -> str:
        """What the address says of the title; only the number counts."""
        return slugify(self.title) or "thread"

    @property
    def is_locked(self) -> bool:
        return self.talk == self.Talk.LOCKED

    @property
    def passage_count(self) -> int:
        """Published posts on single passages."""
        return self.post_count - self.whole_count

    def latest_talk(self) -> datetime | None:
        """When the latest post that still stands was published, or written where it was imported."""
        when = Case(When(author=None, then="written_at"), default="published_at")
        latest: datetime | None = self.posts.published().aggregate(latest=Max(when))["latest"]
        return latest

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
