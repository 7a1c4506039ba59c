"""Makes the index of the search anew, while it is searched."""

from typing import Any

from django.core.management.base import BaseCommand

from essays.models import Block
from forum.management.progress import Bar
from forum.models import Post, Thread
from forum.search import rebuild


class Command(BaseCommand):
    help = "Make the index of the search anew, in batches; what is searched meanwhile is found."

    def handle(self, *args: Any, verbosity: int, **options: Any) -> None:
        texts = Block.objects.filter(edition__in=Thread.objects.values("essay__current_edition"))
        total = texts.count() + Post.objects.count() + Thread.objects.count()
        bar = Bar(self.stderr, total, is_shown=self.stderr.isatty() or verbosity > 1)
        done = rebuild(bar.show)
        bar.end()
        self.stdout.write(f"Looked at {done:,} paragraphs, notes, titles and posts: all of them are found as they are.")
