"""What a visitor typed and could not send yet, kept in the session until they have signed in and sent it."""

from urllib.parse import urlsplit

from django.http import HttpRequest

KEPT_PER_SESSION = 5  # The oldest goes first. Each is at most as long as a post may be.
SESSION_KEY = "drafts"


def keep(request: HttpRequest, draft: dict[str, str]) -> None:
    """Keep what was typed, by the name of its field, for the address that it was sent to."""
    others = {path: other for path, other in all_kept(request).items() if path != request.path}
    request.session[SESSION_KEY] = dict([*others.items(), (request.path, draft)][-KEPT_PER_SESSION:])


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


def is_from_here(request: HttpRequest) -> bool:
    """Whether a form without a token was sent from a page of ours: browsers name the origin of every POST."""
    sender = urlsplit(request.headers.get("Origin") or request.headers.get("Referer") or "")
    return (sender.scheme, sender.netloc) == (request.scheme, request.get_host())
