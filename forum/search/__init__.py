"""Finding what everybody may read by its words: what can be found, how to ask for it, and two engines."""

from forum.search.documents import follow, follow_all, follow_edition, follow_thread
from forum.search.finding import COUNTED, RESULTS_PER_PAGE, Result, Results, Sort, search
from forum.search.rebuilding import rebuild
from forum.search.suggesting import suggest

__all__ = [
    "COUNTED",
    "RESULTS_PER_PAGE",
    "Result",
    "Results",
    "Sort",
    "follow",
    "follow_all",
    "follow_edition",
    "follow_thread",
    "rebuild",
    "search",
    "suggest",
]
