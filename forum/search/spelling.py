"""What somebody may have meant where nothing is found: words of what everybody may read, a letter or two away.

Nothing is kept for it. The index is asked for all words that are one letter away, and for words that begin alike.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from forum.models import SearchDocument
from forum.search import engine
from forum.search.folding import terms_of, words_of
from forum.search.language import Query
from forum.search.wanted import Wanted

LETTERS = "abcdefghijklmnopqrstuvwxyz"
SHORTEST, LONGEST = 4, 20  # letters of a word that is tried
TRIED = 3  # words of one query
LOOKED_AT = 30  # documents
ALIKE = 3  # letters at least with which a word begins that is two letters away


def corrected(query: Query, wanted: Wanted) -> str:
    """The query with other words for those that are nowhere; empty where none are near, or that finds nothing, too."""
    meant, tried, all_of = query.typed, 0, []
    for phrase in wanted.all_of:
        terms = list(phrase)
        for at, term in enumerate(phrase):
            if tried == TRIED or not is_tried(term) or is_known(term):
                continue
            tried += 1
            if word := nearest(term):
                meant, terms[at] = put_into(meant, term, word), terms_of(word)[0]
        all_of.append(tuple(terms))
    if meant == query.typed or not engine.find(replace(wanted, all_of=tuple(all_of), is_ranked=False), 1):
        return ""
    return meant


def is_tried(term: str) -> bool:
    return SHORTEST <= len(term) <= LONGEST and term.isalpha()


def is_known(term: str) -> bool:
    return bool(engine.find(Wanted(all_of=((term,),), is_ranked=False), 1))


def put_into(typed: str, term: str, word: str) -> str:
    """What was typed with another word for each that is compared as `term`."""
    for found in reversed([found for found in words_of(typed) if found.term == term]):
        typed = f"{typed[: found.start]}{word}{typed[found.end :]}"
    return typed


def nearest(term: str) -> str:
    """The word nearest to the term, as it is written most often; empty where none is near."""
    if words := spelled(one_away(term)):
        return Counter(words).most_common(1)[0][0]
    alike = written(term[: max(ALIKE, len(term) // 2)])
    near = [word for word in alike if 0 < distance(terms_of(word)[0], term) <= len(term) // 4 + 1 <= 3]
    return min(near, key=lambda word: distance(terms_of(word)[0], term), default="")


def spelled(terms: set[str]) -> list[str]:
    """Those of these terms that are found, as they stand in the newest documents that have them.

    No engine is asked to mark them: SQLite looks for all of them again in each document that it marks.
    """
    found = engine.find(Wanted(one_of=tuple(sorted(terms)), is_ranked=False), LOOKED_AT)
    return standing(found, lambda term: term in terms)


def written(beginning: str) -> list[str]:
    """The words that begin so, as they stand in the newest documents that have one."""
    found = engine.find(Wanted(begins=beginning, is_ranked=False), LOOKED_AT)
    return standing(found, lambda term: term.startswith(beginning))


def standing(found: list[tuple[int, float]], is_meant: Callable[[str], bool]) -> list[str]:
    texts = SearchDocument.objects.filter(pk__in=[pk for pk, _ in found]).order_by("-pk")
    return [
        text[word.start : word.end]
        for text in texts.values_list("words", flat=True)
        for word in words_of(text)
        if is_meant(word.term)
    ]


def one_away(term: str) -> set[str]:
    """All that differs from the term by one letter more, less or another, or by two that changed places."""
    splits = [(term[:at], term[at:]) for at in range(len(term) + 1)]
    less = {before + after[1:] for before, after in splits if after}
    swapped = {before + after[1] + after[0] + after[2:] for before, after in splits if len(after) > 1}
    more = {before + letter + after for before, after in splits for letter in LETTERS}
    other = {before + letter + after[1:] for before, after in splits if after for letter in LETTERS}
    return (less | swapped | more | other) - {term}


def distance(one: str, other: str) -> int:
    """How many letters to change, add, take away or swap with their neighbour to make one word of the other."""
    rows = [list(range(len(other) + 1))]
    for i, letter in enumerate(one, start=1):
        row = [i]
        for j, opposite in enumerate(other, start=1):
            cost = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (letter != opposite))
            if i > 1 and j > 1 and (letter, one[i - 2]) == (other[j - 2], opposite):
                cost = min(cost, rows[-2][j - 2] + 1)
            row.append(cost)
        rows.append(row)
    return rows[-1][-1]
