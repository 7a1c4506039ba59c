"""What a visitor typed and could not send yet, kept in the session until they have signed in and sent it."""

from ipaddress import ip_network

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware, RejectRequest

KEPT_PER_SESSION = 5  # The oldest goes first. Each is at most as long as a post may be.
# Sessions that are begun for drafts, per address and hour: few, since each is a row in the database, and yet enough
# for a class that writes from one address.
SESSIONS_PER_ADDRESS = 60
HOUR = 60 * 60  # seconds
SESSION_KEY = "drafts"


def keep(request: HttpRequest, draft: dict[str, str], path: str = "") -> bool:
    """Keep what was typed, by the name of its field, for the address that it was sent to, or for `path`.

    Return False where nothing is kept, since too many drafts came from the visitor's address.
    """
    if SESSION_KEY not in request.session and not may_begin(request):
        return False
    path = path or request.path
    others = {other: words for other, words in all_kept(request).items() if other != path}
    request.session[SESSION_KEY] = dict([*others.items(), (path, draft)][-KEPT_PER_SESSION:])
    return True


def kept(request: HttpRequest, path: str) -> dict[str, str]:
    """What waits for being sent to this address, empty where nothing does."""
    return all_kept(request).get(path, {})


def forget(request: HttpRequest) -> None:
    """Forget what was kept for this address: it was sent."""
    drafts = all_kept(request)
    if drafts.pop(request.path, None):
        request.session[SESSION_KEY] = drafts


def all_kept(request: HttpRequest) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = request.session.get(SESSION_KEY, {})
    return found


# --- From whom drafts are taken ---


def is_from_here(request: HttpRequest) -> bool:
    """Whether a form was sent from a page of ours: by the origin that browsers name, else by the form's token."""
    named = request.headers.get("Origin") or request.headers.get("Referer") or "null"
    if named == "null":
        return has_token(request)
    ours = (f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS)
    return any(f"{named}/".startswith(f"{origin}/") for origin in ours)


def has_token(request: HttpRequest) -> bool:
    """Whether the form carries the token of the visitor's cookie: the page for sending it again does."""
    try:
        # Its check as a whole refuses whoever hides the origin, token or not.
        CsrfViewMiddleware(lambda _: HttpResponse())._check_token(request)  # type: ignore[attr-defined]
    except RejectRequest:
        return False
    return True


def may_begin(request: HttpRequest) -> bool:
    """Count one more session from the visitor's address, or from their network where it is an IPv6 one."""
    address = get_adapter().get_client_ip(request)
    network = ip_network((address, 64 if ":" in address else 32), strict=False)
    key = f"drafts-from-{network}"
    cache.add(key, 0, HOUR)
    try:
        return cache.incr(key) <= SESSIONS_PER_ADDRESS
    except ValueError:  # The hour ended just now.
        return True
