"""Searching what everybody may read."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from forum import search
from forum.models import SearchDocument
from forum.search import Sort
from forum.views.methods import is_read
from forum.views.paging import choice, number

Kind = SearchDocument.Kind
LAST_PAGE = -(-search.COUNTED // search.RESULTS_PER_PAGE)
EXAMPLES = [
    ("serge stalin", "both words, in whatever form"),
    ("“permanent revolution”", "these words one after the other"),
    ("serge -trotsky", "the first word without the other"),
    ("author:name", "what somebody wrote; author:“two words”"),
    ("in:notes", "only essays, notes, posts or titles"),
    ("essay:victor-serge", "one text and the talk on it, by its name in the address"),
    ("after:2024-01-31 before:2025", "from a day, a month or a year on, or until before it"),
]


@dataclass(frozen=True, slots=True)
class Row:
    """What was found, as the page shows it."""

    result: search.Result
    url: str
    kind: str
    place: str  # Empty where the words are their own place.
    author: str
    language: str  # Of the words, where a text says so.


@is_read
def found(request: HttpRequest) -> HttpResponse:
    page = number(request, "page") or 1
    if page > LAST_PAGE:
        raise Http404("Nobody looks so far down.")
    results = search.search(request.GET.get("q", ""), choice(request, "sort", Sort.BEST), page)
    context = {
        "results": results,
        "rows": [row(result) for result in results.rows],
        "sorts": [(sort, address(results, sort=sort)) for sort in Sort],
        "previous": address(results, results.previous) if results.previous else "",
        "following": address(results, results.next) if results.next else "",
        "meant": f"?{urlencode({'q': results.meant})}" if results.meant else "",
        "examples": EXAMPLES,
        "section": "search",
        "next": request.get_full_path(),
    }
    return render(request, "forum/search.html", context)


@is_read
def suggestions(request: HttpRequest) -> HttpResponse:
    """As JSON, for the box: words to show, what they are, and where they lead."""
    found = search.suggest(request.GET.get("q", ""))
    base = reverse("search")
    rows = [
        {"words": one.words, "kind": one.kind, "url": one.url or f"{base}?{urlencode({'q': one.query})}"}
        for one in found
    ]
    return JsonResponse({"suggestions": rows})


def address(results: search.Results, page: int = 1, sort: Sort | None = None) -> str:
    sort = sort or results.sort
    asked = {
        "q": results.query.typed,
        "sort": "" if sort == Sort.BEST else sort.value,
        "page": page if page > 1 else "",
    }
    return f"?{urlencode({name: value for name, value in asked.items() if value})}"


def row(result: search.Result) -> Row:
    document = result.document
    essay, post, passage = document.thread.essay, document.post, document.passage
    if post:
        place = f"{document.thread.public_title}, {post.anchor.label}" if post.anchor else document.thread.public_title
        return Row(result, f"{post.get_absolute_url()}#post-{post.pk}", "Post", place, post.author_name, "")
    if essay and passage:
        passage.essay = essay
        kind = passage.label.capitalize()
        return Row(result, passage.get_absolute_url(), kind, essay.title, essay.author, essay.language)
    if essay:
        return Row(result, essay.get_absolute_url(), "Text", "", essay.author, essay.language)
    return Row(result, document.thread.get_absolute_url(), "Discussion", "", "", "")
