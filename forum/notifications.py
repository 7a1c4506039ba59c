"""Who hears of what, on the site and by mail. Nothing is sent before what it says is committed."""

from __future__ import annotations

import logging
from functools import partial
from smtplib import SMTPException
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone

from forum.models import ModerationEntry, Notification, Standing

if TYPE_CHECKING:
    from accounts.models import User

log = logging.getLogger(__name__)
Act = ModerationEntry.Act

# What is done around a post rather than to it, its author finds where it stands.
UNTOLD = frozenset({Act.KEEP, Act.RESUBMIT, Act.WITHDRAW, Act.ERASE, Act.PIN, Act.UNPIN, Act.LOCK, Act.UNLOCK})


def tell(entry: ModerationEntry) -> None:
    """Tell the person whom an act concerns: nobody of their own acts, nobody who is not here any more."""
    person = entry.post.author if entry.post else entry.member
    if person is None or not person.is_active or entry.by_id == person.pk or entry.act in UNTOLD:
        return
    notice = Notification.objects.create(member=person, entry=entry)
    Standing.objects.get_or_create(member=person)
    Standing.objects.filter(member=person).update(unread=F("unread") + 1)
    transaction.on_commit(partial(send, notice))


def send(notice: Notification) -> bool:
    """Mail a notice, once. What cannot be sent now is sent by the next `manage.py send_notices`."""
    address = address_of(notice.member)
    try:
        if address:
            message(notice, address).send()
    except (OSError, SMTPException) as why:
        log.warning("Notice %s could not be mailed and waits: %s", notice.pk, why)
        return False
    Notification.objects.filter(pk=notice.pk).update(mailed_at=timezone.now())
    return True


def address_of(member: User) -> str:
    """The verified address of a member; empty where there is none."""
    verified = member.emailaddress_set.filter(verified=True).order_by("-primary", "pk")
    return verified.values_list("email", flat=True).first() or ""


def message(notice: Notification, address: str) -> EmailMessage:
    entry = notice.entry
    context = {"entry": entry, "post": entry.post, "member": notice.member, "site": settings.SITE_URL}
    subject = f"{settings.SITE_NAME}: {'your post was' if entry.post else 'you were'} {entry.get_act_display()}"
    body = render_to_string("forum/mail/notice.txt", context)
    return EmailMessage(subject, body, to=[address])


def unsent() -> list[Notification]:
    """What was not mailed yet, the oldest first."""
    waiting = Notification.objects.filter(mailed_at=None, member__is_active=True)
    return list(waiting.select_related("member", "entry__post__thread__essay", "entry__post__anchor").order_by("pk"))


def mark_read(member: User) -> None:
    """The member has seen the list of their notices."""
    Notification.objects.filter(member=member, read_at=None).update(read_at=timezone.now())
    Standing.objects.filter(member=member).update(unread=0)
