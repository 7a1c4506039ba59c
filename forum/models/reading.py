"""What a member has read, follows, and has begun to write."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from essays.models import Passage
from forum.models.posts import Post
from forum.models.threads import Thread

DRAFT_PATH_MAX_LENGTH = 200  # characters


class ReadMark(models.Model):
    """Up to where a member has read a thread: one row for both, whatever the number of posts.

    `upto` counts for all its places: every post whose `publication` is not above it was read. `places` says of single
    places that they were read further: {"whole": 12, "p26": 15}.
    """

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="read_marks")
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="read_marks")
    upto = models.PositiveIntegerField(default=0)
    places = models.JSONField(default=dict)
    read_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "thread"], name="read_mark_once_per_thread")]

    def __str__(self) -> str:
        return f"{self.member} has read {self.thread} up to {self.upto}"


class Subscription(models.Model):
    """A member follows a thread, an essay's among them, or one passage of an essay."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="subscriptions")
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="subscriptions")
    anchor = models.ForeignKey(
        Passage,
        on_delete=models.PROTECT,
        null=True,
        related_name="subscriptions",
        help_text="Empty: all of the thread, its passages included.",
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "thread"], condition=Q(anchor=None), name="subscription_once_per_thread"
            ),
            models.UniqueConstraint(fields=["member", "thread", "anchor"], name="subscription_once_per_passage"),
        ]
        indexes = [models.Index(fields=["thread", "anchor"], name="subscription_by_place")]

    def __str__(self) -> str:
        return f"{self.member} follows {self.anchor or self.thread}"


class Mention(models.Model):
    """Whom a post names: found when it was posted, and kept as it was."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="mentions")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mentions")
    name = models.CharField(max_length=30, help_text="As it was typed, without the @.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "name"], name="mention_once_per_post")]
        indexes = [models.Index(Lower("name"), name="mention_by_name")]

    def __str__(self) -> str:
        return f"@{self.name} in {self.post}"


class Draft(models.Model):
    """What a member has begun to write, for one form: begun on one device, finished on another."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts")
    path = models.CharField(max_length=DRAFT_PATH_MAX_LENGTH, help_text="Where its form is sent to.")
    words = models.JSONField(help_text="What was typed, by the name of its field.")
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "path"], name="draft_once_per_form")]
        indexes = [models.Index(fields=["member", "-saved_at"], name="draft_page")]

    def __str__(self) -> str:
        return f"by {self.member} for {self.path}"
