"""Writes refs into an essay file that has paragraphs without them."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from essays.importer import EssayFault
from essays.importer.reading import read
from essays.numbering import number


class Command(BaseCommand):
    help = "Give each paragraph of an essay file that has no ref the next free one. Refs that are there stay."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, metavar="PATH", help="an essay file")

    def handle(self, *args: Any, path: Path, **options: Any) -> None:
        try:
            read(path)
        except EssayFault as fault:
            raise CommandError(str(fault)) from fault
        # Read once more as it is, so that its line ends and its byte order mark stay.
        with path.open(encoding="utf-8", newline="") as file:
            before = file.read()
        after = number(before)
        if before == after:
            self.stdout.write(f"{path}: every paragraph has its ref.")
            return
        path.write_text(after, encoding="utf-8", newline="")
        self.stdout.write(f"{path}: refs added: {after.count('{#') - before.count('{#')}.")
