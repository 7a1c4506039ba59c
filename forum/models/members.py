"""How a member stands here, and what a member is told of it."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Func, IntegerField, Q, Subquery
from django.utils import timezone

from forum.models.posts import Post
from forum.models.records import ModerationEntry

if TYPE_CHECKING:
    from accounts.models import User


UNREAD_COUNTED = 100


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

    unread = 0  # Notices that were not read yet, UNREAD_COUNTED at most: `standing_of` counts them.

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


class NotificationQuerySet(models.QuerySet["Notification"]):
    def to(self, member: "User") -> "NotificationQuerySet":
        """What the member may read now. A notice of a post that is taken away is left out until it is back."""
        return self.filter(Q(post=None) | Q(post__status=Post.Status.PUBLISHED), member=member)

    def unread(self) -> "NotificationQuerySet":
        return self.filter(read_at=None)


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

    objects = NotificationQuerySet.as_manager()

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
            models.Index(fields=["kind", "id"], condition=Q(mailed_at=None), name="notification_unsent"),
        ]

    def __str__(self) -> str:
        return f"to {self.member}: {self.entry or self.post}"


def lock_member(member: "User") -> None:
    """Let what one member does in many places at the same moment happen one after the other, within a transaction.

    Whoever locks a thread, too, does that before.
    """
    # Who only names the member, as the author of a post for instance, need not wait.
    get_user_model().objects.select_for_update(no_key=True).only("pk").get(pk=member.pk)


def standing_of(member: "User") -> Standing:
    """How the member stands now, and how much they have not read: one query for each object.

    It is not stored where nobody ever decided on them.
    """
    cached = member._state.fields_cache
    if "standing" not in cached:
        members = get_user_model().objects.select_related("standing").only("standing")
        found = members.annotate(unread=number_unread(member)).get(pk=member.pk)
        member.standing = getattr(found, "standing", None) or Standing(member=member)
        member.standing.unread = found.unread
    elif cached["standing"] is None:  # Read with the member, and not there.
        member.standing = Standing(member=member)
    return member.standing


def number_unread(member: "User") -> Func:
    unread = Notification.objects.to(member).unread().order_by().values("pk")[:UNREAD_COUNTED]
    template = "(SELECT COUNT(*) FROM %(expressions)s AS unread)"
    return Func(Subquery(unread), template=template, output_field=IntegerField())
