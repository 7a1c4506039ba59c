"""A filter that learns only from what moderators decide."""

from __future__ import annotations

from forum.models import ModerationEntry, Post


def learn(post: Post, *, is_spam: bool) -> None: ...


def unlearn(entry: ModerationEntry) -> None: ...
