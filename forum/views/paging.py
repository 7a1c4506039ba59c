from django.http import Http404, HttpRequest


def number(request: HttpRequest, name: str) -> int:
    """The number that the address gives for `name`, 0 where it gives none. What is no number is no page."""
    value = request.GET.get(name, "0")
    if not (value.isascii() and value.isdigit() and len(value) < 19):
        raise Http404("This address names no page.")
    return int(value)
