"""Words that are quoted: found again in the text that they are from, or put into a reply as Markdown."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile

from forum.models import QUOTE_CONTEXT

QUOTED_MAX_LENGTH = 2_000  # characters of a post that are quoted
QUOTED_DEPTH = 5  # Quotations in quotations, from which on they are left out: the renderer nests ten.
SPACE = re.compile(r"\s+")
TOO_DEEP = re.compile(rf"(?: {{0,3}}> ?){{{QUOTED_DEPTH}}}")
# What can mean something in Markdown; a hyphen, a full stop or an apostrophe within a name cannot.
MARKUP = re.compile(r"[\\`*_{}\[\]()<>#+!&~|:/@^=$]")


@dataclass(frozen=True, slots=True)
class Quote:
    """A text-quote selector (Web Annotation Data Model, 4.2.4): words, and what stands right before and after them."""

    exact: str
    prefix: str = ""
    suffix: str = ""


def fold(text: str) -> str:
    """The text as the words of a block are kept: each white space one blank, and nothing that no database holds."""
    return SPACE.sub(" ", text.replace("\0", ""))


def locate(quote: Quote, words: str) -> Quote | None:
    """Return the quote with what surrounds it in the words, or None where it is not in them.

    Where the same words stand more than once, the surroundings that were given choose; the first where they do not.
    """
    starts = [match.start() for match in re.finditer(f"(?={re.escape(quote.exact)})", words)]
    if not quote.exact or not starts:
        return None
    return max((cut_out(words, start, len(quote.exact)) for start in starts), key=lambda found: fit(found, quote))


def cut_out(words: str, start: int, length: int) -> Quote:
    end = start + length
    return Quote(words[start:end], words[max(0, start - QUOTE_CONTEXT) : start], words[end : end + QUOTE_CONTEXT])


def fit(found: Quote, wanted: Quote) -> int:
    """How many characters next to the words are the same."""
    return in_common(reversed(found.prefix), reversed(wanted.prefix)) + in_common(found.suffix, wanted.suffix)


def in_common(one: Iterable[str], other: Iterable[str]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


# --- A post ---


def as_markdown(source: str, name: str, url: str) -> str:
    """Return a post as a quotation, with its author's name as a link to it, and room to write below."""
    # All that the renderer takes for the end of a line, so that nothing of it stands outside the quotation.
    lines = [line for line in shortened(source.strip("\r\n")).splitlines() if not TOO_DEEP.match(line)]
    quotation = "\n".join(f"> {line}".rstrip() for line in lines)
    # The gap ends what the post left open, such as a fence of code; the renderer makes one quotation of the two.
    return f"{quotation}\n\n> — [{as_typed(name)}]({url})\n\n"


def shortened(source: str) -> str:
    """The beginning of what is too long, up to the end of a word where there is one."""
    if len(source) <= QUOTED_MAX_LENGTH:
        return source
    cut = source[:QUOTED_MAX_LENGTH]
    whole = cut.rsplit(maxsplit=1)[0]
    return f"{whole if len(whole) > QUOTED_MAX_LENGTH / 2 else cut} …"


def as_typed(name: str) -> str:
    """The name in Markdown, whatever it has in it that would be read as markup."""
    return MARKUP.sub(r"\\\g<0>", name)


def before(quoted: str, typed: str) -> str:
    """The quotation, then what was typed already; once, where it begins with the same."""
    return typed if typed.startswith(quoted) else quoted + typed
