"""Makes a forum of any size, to measure and to try things in."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from forum.management.progress import Bar
from forum.samples import Missing, look, make, size_of

REFUSAL = (
    "PRODUCTION is on: this would write samples among the words of real people, and nothing takes them out again. "
    "Use a database of its own; or say --even-in-production."
)
STOPPED = 130  # As a shell says it of what Ctrl+C has stopped.


class Command(BaseCommand):
    help = "Write sample threads and posts beside what is there, the same ones for the same seed and a forum like it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--posts", type=int, default=10_000, help="How many in all (10,000).")
        parser.add_argument("--threads", type=int, default=None, help="In how many discussions (a fiftieth of these).")
        parser.add_argument("--seed", type=int, default=1, help="Another number makes another forum (1).")
        parser.add_argument("--even-in-production", action="store_true", help="Write among what real people said.")

    def handle(self, *args: Any, posts: int, threads: int | None, seed: int, verbosity: int, **options: Any) -> None:
        if settings.PRODUCTION and not options["even_in_production"]:
            raise CommandError(REFUSAL)
        threads = max(1, posts // 50) if threads is None else threads
        check(posts, threads)
        bar = Bar(self.stderr, posts, is_shown=self.stderr.isatty() or verbosity > 1)
        try:
            scene = look(size_of(posts, threads), seed, timezone.now())
            make(scene, bar.show)
        except Missing as missing:
            raise CommandError(str(missing)) from missing
        except KeyboardInterrupt:
            bar.end()
            raise CommandError("Stopped. What was written by then is whole, and stays.", returncode=STOPPED) from None
        bar.end()
        self.stdout.write(f"Wrote {posts:,} posts in {threads:,} discussions and on {len(scene.texts):,} texts.")


def check(posts: int, threads: int) -> None:
    if posts < 1:
        raise CommandError("--posts must be 1 or more.")
    if threads < 1:
        raise CommandError("--threads must be 1 or more.")
    if posts < threads:
        raise CommandError(f"--posts must be {threads:,} or more: each of the {threads:,} threads begins with a post.")
