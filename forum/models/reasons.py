"""Why something is done or reported: a table that moderators keep, so that the same thing is called the same."""

from django.db import models

from forum.models.posts import REASON_MAX_LENGTH

LOOK_FIRST = "A moderator should look at it first."  # What is said where why it is held is not told.


class ReasonQuerySet(models.QuerySet["Reason"]):
    def for_acts(self) -> "ReasonQuerySet":
        """Those that a moderator chooses from."""
        return self.filter(is_offered=True).exclude(kind=Reason.Kind.FLAG)

    def for_flags(self) -> "ReasonQuerySet":
        """Those that a member who reports a post chooses from."""
        return self.filter(is_offered=True).exclude(kind=Reason.Kind.ACT)


class Reason(models.Model):
    class Kind(models.TextChoices):
        BOTH = "both", "for moderators and for reports"
        ACT = "act", "for moderators only"
        FLAG = "flag", "for reports only"

    code = models.SlugField(unique=True, help_text="What programs call it. It is kept in the log.")
    label = models.CharField(
        max_length=REASON_MAX_LENGTH, help_text="What everybody reads, as in: Removed by a moderator: personal attack."
    )
    explanation = models.TextField(blank=True, help_text="What the person concerned is told besides.")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.BOTH)
    is_spam = models.BooleanField(
        default=False, verbose_name="is spam", help_text="The filter learns from posts that are removed for it."
    )
    is_offered = models.BooleanField(default=True, verbose_name="is offered", help_text="Off: kept, but not chosen.")
    position = models.PositiveSmallIntegerField(default=0, help_text="Its place in the list.")

    objects = ReasonQuerySet.as_manager()

    class Meta:
        ordering = ["position", "label"]

    def __str__(self) -> str:
        return self.label
