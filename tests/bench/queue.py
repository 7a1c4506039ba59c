"""What 100,000 held posts cost the moderation queue, beside 100 before and after: medians of one run and their ratio.

Run by `make bench`; on PostgreSQL where TEST_DATABASE_URL names one.
"""

import sys
from datetime import timedelta
from statistics import median
from time import perf_counter

from tests.bench.replies import queries, scratch_database  # First: it sets Django up.

from django.db import connection  # isort: skip
from django.db.models import F
from django.test import Client
from django.utils import timezone

from forum.importer import import_path
from forum.models import Post, QueueItem, Thread
from tests.bench.replies import SEED
from tests.conftest import make_member

ROUNDS = 40
FEW, MANY = 100, 100_000
AUTHORS = 50  # The more each has written, the more there is to count of them.
BATCH = 5_000
QUEUE = "/admin/forum/queueitem/"
SOURCE = "These are words of a post that waits for a moderator, and that has **two** sentences. This is the other."


def hold(thread: Thread, first: int, last: int) -> None:
    """Let so many more posts wait, each on its own."""
    authors = [make_member(f"writer-{first}-{number}") for number in range(AUTHORS)]
    passages = list(thread.essay.passages.order_by("pk")) if thread.essay else []
    now = timezone.now()
    for start in range(first, last, BATCH):
        numbers = range(start, min(start + BATCH, last))
        posts = Post.objects.bulk_create(
            Post(
                thread=thread,
                anchor=passages[number % len(passages)],
                author=authors[number % AUTHORS],
                written_at=now,
                status=Post.Status.PENDING,
                source=f"{SOURCE} {number}",
                html=f"<p>{SOURCE} {number}</p>",
                revision=1,
            )
            for number in numbers
        )
        QueueItem.objects.bulk_create(
            QueueItem(
                kind=QueueItem.Kind.HELD,
                post=post,
                thread=thread,
                why="A new member's first posts wait for a moderator.",
                findings=[{"check": "newcomer", "sentence": "A new member waits.", "matches": [[10, 15]]}],
                revision=1,
                since=now - timedelta(seconds=MANY - number),
            )
            for post, number in zip(posts, numbers, strict=True)
        )
    Post.objects.filter(root=None).update(root=F("pk"))


def moderator() -> Client:
    keeper = make_member("keeper")
    keeper.is_staff = keeper.is_superuser = True
    keeper.save()
    client = Client()
    client.force_login(keeper, backend="django.contrib.auth.backends.ModelBackend")
    return client


def milliseconds(client: Client) -> float:
    """Of the clock: what the database does counts."""
    before = perf_counter()
    assert client.get(QUEUE).status_code == 200
    return (perf_counter() - before) * 1000


def measure(client: Client) -> tuple[float, int]:
    milliseconds(client)  # What is compiled and read once.
    return median(milliseconds(client) for _ in range(ROUNDS)), queries(QUEUE, client)


def main() -> None:
    with scratch_database():
        thread, client = import_path(SEED).edition.essay.thread, moderator()
        hold(thread, 0, FEW)
        short, few = measure(client)
        hold(thread, FEW, MANY)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        long, many = measure(client)
        # The short queue once more: where the machine has become faster or slower meanwhile, the mean of both has, too.
        QueueItem.objects.filter(post__author__username__startswith=f"writer-{FEW}-").delete()
        again, _ = measure(client)
    short = (short + again) / 2
    sys.stdout.write(
        f"\n{connection.vendor}, medians of {ROUNDS} rounds each, by the clock\n\n"
        f"| page | {FEW} held | {MANY} held | ratio | queries |\n|---|---|---|---|---|\n"
        f"| queue | {short:.1f} ms | {long:.1f} ms | {long / short:.2f} | {few} and {many} |\n"
    )


if __name__ == "__main__":
    main()
