"""A post's words as a moderator reads them. They are never cut: what is long is scrolled."""

from __future__ import annotations

from django.template.loader import render_to_string

from forum.models import Post

EXCERPT_CHARACTERS = 600
EXCERPT_LINES = 10


def words_of(post: Post) -> str:
    """In full."""
    return render(post, is_clipped=False)


def excerpt_of(post: Post) -> str:
    """In a box of limited height where they are long."""
    source = post.source
    return render(post, is_clipped=len(source) > EXCERPT_CHARACTERS or source.count("\n") > EXCERPT_LINES)


def render(post: Post, *, is_clipped: bool) -> str:
    # What is scrolled must be reached with the keyboard; what is not should be no stop on its way.
    scrolls = is_clipped or "<table" in post.html
    return render_to_string("forum/admin/words.html", {"post": post, "is_clipped": is_clipped, "scrolls": scrolls})
