"""What is shown when something cannot be done. Words that were sent are shown again, so that they are not lost."""

from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, TooManyFieldsSent
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render

from forum import drafts
from forum.views.methods import View

SENT = (
    "title",
    "category",
    "essay",
    "passage",
    "post",
    "seen",
    "is_about",
    "source",
    "quote",
    "prefix",
    "suffix",
    "form",
    "opened",
)
NOT_HERE = "There is nothing at this address any more that could take them."


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  # Django's signature.
    """A form without a valid token: show its words in a fresh one."""
    return send_again(request, status=403)


def send_again(request: HttpRequest, *, status: int) -> HttpResponse:
    """Show the words in a form that can be sent; with 429, in a while."""
    context = {"words": words_sent(request), "is_too_much": status == 429}
    return render(request, "forum/send_again.html", context, status=status)


def server_error(request: HttpRequest) -> HttpResponse:
    return render(None, "500.html", {"words": words_sent(request)}, status=500)


def not_posted(request: HttpRequest, why: str, *, status: int) -> HttpResponse:
    """Show the words where there is no form that could take them, and nothing of what they were meant for."""
    context = {"words": words_of(request), "why": why, "next": request.path}
    return render(request, "forum/not_posted.html", context, status=status)


def gives_words_back(view: View) -> View:
    """Where this view refuses what was sent to it, or kept for it before signing in, show the words and the reason."""

    @wraps(view)
    def giving_back(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except (Http404, PermissionDenied) as refusal:
            if not words_of(request).get("source"):
                raise
            if isinstance(refusal, Http404):
                return not_posted(request, NOT_HERE, status=404)
            return not_posted(request, str(refusal), status=403)

    return giving_back


def words_of(request: HttpRequest) -> dict[str, str]:
    """What was typed for this address: what is sent now, else what was kept."""
    return words_sent(request) or drafts.kept(request, request.path)


def words_sent(request: HttpRequest) -> dict[str, str]:
    """What the visitor typed into the form of a reply or an edit, by the name of its field."""
    try:
        return {name: request.POST[name] for name in SENT if name in request.POST}
    except (MultiPartParserError, RequestDataTooBig, TooManyFieldsSent, OSError):
        return {}
