"""How a member stands here, and what a member is told of it."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from forum.models.posts import Post
from forum.models.records import ModerationEntry

if TYPE_CHECKING:
    from accounts.models import User


class Standing(models.Model):
    """What moderators decided on a member. Who has no row is in good standing."""

    class State(models.TextChoices):
        GOOD = "good", "in good standing"
        ON_HOLD = "on_hold", "on hold: every post waits for a moderator"
        SILENCED = "silenced", "silenced"
        BANNED = "banned", "banned"

    member = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="standing"
    )
    state = models.CharField(max_length=10, choices=State, default=State.GOOD)
    until = models.DateTimeField(null=True, blank=True, help_text="When a silence ends.")
    reason = models.CharField(max_length=300, blank=True)
    unread = models.PositiveIntegerField(default=0, editable=False, help_text="Notices that were not read yet.")

    class Meta:
        verbose_name_plural = "members"
        constraints = [
            models.CheckConstraint(
                condition=Q(state="silenced", until__isnull=False) | (~Q(state="silenced") & Q(until__isnull=True)),
                name="standing_silence_has_an_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.get_state_display()}"

    @property
    def may_write(self) -> bool:
        """Whether nothing forbids to post. What is written on hold waits."""
        if self.state == self.State.SILENCED:
            return self.until is not None and self.until <= timezone.now()
        return self.state != self.State.BANNED

    @property
    def is_on_hold(self) -> bool:
        return self.state == self.State.ON_HOLD


def standing_of(member: "User") -> Standing:
    """How the member stands now, read once for each object; one that is not stored where nobody ever decided."""
    try:
        return member.standing
    except Standing.DoesNotExist:
        member.standing = Standing(member=member)
        return member.standing


class Notification(models.Model):
    """What a member is told: an act of moderation that concerns them, or a post that they want to hear of."""

    class Kind(models.TextChoices):
        DECISION = "decision", "decision"
        MENTION = "mention", "somebody named you"
        ANSWER = "answer", "somebody answered you"
        FOLLOWED = "followed", "somebody wrote where you follow"

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.DECISION)
    entry = models.ForeignKey(ModerationEntry, on_delete=models.PROTECT, null=True, related_name="notifications")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="notifications")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    read_at = models.DateTimeField(null=True, editable=False)
    mailed_at = models.DateTimeField(null=True, editable=False, help_text="Empty: not sent yet.")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="decision", entry__isnull=False, post__isnull=True)
                | (~Q(kind="decision") & Q(entry__isnull=True, post__isnull=False)),
                name="notification_is_of_a_decision_or_a_post",
            ),
            models.UniqueConstraint(fields=["member", "entry"], name="notification_once_per_entry"),
            models.UniqueConstraint(fields=["member", "post"], name="notification_once_per_post"),
        ]
        indexes = [
            models.Index(fields=["member", "-id"], name="notification_page"),
            models.Index(fields=["member"], condition=Q(read_at=None), name="notification_unread"),
            models.Index(fields=["id"], condition=Q(mailed_at=None), name="notification_unsent"),
        ]

    def __str__(self) -> str:
        return f"to {self.member}: {self.entry or self.post}"
