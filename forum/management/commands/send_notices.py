from smtplib import SMTPException
from typing import Any

from django.core.mail import get_connection
from django.core.management.base import BaseCommand, CommandError

from forum import notifications
from forum.models import Notification


class Command(BaseCommand):
    help = "Mail the notices that could not be mailed when they were written. Two at once send nothing twice."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with get_connection() as connection:
                sent = sum(1 for notice in notifications.unsent() if self.send(notice, connection))
        except OSError as why:
            raise CommandError(f"The mail server does not answer: {why}") from why
        self.stdout.write(f"Mailed: {sent}.")

    def send(self, notice: Notification, connection: Any) -> bool:
        """Send one; a mail that is refused by itself keeps no other from going."""
        try:
            return notifications.send(notice, connection)
        except SMTPException as why:
            self.stderr.write(f"Notice {notice.pk} to {notice.member}: {why}")
            return False
