"""What a member is told, by mail. Whoever calls this has committed what it says."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.utils import timezone

from forum import telling
from forum.models import Notification

if TYPE_CHECKING:
    from accounts.models import User

log = logging.getLogger(__name__)
MAILED = (Notification.Kind.DECISION,)  # The others are read on the site only, so far.

# After a mail that could not be sent, the next ones wait without being tried: a moderator decides on a hundred posts,
# and each would wait for the server again.
PAUSE_KEY = "mail-waits"
PAUSE = 60  # seconds
READ_AT_ONCE = 200  # notices


def send_soon(notice: Notification) -> None:
    """Mail a notice, unless the server did not take the last one. What cannot be sent now is sent by `send_notices`."""
    if cache.get(PAUSE_KEY):
        return
    try:
        send(notice)
    except OSError as why:
        cache.set(PAUSE_KEY, True, PAUSE)
        log.warning("Notice %s could not be mailed and waits: %s", notice.pk, why)


def send(notice: Notification, connection: BaseEmailBackend | None = None) -> bool:
    """Mail a notice if nobody else does; return whether a mail went. Raises `OSError` where the server refuses it."""
    if not claim(notice):
        return False
    try:
        address = address_of(notice.member)
        return bool(address and message(notice, address, connection).send())
    except BaseException:
        release(notice)
        raise


def claim(notice: Notification) -> bool:
    """Whether this is the one process that mails the notice. Said before the mail goes: better none than two."""
    return bool(Notification.objects.filter(pk=notice.pk, mailed_at=None).update(mailed_at=timezone.now()))


def release(notice: Notification) -> None:
    Notification.objects.filter(pk=notice.pk).update(mailed_at=None)


def address_of(member: User) -> str:
    """The verified address of a member, the primary one before others; empty where there is none."""
    verified = [address for address in member.emailaddress_set.all() if address.verified]
    first = min(verified, key=lambda address: (not address.primary, address.pk), default=None)
    return first.email if first else ""


def message(notice: Notification, address: str, connection: BaseEmailBackend | None = None) -> EmailMessage:
    assert notice.entry  # What else is mailed one day has a text of its own.
    told = telling.of(notice.entry, notice.member)
    context = {"told": told, "site": settings.SITE_URL, "site_name": settings.SITE_NAME}
    body = render_to_string("forum/mail/notice.txt", context)
    subject = f"{settings.SITE_NAME}: {told.sentence.rstrip('.')}"
    return EmailMessage(subject, body, to=[address], connection=connection)


def unsent() -> Iterator[Notification]:
    """What was not mailed yet, the oldest first, read some at a time."""
    waiting = Notification.objects.filter(mailed_at=None, kind__in=MAILED, member__is_active=True)
    related = ["member", "entry__by", "entry__undoes", "entry__thread__merged_into"]
    related += ["entry__post__thread__essay", "entry__post__anchor__essay"]
    found, last = waiting.select_related(*related).prefetch_related("member__emailaddress_set").order_by("pk"), 0
    while batch := list(found.filter(pk__gt=last)[:READ_AT_ONCE]):
        yield from batch
        last = batch[-1].pk
