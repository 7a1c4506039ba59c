"""Who may do what: one predicate for each permission, asked by views, acts and the admin alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from forum.models import EDIT_WINDOW, MODERATE, Post

if TYPE_CHECKING:
    from accounts.models import User

MODERATORS = "Moderators"  # The group that a migration makes.


def can_reply(user: User | AnonymousUser) -> bool:
    return user.is_authenticated and user.is_active


def can_answer(user: User | AnonymousUser, post: Post) -> bool:
    """Whether the user may reply to this post. What is held or gone is not answered."""
    return post.is_published and can_reply(user)


def can_edit(user: User | AnonymousUser, post: Post) -> bool:
    if not is_author(user, post) or not post.stands or post.written_at is None:
        return False
    return timezone.now() < post.written_at + EDIT_WINDOW


def can_withdraw(user: User | AnonymousUser, post: Post) -> bool:
    return is_author(user, post) and post.stands


def can_moderate(user: User | AnonymousUser) -> bool:
    return user.has_perm(MODERATE)


def can_read(user: User | AnonymousUser, post: Post) -> bool:
    """Whether the user may read the post's words, not only that it was there."""
    if post.is_published or is_author(user, post):
        return True
    return post.is_pending and can_moderate(user)


def is_author(user: User | AnonymousUser, post: Post) -> bool:
    return user.is_authenticated and post.author_id == user.pk
