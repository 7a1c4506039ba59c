"""What was changed in a post, and what was done to it: rows that are only ever added."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from forum.models.posts import REASON_MAX_LENGTH, Post
from forum.models.threads import TITLE_MAX_LENGTH, Thread

NOTE_MAX_LENGTH = 2000  # characters
HASH_LENGTH = 64  # of SHA-256, in hexadecimal digits


class PostRevision(models.Model):
    """A post's words as they were at one time; the first is what was posted."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    title = models.CharField(
        max_length=TITLE_MAX_LENGTH, blank=True, help_text="Of a first post: what its thread was called."
    )
    source = models.TextField()
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    was_public = models.BooleanField(default=False, help_text="Everybody could read these words at some time.")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["post", "number"], name="revision_number_once_per_post")]

    def __str__(self) -> str:
        return f"{self.post}, revision {self.number}"


class ModerationEntry(models.Model):
    """One act: on what, by whom, why, and what it changed. Entries are only ever added: the database refuses the rest.

    Each carries the hash of the one before it, so that nothing can be taken out of their row unnoticed.
    """

    class Act(models.TextChoices):
        HOLD = "hold", "held"
        APPROVE = "approve", "approved"
        KEEP = "keep", "kept"
        RETURN = "return", "returned to its author"
        RESUBMIT = "resubmit", "sent again by its author"
        REMOVE = "remove", "removed"
        RESTORE = "restore", "restored"
        WITHDRAW = "withdraw", "withdrawn"
        ERASE = "erase", "erased"
        MOVE = "move", "moved"
        MERGE = "merge", "merged into another discussion"
        SPLIT = "split", "made the beginning of a discussion"
        RENAME = "rename", "renamed or sorted anew"
        PIN = "pin", "pinned"
        UNPIN = "unpin", "unpinned"
        LOCK = "lock", "locked"
        UNLOCK = "unlock", "unlocked"
        HOLD_ALL = "hold_all", "set to hold every reply"
        HOLD_NONE = "hold_none", "set to hold replies no longer"
        WARN = "warn", "warned"
        PUT_ON_HOLD = "on_hold", "put on hold"
        SILENCE = "silence", "silenced"
        BAN = "ban", "banned"
        LIFT = "lift", "put in good standing"
        REMOVE_ALL = "remove_all", "all posts removed"
        GRANT = "grant", "appeal granted"
        DENY = "deny", "appeal denied"
        UNDO = "undo", "undone"

    number = models.PositiveBigIntegerField(unique=True, editable=False, help_text="1, 2, 3, … without a gap.")
    act = models.CharField(max_length=10, choices=Act)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="moderation_entries")
    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, null=True, related_name="moderation_entries")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="moderation_entries"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="Empty: the system.",
    )
    # The reason as it was called then: the table of reasons may change later, what was said may not.
    code = models.CharField(max_length=50, blank=True)
    reason = models.CharField(max_length=REASON_MAX_LENGTH, blank=True)
    note = models.TextField(
        max_length=NOTE_MAX_LENGTH, blank=True, help_text="For the person concerned and the moderators only."
    )
    seen = models.PositiveIntegerField(null=True, help_text="The revision of the post that was judged.")
    before = models.JSONField(default=dict, help_text="What it changed, as it was.")
    after = models.JSONField(default=dict, help_text="The same as it became.")
    undoes = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="undone_by", help_text="The entry that it takes back."
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    previous_hash = models.CharField(max_length=HASH_LENGTH, blank=True, help_text="Of the entry before; empty: none.")
    hash = models.CharField(max_length=HASH_LENGTH, help_text="SHA-256 of the entry and of the hash before it.")

    class Meta:
        ordering = ["-number"]
        verbose_name_plural = "moderation entries"
        constraints = [
            models.CheckConstraint(
                condition=Q(post__isnull=False) | Q(thread__isnull=False) | Q(member__isnull=False),
                name="entry_concerns_something",
            ),
        ]
        indexes = [
            models.Index(fields=["act", "-number"], name="entry_by_act"),
            models.Index(fields=["created_at"], name="entry_by_date"),
            models.Index(fields=["thread", "-number"], condition=Q(post=None), name="entry_on_thread"),
        ]

    def __str__(self) -> str:
        return f"{self.get_act_display()}: {self.post or self.member or self.thread}"

    @property
    def person_id(self) -> int | None:
        """Whom it concerns: a member, or the author of a post; nobody where that was imported."""
        return self.post.author_id if self.post else self.member_id

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError("A moderation entry is not changed once it is written.")
        super().save(*args, **kwargs)


class LogHead(models.Model):
    """Where the log of moderation ends, in one row: whoever adds to the log locks it first."""

    number = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=HASH_LENGTH, blank=True)

    def __str__(self) -> str:
        return f"entry {self.number}"
