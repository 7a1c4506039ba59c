"""What of it a member has read."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from django.utils import timezone

from forum.models import Notification, standing_of
from forum.models.members import NotificationQuerySet

if TYPE_CHECKING:
    from accounts.models import User


def decisions_read(member: User, shown: Sequence[Notification]) -> None:
    """The member has seen these in the list. What somebody wrote is read where it stands."""
    mark(member, Notification.objects.filter(pk__in=[notice.pk for notice in shown if notice.entry_id]))


def posts_read(member: User, posts: Collection[int]) -> None:
    """The member has seen the posts with these ids. No query for who has nothing to read."""
    if posts and standing_of(member).unread:
        mark(member, Notification.objects.filter(post__in=posts))


def read_all(member: User, upto: int) -> None:
    """All that there was when the page was made, up to the notice with this id, is read."""
    mark(member, Notification.objects.to(member).filter(pk__lte=upto))


def mark(member: User, notices: NotificationQuerySet) -> None:
    count = notices.filter(member=member).unread().update(read_at=timezone.now())
    standing = standing_of(member)
    standing.unread = max(0, standing.unread - count)  # What the same page says above.
