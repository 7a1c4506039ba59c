"""One page of what was found, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import TextChoices

from forum.models import SearchDocument
from forum.search import engine
from forum.search.language import PARTS, QUERY_LENGTH, Query, parse
from forum.search.resolving import resolve
from forum.search.snippets import Part, snippet
from forum.search.spelling import corrected
from forum.search.wanted import Wanted

RESULTS_PER_PAGE = 20
COUNTED = 1000  # results; of more, nobody counts how many more
RANKED = 2000  # So many of what matches are compared: the newest, where there are more.


class Sort(TextChoices):
    BEST = "best", "best match"
    NEWEST = "newest", "newest"


@dataclass(frozen=True, slots=True)
class Result:
    document: SearchDocument
    parts: list[Part]


@dataclass(frozen=True, slots=True)
class Results:
    query: Query
    sort: Sort = Sort.BEST
    page: int = 1
    rows: list[Result] = field(default_factory=list)
    count: int = 0
    said: list[str] = field(default_factory=list)  # What there is to say of the query.
    meant: str = ""  # Another query, which finds something.

    @property
    def counted(self) -> str:
        return f"{COUNTED:,}+" if self.count > COUNTED else f"{self.count:,}"

    @property
    def pages(self) -> int:
        return max(1, -(-min(self.count, COUNTED) // RESULTS_PER_PAGE))

    @property
    def previous(self) -> int:
        return self.page - 1

    @property
    def next(self) -> int:
        """The number of the next page; 0 on the last one."""
        return self.page + 1 if self.page < self.pages else 0


def search(typed: str, sort: Sort = Sort.BEST, page: int = 1) -> Results:
    """What everybody may read and what matches: the best or the newest first. Whatever is typed is a query."""
    query = parse(typed)
    said = [TOO_MUCH] if query.left_out else []
    if not query.asks:
        return Results(query, sort, said=[*said, *([NO_WORD] if query.typed else [])])
    wanted, unknown = resolve(query, is_ranked=sort == Sort.BEST)
    if wanted is None:
        return Results(query, sort, said=[*said, *unknown])
    found = engine.find(wanted, RANKED)
    meant = "" if found else corrected(query, wanted)
    ids = [pk for pk, _ in in_order(found, sort)][: min(COUNTED, RANKED)]
    shown = ids[(page - 1) * RESULTS_PER_PAGE : page * RESULTS_PER_PAGE]
    return Results(query, sort, page, results(wanted, shown), len(found), [*said, *unknown], meant)


TOO_MUCH = (
    f"This is more than can be looked for at once: {QUERY_LENGTH} characters, {PARTS} parts. The rest is left out."
)
NO_WORD = "There is no word in this that could be looked for."


def in_order(found: list[tuple[int, float]], sort: Sort) -> Iterable[tuple[int, float]]:
    """What matches equally well, the newest first: in that order it came."""
    return sorted(found, key=lambda row: -row[1]) if sort == Sort.BEST else found


def results(wanted: Wanted, ids: list[int]) -> list[Result]:
    """Two queries, whatever the number."""
    marked = engine.marked(wanted, ids)
    related = ["thread__essay", "passage", "post__author", "post__anchor"]
    documents = SearchDocument.objects.select_related(*related).filter(pk__in=ids).defer("terms", *UNSHOWN)
    known = {document.pk: document for document in documents}
    return [Result(known[pk], snippet(known[pk].words, marked.get(pk, ""))) for pk in ids if pk in known]


UNSHOWN = ("post__source", "post__html", "post__author__password", "post__author__email")
