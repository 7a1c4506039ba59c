"""Parts of pages, for a page that is open already and asks for them with htmx."""

from functools import wraps
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django_htmx.http import HttpResponseClientRedirect, reswap, retarget
from django_htmx.middleware import HtmxDetails

from forum.forms import ReplyForm
from forum.places import Place
from forum.views.methods import View

# Where a form comes into a page that may have others; elsewhere it is the page's own.
AMONG_OTHERS = ("page-margin", "post-", "page-reply-")


def asked(request: HttpRequest) -> HtmxDetails:
    """What htmx says of the request; false where a whole page is asked for."""
    return cast(HtmxDetails, getattr(request, "htmx"))  # noqa: B009  # Set by a middleware that the types do not know.


def comes_in_parts(view: View) -> View:
    """For an address that is a page to a reader and a part of one to htmx: no cache may take one for the other."""

    @wraps(view)
    def in_parts(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        patch_vary_headers(response, ["HX-Request", "HX-Target"])
        return response

    return in_parts


def key_of(request: HttpRequest, place: Place) -> str:
    """What tells the form's ids from those of others on the page that it comes into; "" for a page's own form."""
    return place.key if (asked(request).target or "").startswith(AMONG_OTHERS) else ""


def is_alone(request: HttpRequest, place: Place) -> bool:
    """Whether the form is what its page is about: no title of its own is needed."""
    page = asked(request).current_url_abs_path if asked(request) else request.path
    return (page or "").partition("?")[0] == place.reply_url


def to_form(response: HttpResponse, form: ReplyForm) -> HttpResponse:
    """Put a form with its errors into the place of the one that was sent, whatever the answer was meant for."""
    return reswap(retarget(response, f"#{form.html_id}"), "outerHTML")


def leading_to(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A redirect that the browser follows, and not htmx alone: it would put the page there into this one."""
    return HttpResponseClientRedirect(response["Location"]) if asked(request) else response
