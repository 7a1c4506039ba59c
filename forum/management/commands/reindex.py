"""Makes the index of the search anew, while it is searched."""

from typing import Any

from django.core.management.base import BaseCommand

from essays.models import Block
from forum.models import Post, Thread
from forum.search import rebuild

WIDTH = 30  # characters of the bar


class Command(BaseCommand):
    help = "Make the index of the search anew, in batches; what is searched meanwhile is found."

    def handle(self, *args: Any, verbosity: int, **options: Any) -> None:
        texts = Block.objects.filter(edition__in=Thread.objects.values("essay__current_edition"))
        self.total = max(1, texts.count() + Post.objects.count() + Thread.objects.count())
        self.is_shown = self.stderr.isatty() or verbosity > 1
        done = rebuild(self.show)
        if self.is_shown:
            self.stderr.write("")
        self.stdout.write(f"Looked at {done:,} paragraphs, notes, titles and posts: all of them are found as they are.")

    def show(self, done: int) -> None:
        share = min(1.0, done / self.total)
        if self.is_shown:
            bar = "#" * round(share * WIDTH)
            self.stderr.write(f"\r[{bar:.<{WIDTH}}] {share:4.0%}  {done:,} of {self.total:,}", ending="")
