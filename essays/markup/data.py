"""Data for machines in a page, as an element that no words in it can end."""

import json

from django.utils.safestring import SafeString, mark_safe

# Inside a script element `<` alone could begin its end, or a comment that hides it; the line separators end a line
# of older scripts, and the others are escaped so that nothing looks like markup to whoever reads the page as text.
ESCAPES = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


def data_script(data: object) -> SafeString:
    """The data as JSON-LD. A browser neither shows nor runs it, so that the policy for scripts need not name it."""
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{written}</script>')  # noqa: S308  # Escaped above.
