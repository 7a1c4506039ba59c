"""What waits for a moderator: posts that are held, posts that readers reported, appeals."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from forum.models.posts import REASON_MAX_LENGTH, Post
from forum.models.reasons import Reason
from forum.models.records import ModerationEntry
from forum.models.threads import Thread

APPEAL_MAX_LENGTH = 2000  # characters
FLAG_NOTE_MAX_LENGTH = 500  # characters


class Appeal(models.Model):
    """What a person says against one decision on them. Another moderator decides on it where there is one."""

    class State(models.TextChoices):
        OPEN = "open", "waiting"
        GRANTED = "granted", "granted"
        DENIED = "denied", "denied"

    decision = models.OneToOneField(ModerationEntry, on_delete=models.PROTECT, related_name="appeal")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="appeals")
    words = models.TextField(max_length=APPEAL_MAX_LENGTH)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return f"appeal by {self.by}"


class FlagQuerySet(models.QuerySet["Flag"]):
    def open(self) -> "FlagQuerySet":
        return self.filter(state=Flag.State.OPEN)


class Flag(models.Model):
    """A member's report of a post, as it read then."""

    class State(models.TextChoices):
        OPEN = "open", "waiting"
        UPHELD = "upheld", "upheld"
        DECLINED = "declined", "declined"
        WITHDRAWN = "withdrawn", "withdrawn"

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="flags")
    revision = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="flags")
    reason = models.ForeignKey(Reason, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=FLAG_NOTE_MAX_LENGTH, blank=True)
    weight = models.FloatField(help_text="How much it counts: 1 for who never reported before, from 0 to 2.")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    decided_by = models.ForeignKey(ModerationEntry, on_delete=models.PROTECT, null=True, related_name="flags")

    objects = FlagQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["post", "by", "revision"],
                condition=Q(state="open"),
                name="flag_once_per_member_and_revision",
            ),
            models.UniqueConstraint(fields=["post", "by", "revision", "reason"], name="flag_again_for_a_new_reason"),
            models.CheckConstraint(condition=Q(weight__gte=0, weight__lte=2), name="flag_weight_is_bounded"),
            models.CheckConstraint(
                condition=Q(state__in=["open", "withdrawn"], decided_by__isnull=True)
                | Q(state__in=["upheld", "declined"], decided_by__isnull=False),
                name="flag_decision_has_an_entry",
            ),
        ]
        indexes = [models.Index(fields=["by", "created_at"], name="flag_per_day")]

    def __str__(self) -> str:
        return f"{self.reason}: {self.post}"


class QueueItemQuerySet(models.QuerySet["QueueItem"]):
    def open(self) -> "QueueItemQuerySet":
        return self.filter(decided_by=None)


class QueueItem(models.Model):
    """One thing that waits, or waited, for a moderator. A post has at most one that is open, besides appeals."""

    class Kind(models.TextChoices):
        HELD = "held", "held"
        FLAGGED = "flagged", "reported"
        APPEAL = "appeal", "appeal"

    kind = models.CharField(max_length=10, choices=Kind)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="queue_items")
    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, null=True, related_name="+")
    appeal = models.OneToOneField(Appeal, on_delete=models.PROTECT, null=True, related_name="queue_item")
    why = models.CharField(max_length=REASON_MAX_LENGTH, help_text="The first reason, in a sentence.")
    findings = models.JSONField(
        default=list,
        help_text="What the checks found: [{check, sentence, matches: [[begin, end], …] in the words}, …].",
    )
    revision = models.PositiveIntegerField(default=0, help_text="Of the post, which the findings are about.")
    since = models.DateTimeField(default=timezone.now, verbose_name="waiting since")
    decided_at = models.DateTimeField(null=True, editable=False)
    # Without an index of its own: SQLite would look for what waits in it, and sort all that it finds.
    decided_by = models.ForeignKey(
        ModerationEntry,
        on_delete=models.PROTECT,
        null=True,
        related_name="queue_items",
        editable=False,
        db_index=False,
    )

    objects = QueueItemQuerySet.as_manager()

    class Meta:
        ordering = ["since", "pk"]
        verbose_name = "thing that waits"
        verbose_name_plural = "queue"
        constraints = [
            models.UniqueConstraint(
                fields=["post"], condition=Q(decided_by=None) & ~Q(kind="appeal"), name="queue_item_once_per_post"
            ),
            models.CheckConstraint(
                condition=Q(kind="appeal", appeal__isnull=False)
                | (~Q(kind="appeal") & Q(appeal__isnull=True, post__isnull=False)),
                name="queue_item_has_a_post_or_an_appeal",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True)
                | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="queue_item_is_decided_by_an_entry",
            ),
        ]
        indexes = [
            models.Index(fields=["since", "id"], condition=Q(decided_by=None), name="queue_waiting"),
            models.Index(fields=["kind", "since", "id"], condition=Q(decided_by=None), name="queue_waiting_by_kind"),
            models.Index(fields=["decided_at"], name="queue_decided"),
            models.Index(fields=["decided_by"], condition=Q(decided_by__isnull=False), name="queue_by_decision"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.post or self.appeal}"
