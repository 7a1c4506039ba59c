"""How words are compared: without accents, capitals and punctuation. Pure.

What comes out is ASCII, whatever went in, so that both databases take it apart alike, in whatever language they run;
and it is one term for each word that went in, so that a term which was found says which word that is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

WORD_LENGTH = 32  # characters; of a longer word, these are compared

MARKS = "".join(char for char in map(chr, range(0x10000)) if unicodedata.category(char)[0] == "M")
# Without spaces between words, each character is one.
ALONE = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
JOINERS = "\u200c\u200d\u00ad"  # Within a word, and nothing to be seen of it.
WORD = re.compile(rf"[{ALONE}][{MARKS}]*|(?:(?![{ALONE}])[^\W_][{re.escape(MARKS)}{JOINERS}]*)+")

POWER = re.compile(r"[0-9]+e[0-9]")  # PostgreSQL reads a number in this, and takes what follows for another word.

# Letters that no decomposition takes an accent from.
PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŋ": "ng"}
)


@dataclass(frozen=True, slots=True)
class Word:
    start: int
    end: int
    term: str


def words_of(text: str) -> Iterator[Word]:
    for found in WORD.finditer(text):
        if term := term_of(found[0]):
            yield Word(found.start(), found.end(), term)


def terms_of(text: str) -> list[str]:
    return [word.term for word in words_of(text)]


@lru_cache(maxsize=50_000)
def term_of(word: str) -> str:
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", word).casefold()).translate(PLAIN)
    letters = [char for char in folded if char.isalnum()][:WORD_LENGTH]
    term = "".join(char if char.isascii() else f"x{ord(char)}" for char in letters)
    return f"q{term}" if POWER.match(term) else term
