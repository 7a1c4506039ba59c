from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from forum.permissions import MODERATORS


class Command(BaseCommand):
    help = "Make an existing member a moderator, who can open the admin and its queue."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="The member's username, in small or capital letters.")

    @transaction.atomic
    def handle(self, *args: Any, username: str, **options: Any) -> None:
        member = get_user_model().objects.filter(username__iexact=username).first()
        if member is None:
            raise CommandError(f'Nobody here is called "{username}": join in the browser first, then run this again.')
        if not member.is_active:
            raise CommandError(f'The account of "{member.username}" is closed: open it in the admin first.')
        group = Group.objects.filter(name=MODERATORS).first()
        if group is None:
            raise CommandError(f'There is no group "{MODERATORS}": run "manage.py migrate" first.')
        member.groups.add(group)
        member.is_staff = True
        member.save(update_fields=["is_staff"])
        self.stdout.write(f"{member.username} is a moderator.")
