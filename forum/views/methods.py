"""Which methods a page answers to. All others get 405, before anybody asks them for a token."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

View = Callable[..., HttpResponse]


def is_read(view: View) -> View:
    """For a page that is only read."""
    return csrf_exempt(require_safe(view))


def is_sent(view: View) -> View:
    """For a page that takes a form. The view sees to the token itself."""
    return csrf_exempt(require_http_methods(["GET", "HEAD", "POST"])(view))


def is_only_sent(view: View) -> View:
    """For an address that a button sends to, and that nobody reads. The view sees to the token itself."""
    return csrf_exempt(require_POST(view))


def is_stored(mark: Callable[..., str]) -> Callable[[View], View]:
    """For a page that is kept for everybody without an account: see `config.stored`."""

    def keep(view: View) -> View:
        setattr(view, "mark", mark)  # noqa: B010  # Found by the middleware, through whatever else wraps the view.
        return view

    return keep


def is_looked_at(request: HttpRequest) -> bool:
    """Whether somebody sees what is answered. A browser may fetch a page in case that it is opened."""
    purpose = f"{request.headers.get('Sec-Purpose', '')} {request.headers.get('Purpose', '')}"
    return request.method == "GET" and "prefetch" not in purpose
