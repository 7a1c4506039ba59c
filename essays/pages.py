"""A page that editors write about the site: Markdown under headings."""

import re
from collections import Counter

from essays.markup import MarkupError, render_inline, render_text

HEADING = re.compile(r"^##[ \t]+(.+?)[ \t]*#*[ \t]*$", re.MULTILINE)


def rendered(source: str) -> str:
    """The page's HTML. Raises `MarkupError`, which says what cannot be printed."""
    seen: Counter[str] = Counter()
    opening, *parts = HEADING.split(source.replace("\r\n", "\n"))
    html = [render_text(opening, seen)[0]]
    for heading, words in zip(parts[::2], parts[1::2], strict=True):
        html += [f"<h2>{render_inline(heading, seen)[0]}</h2>", render_text(words, seen)[0]]
    if seen:
        raise MarkupError("There are no notes on this page: say it in the text.")
    return "\n".join(part for part in html if part)
