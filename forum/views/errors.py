"""What is shown when something can not be done. Words that were sent are shown again, so that they are not lost."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  # Django's signature.
    """A form without a valid token: show its words in a fresh one."""
    return render(request, "forum/send_again.html", {"words": words_sent(request)}, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    return render(None, "500.html", {"words": words_sent(request)}, status=500)


def words_sent(request: HttpRequest) -> dict[str, str]:
    """What the visitor typed into the form of a reply or an edit, by the name of its field."""
    try:
        return {name: request.POST[name] for name in ("source", "quote", "form") if name in request.POST}
    except (MultiPartParserError, RequestDataTooBig, TooManyFieldsSent, OSError):
        return {}
