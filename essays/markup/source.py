"""What was typed, before and without Markdown."""

import re
import unicodedata
from html import escape

LINE_ENDS = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
# PostgreSQL refuses NUL, the parser marks its places with \x02 and \x03, and none of these can be seen.
UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
SURROGATES = re.compile("[\ud800-\udfff]")
# Letters and symbols by category, and yet nothing to be seen: fillers of Hangul, the empty pattern of Braille.
BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0")


def clean(source: str) -> str:
    """Return the words with one kind of line end, without characters that no page or database can hold."""
    source = LINE_ENDS.sub("\n", source)
    return SURROGATES.sub("\ufffd", UNSEEN.sub("", source))


def can_be_seen(words: str) -> bool:
    """Whether there is a letter, a digit, a punctuation mark or a symbol in it, and not only space and marks on it."""
    return any(unicodedata.category(char)[0] in "LNPS" and char not in BLANKS for char in words)


def as_typed(source: str) -> str:
    """Return clean words as HTML without reading them as Markdown: paragraphs at blank lines, line breaks kept."""
    paragraphs: list[list[str]] = [[]]
    for line in source.split("\n"):
        if line.strip():
            paragraphs[-1].append(escape(line.strip(), quote=False))
        elif paragraphs[-1]:
            paragraphs.append([])
    return "\n".join("<p>" + "<br>\n".join(lines) + "</p>" for lines in paragraphs if lines)
