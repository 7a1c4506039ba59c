"""Names after an @: those that a text may mean, and those that it leads to."""

import re
from itertools import islice

from essays.markup.bounds import MAX_NAMES
from essays.markup.parser import NAME

TYPED = re.compile(NAME)
LINKED = re.compile(r'<a class="name" href="[^"]*">@([^<]+)</a>')  # As only `Writer.name` writes it.


def names_in(source: str) -> list[str]:
    """The names in Markdown as they are typed, each once, those in code and links among them."""
    return list(islice(dict.fromkeys(TYPED.findall(source)), MAX_NAMES))


def linked_names(html: str) -> list[str]:
    """The names in a member's stored HTML that are links, each once, as they were typed."""
    return list(dict.fromkeys(LINKED.findall(html)))
