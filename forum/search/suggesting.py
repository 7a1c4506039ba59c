"""What a query may become while it is typed: titles, members, and words that begin so. Public ones, all of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse

from essays.models import Essay
from forum.models import Post, SearchDocument
from forum.search import engine
from forum.search.folding import terms_of, words_of
from forum.search.language import NAMES, QUERY_LENGTH, cleaned
from forum.search.spelling import written
from forum.search.wanted import Wanted, mark_of

if TYPE_CHECKING:
    from accounts.models import User

SHORTEST = 2  # letters
OF_EACH_KIND = 4
TITLES_LOOKED_AT = 20
PLACES = ("essays", "notes", "posts", "titles")
CONDITION = re.compile(rf'(?:^|(?<=\s))(-?)({"|".join(NAMES)}):(?:"([^"]*)|([^\s"]*))$', re.IGNORECASE)
TEXTS_FIRST = F("thread__essay").asc(nulls_last=True)  # The two databases differ about what comes first.


@dataclass(frozen=True, slots=True)
class Suggestion:
    words: str
    kind: str
    url: str = ""  # Where it leads; else it is a query.
    query: str = ""


def suggest(typed: str) -> list[Suggestion]:
    """In at most five queries, whatever there is."""
    text = cleaned(typed)[:QUERY_LENGTH].strip()
    if condition := CONDITION.search(text):
        return conditions(text[: condition.start()], condition)
    terms = tuple(terms_of(text))
    if not terms or len(terms[-1]) < SHORTEST or not text[-1].isalnum():
        return []
    return [*titles(terms), *members(text), *words(text, terms[-1])]


def titles(terms: tuple[str, ...]) -> list[Suggestion]:
    """Of texts and of discussions."""
    before = tuple((term,) for term in terms[:-1])
    wanted = Wanted(all_of=before, begins=terms[-1], marks=(((mark_of("title"),),),), is_ranked=False)
    ids = [pk for pk, _ in engine.find(wanted, TITLES_LOOKED_AT)]
    found = SearchDocument.objects.filter(pk__in=ids).select_related("thread__essay").order_by(TEXTS_FIRST, "-pk")
    return [
        Suggestion(document.words, "Text" if document.thread.essay else "Discussion", url=url_of(document))
        for document in found[:OF_EACH_KIND]
    ]


def url_of(document: SearchDocument) -> str:
    return (document.thread.essay or document.thread).get_absolute_url()


def members(text: str) -> list[Suggestion]:
    """Those of whom there is something to read."""
    found = writers(text).order_by("username")[:OF_EACH_KIND]
    return [
        Suggestion(f"{member.get_full_name()} (@{member.username})", "Member", url=reverse("member", args=[member]))
        for member in found
    ]


def writers(beginning: str) -> QuerySet[User]:
    """The members whose name begins so, and who have published something."""
    named = Q(username__istartswith=beginning) | Q(display_name__istartswith=beginning)
    has_written = Exists(Post.objects.published().filter(author=OuterRef("pk")))
    return get_user_model().objects.filter(named, has_written)


def conditions(before: str, begun: re.Match[str]) -> list[Suggestion]:
    """What the condition that stands last can be, as far as there is anything of that name."""
    name, value = begun[2].lower(), (begun[3] or begun[4] or "").lower()
    values = [found for found in COMPLETED.get(name, nothing)(value) if found[0] != value]
    whole = [(f"{before}{begun[1]}{name}:{found}", kind) for found, kind in values]
    return [Suggestion(query, kind, query=query) for query, kind in whole]


def nothing(_value: str) -> list[tuple[str, str]]:
    return []


def authors(value: str) -> list[tuple[str, str]]:
    if not value:
        return []
    found = writers(value).filter(is_active=True).order_by("username")[:OF_EACH_KIND]
    return [(member.username, f"Posts by {member.get_full_name()}") for member in found]


def essays(value: str) -> list[tuple[str, str]]:
    found = Essay.objects.exclude(current_edition=None).filter(slug__istartswith=value).order_by("slug")
    return [(essay.slug, essay.title) for essay in found[:OF_EACH_KIND]]


def places(value: str) -> list[tuple[str, str]]:
    return [(place, f"Only {place}") for place in PLACES if place.startswith(value)]


COMPLETED: dict[str, Callable[[str], list[tuple[str, str]]]] = {"author": authors, "essay": essays, "in": places}


def words(text: str, term: str) -> list[Suggestion]:
    """The last word completed, as it is written somewhere."""
    last = list(words_of(text))[-1]
    spelled = {terms_of(word)[0]: word.lower() for word in written(term) if terms_of(word)[0] != term}
    shortest = sorted(spelled.values(), key=lambda word: (len(word), word))[:OF_EACH_KIND]
    return [
        Suggestion(f"{text[: last.start]}{word}", "Search", query=f"{text[: last.start]}{word}") for word in shortest
    ]
