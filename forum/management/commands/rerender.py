from typing import Any

from django.core.management.base import BaseCommand

from essays.rerendering import rerender_editions, rerender_pages
from forum.models import Thread
from forum.posting import rerender_posts


class Command(BaseCommand):
    help = "Make the stored HTML of all essays and posts anew, after the rules for Markdown have changed."

    def handle(self, *args: Any, **options: Any) -> None:
        blocks, posts = rerender_editions() + rerender_pages(), rerender_posts()
        for thread in Thread.objects.filter(essay__isnull=False):
            thread.move_on()
        self.stdout.write(f"Made anew: {blocks} blocks of text, {posts} posts.")
