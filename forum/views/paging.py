from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect


def number(request: HttpRequest, name: str) -> int:
    """The number that the address gives for `name`, 0 where it gives none. What is no number is no page."""
    value = request.GET.get(name, "0")
    if not (value.isascii() and value.isdigit() and len(value) < 19):
        raise Http404("This address names no page.")
    return int(value)


def proper_address(request: HttpRequest, url: str) -> HttpResponse:
    """Lead to how an address is written now, with what was asked of it. A title may change again."""
    query = request.META.get("QUERY_STRING", "")
    return redirect(f"{url}?{query}" if query else url)
