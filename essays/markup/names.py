"""Names after an @: those that a text may mean, and those that it leads to."""

import re
from itertools import islice

from essays.markup.bounds import MAX_NAMES
from essays.markup.parser import NAME

TYPED = re.compile(NAME)
LINKED = re.compile(r'<a class="name" href="[^"]*">@([^<]+)</a>')  # As only `Writer.name` writes it.
QUOTATION = re.compile(r"</?blockquote>")


def names_in(source: str) -> list[str]:
    """The names in Markdown as they are typed, each once, those in code and links among them."""
    return list(islice(dict.fromkeys(TYPED.findall(source)), MAX_NAMES))


def linked_names(html: str) -> list[str]:
    """The names in a member's stored HTML that are links, each once, as they were typed."""
    return list(dict.fromkeys(LINKED.findall(html)))


def addressed_names(html: str) -> list[str]:
    """Those of them that stand outside quotations: whom these words speak to, and not whom others spoke to."""
    depth, own = 0, []
    ends = [*(found[0] for found in QUOTATION.finditer(html)), ""]
    for part, end in zip(QUOTATION.split(html), ends, strict=True):
        own += [] if depth else [part]
        depth += -1 if end.startswith("</") else 1
    return linked_names(" ".join(own))
