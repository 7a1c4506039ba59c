from typing import Any

from django.core.management.base import BaseCommand, CommandError

from forum.moderation.log import verify


class Command(BaseCommand):
    help = "Prove that the log of moderation is whole, or name the first entry that is not as it was written."

    def handle(self, *args: Any, **options: Any) -> None:
        proof = verify()
        if proof.broken:
            raise CommandError(proof.broken)
        self.stdout.write(f"The log is whole: {proof.entries} entr{'y' if proof.entries == 1 else 'ies'}.")
