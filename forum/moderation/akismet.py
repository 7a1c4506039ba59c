"""Asking Akismet, where the operator has a key for it. It is told the author's name, the words and the place."""

from __future__ import annotations

import logging
from dataclasses import replace
from http.client import HTTPException
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from django.conf import settings
from django.urls import reverse

from forum.models import Post, Thread
from forum.moderation.checks.attempt import Sending
from forum.permissions import can_moderate

if TYPE_CHECKING:
    from accounts.models import User

log = logging.getLogger(__name__)
TIMEOUT = 3  # seconds
LONGEST_ANSWER = 100  # bytes: it says "true" or "false"
NO_ADDRESS = "0.0.0.0"  # noqa: S104  # It asks for one, and the reader's is not given away.


def ask(post: Post, author: User, thread: Thread, sending: Sending | None) -> Sending | None:
    """Add what Akismet says of a post that was not written yet. Nothing may be locked: the answer takes its time."""
    if not settings.AKISMET_KEY or can_moderate(author):
        return sending
    try:
        is_spam = answer(question(post, author, thread)) == "true"
    except (OSError, HTTPException, ValueError) as why:
        log.warning("Akismet could not be asked: %s", why)
        return sending
    return replace(sending or Sending(), is_spam_elsewhere=is_spam)


def question(post: Post, author: User, thread: Thread) -> dict[str, str]:
    return {
        "api_key": settings.AKISMET_KEY,
        "blog": settings.SITE_URL,
        "user_ip": NO_ADDRESS,
        "comment_type": "comment",
        "comment_author": author.get_full_name(),
        "comment_content": f"{thread.title}\n\n{post.source}" if post.is_opening else post.source,
        "permalink": f"{settings.SITE_URL}{address_of(thread)}",
        "blog_charset": "UTF-8",
    }


def address_of(thread: Thread) -> str:
    """Of a discussion that is not written yet, where it will be listed."""
    if thread._state.adding:
        return reverse("discussions")
    return (thread.essay or thread).get_absolute_url()


def answer(asked: dict[str, str]) -> str:
    request = Request(settings.AKISMET_URL, urlencode(asked).encode(), {"User-Agent": "Colloquy | Colloquy"})  # noqa: S310
    with urlopen(request, timeout=TIMEOUT) as response:  # noqa: S310  # The operator's address, no reader's.
        said: str = response.read(LONGEST_ANSWER).decode().strip()
    if said not in {"true", "false"}:
        raise ValueError(said or response.headers.get("X-akismet-debug-help") or "it said nothing")
    return said
