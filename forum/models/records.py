"""What was changed in a post, and what was done to it: rows that are only ever added."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from forum.models.posts import REASON_MAX_LENGTH, Post


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
