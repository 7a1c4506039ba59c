"""A post's words as a moderator reads them: also what waits, was returned or removed, never what its author withdrew.

They are never cut: what is long is scrolled.
"""

from __future__ import annotations

from django.db.models import Case, F, TextField, Value, When
from django.template.loader import render_to_string
from django.utils.text import Truncator

from forum.models import Post

WITHDRAWN = "Withdrawn by its author."
LINE_CHARACTERS = 200
EXCERPT_CHARACTERS = 600
EXCERPT_LINES = 10


def searched(post: str = "") -> Case:
    """The words in which a moderator can search. `post` is what leads to the post, as in `post__`."""
    withdrawn = When(**{f"{post}status": Post.Status.WITHDRAWN}, then=Value(""))
    return Case(withdrawn, default=F(f"{post}source"), output_field=TextField())


def line_of(post: Post) -> str:
    """How they begin."""
    return WITHDRAWN if post.is_withdrawn else Truncator(post.source).chars(LINE_CHARACTERS)


def words_of(post: Post) -> str:
    """In full."""
    return render(post, is_clipped=False)


def excerpt_of(post: Post) -> str:
    """In a box of limited height where they are long."""
    source = post.source
    return render(post, is_clipped=len(source) > EXCERPT_CHARACTERS or source.count("\n") > EXCERPT_LINES)


def render(post: Post, *, is_clipped: bool) -> str:
    if post.is_withdrawn:
        return WITHDRAWN
    # What is scrolled must be reached with the keyboard; what is not should be no stop on its way.
    scrolls = is_clipped or "<table" in post.html
    return render_to_string("forum/admin/words.html", {"post": post, "is_clipped": is_clipped, "scrolls": scrolls})
