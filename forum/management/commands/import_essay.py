"""Brings a text in, with the comments that lie beside it."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from essays.importer import EssayFault
from forum.importer import Imported, import_path


class Command(BaseCommand):
    help = "Import an essay file, or a folder with essay.md and comments.md: all of it or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, metavar="PATH", help="an essay file, or its folder")

    def handle(self, *args: Any, path: Path, verbosity: int, **options: Any) -> None:
        progress = ProgressLine(self.stderr, shown=self.stderr.isatty() or verbosity > 1)
        try:
            imported = import_path(path, progress.show)
        except EssayFault as fault:
            progress.clear()
            for line in fault.faults:
                self.stderr.write(str(line))
            raise CommandError("Nothing was imported: correct what is named above.") from fault
        progress.clear()
        self.stdout.write(summary(imported))


class ProgressLine:
    """A percentage that is written over itself."""

    def __init__(self, out: Any, *, shown: bool) -> None:
        self.out, self.shown, self.percent = out, shown, -1

    def show(self, done: int, total: int) -> None:
        percent = done * 100 // total
        if self.shown and percent != self.percent:
            self.percent = percent
            self.out.write(f"\rReading the text: {percent} %", ending="")

    def clear(self) -> None:
        if self.percent >= 0:
            self.out.write("\r" + " " * 30 + "\r", ending="")


def summary(imported: Imported) -> str:
    edition = imported.edition
    if not imported.changed:
        return f"{edition}: nothing changed."
    parts = [f"{edition.word_count} words"] if imported.edition_is_new else []
    if imported.comments:
        parts.append(f"{imported.comments} comment{'s' if imported.comments > 1 else ''}")
    return f"{edition}: imported {' and '.join(parts)}."
