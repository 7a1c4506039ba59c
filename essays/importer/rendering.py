"""From a block's Markdown to its HTML, whatever its kind is. The page's ids of headings are made here, too."""

import re
from collections import Counter

from django.utils.text import slugify

from essays.markup import render_inline, render_text
from essays.models import REF_PATTERN, Block

Kind = Block.Kind
ANCHOR_LENGTH = 100  # characters

# Ids that a page has already: passages, calls, posts, fields, and its own landmarks.
TAKEN_IDS = re.compile(rf"{REF_PATTERN}|c[0-9].*|post-[0-9]+|page-.*|id_.*|main")


def render(kind: str, source: str, seen: Counter[str]) -> tuple[str, list[str]]:
    """Return a block's HTML and the ids of the footnote calls in it. `seen` counts the essay's calls so far.

    Raises `MarkupError` where the Markdown is too much to print.
    """
    if kind == Kind.MISSING_FOOTNOTE:
        return "", []
    if kind in (Kind.BYLINE, Kind.HEADING):
        return render_inline(source, seen)
    if kind == Kind.QUOTATION:
        html, calls = render_text(_inside(source), seen)
        return f"<blockquote>{html}</blockquote>", calls
    return render_text(source, seen)


def _inside(quotation: str) -> str:
    return "\n".join(re.sub(r"\A> ?", "", line) for line in quotation.split("\n"))


def heading_anchor(words: str, taken: set[str]) -> str:
    """Return an id for a heading that none of `taken` has, and add it to them."""
    slug = slugify(words, allow_unicode=True)[:ANCHOR_LENGTH] or "section"
    if TAKEN_IDS.fullmatch(slug):
        slug = f"section-{slug}"
    anchor, count = slug, 1
    while anchor in taken:
        count += 1
        anchor = f"{slug}-{count}"
    taken.add(anchor)
    return anchor
