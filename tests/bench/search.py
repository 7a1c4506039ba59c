"""What a search costs among 100,000 documents: median and 95th percentile, by the clock, and what indexing a post adds.

Run by `make bench`; on PostgreSQL where TEST_DATABASE_URL names one.
"""

from __future__ import annotations

import random
import sys
from contextlib import nullcontext
from datetime import timedelta
from statistics import median, quantiles
from time import perf_counter
from unittest.mock import patch

from tests.bench.replies import SEED, scratch_database  # First: it sets Django up.

from django.db import connection  # isort: skip
from django.db.models import F
from django.test.utils import CaptureQueriesContext, override_settings
from django.utils import timezone

from accounts.models import User
from forum import posting, search
from forum.importer import import_path
from forum.models import Post, SearchDocument, Thread
from forum.search import Sort
from tests.conftest import make_member
from tests.forum.talk import trusting

DOCUMENTS = 100_000
BATCH = 5_000
ROUNDS = 60
WRITTEN = 60  # posts
FOLLOW = "forum.search.follow"
WORDS_OF_A_POST = 45
VOCABULARY = [f"{first}{middle}{last}" for first in "kbdgmnprst" for middle in ("ale", "oru", "ini", "ust") for last in
              ("mar", "nel", "tos", "vik", "ran", "dol", "pas", "lin", "gor", "sek")]  # fmt: skip
RARE, SELDOM, EVERYWHERE, LENGTHY = "quixotic", "samizdat", "always", "leviathan"
LONG = 3_000  # words of a post that is as long as may be
SEARCHES = [
    ("a word in every document", EVERYWHERE, Sort.BEST),
    ("the same, newest first", EVERYWHERE, Sort.NEWEST),
    ("a word in one of 62", SELDOM, Sort.BEST),
    ("a word in one of 5,000", RARE, Sort.BEST),
    ("a page of the longest posts", LENGTHY, Sort.BEST),
    ("three words", f"{EVERYWHERE} {SELDOM} {VOCABULARY[0]}", Sort.BEST),
    ("two that are everywhere", f"{EVERYWHERE} written", Sort.BEST),
    ("a phrase that is everywhere", f'"{EVERYWHERE} written"', Sort.BEST),
    ("one without the other", f"{EVERYWHERE} -{SELDOM}", Sort.BEST),
    ("of one author", f"{EVERYWHERE} author:writer-7", Sort.BEST),
    ("of one year", f"{EVERYWHERE} before:2025 in:posts", Sort.BEST),
    ("nothing, and what was meant", "quixotik", Sort.BEST),
]


def words(number: int, chance: random.Random) -> str:
    some = [EVERYWHERE, "written", *chance.choices(VOCABULARY, k=WORDS_OF_A_POST)]
    some += [SELDOM] if number % 62 == 0 else []
    some += [RARE] if number % 5_000 == 0 else []
    some += [LENGTHY, *chance.choices(VOCABULARY, k=LONG)] if number % 5_000 == 1 else []
    return " ".join(some)


def fill(thread: Thread, authors: list[User]) -> None:
    chance, now = random.Random(7), timezone.now()
    for start in range(0, DOCUMENTS, BATCH):
        texts = [(number, words(number, chance)) for number in range(start, start + BATCH)]
        posts = Post.objects.bulk_create(
            Post(
                thread=thread,
                author=authors[number % len(authors)],
                written_at=now - timedelta(minutes=10 * (DOCUMENTS - number)),
                published_at=now,
                status=Post.Status.PUBLISHED,
                source=text,
                html=f"<p>{text}</p>",
                revision=1,
            )
            for number, text in texts
        )
        search.follow(*posts)
        sys.stderr.write(".")
        sys.stderr.flush()
    Post.objects.filter(root=None).update(root=F("pk"))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def milliseconds(query: str, sort: Sort) -> float:
    before = perf_counter()
    search.search(query, sort)
    return (perf_counter() - before) * 1000


def writing(thread: Thread, author: User) -> tuple[list[float], list[int]]:
    """What it takes to post a reply, indexed and not, in turn: the medians in milliseconds, and the queries."""
    taken: dict[bool, list[float]] = {True: [], False: []}
    queries = {True: 0, False: 0}
    for number in range(2 * WRITTEN):
        is_indexed, before = number % 2 == 0, perf_counter()
        with CaptureQueriesContext(connection) as captured, nullcontext() if is_indexed else patch(FOLLOW):
            post = posting.reply(thread, author=author, source=f"{number} {words(number, random.Random(number))}")
        taken[is_indexed].append((perf_counter() - before) * 1000)
        queries[is_indexed] = len(captured)
        assert post.is_published
    return [median(taken[key]) for key in (True, False)], [queries[key] for key in (True, False)]


def main() -> None:
    out = sys.stdout
    with scratch_database():
        thread = import_path(SEED).edition.essay.thread
        fill(thread, [make_member(f"writer-{number}") for number in range(50)])
        out.write(
            f"\n{connection.vendor}, {SearchDocument.objects.count():,} documents, {ROUNDS} rounds, by the clock\n\n"
        )
        out.write("| search | hits | p50 | p95 |\n|---|---|---|---|\n")
        for name, query, sort in SEARCHES:
            hits = search.search(query, sort).counted  # What is compiled and read once.
            taken = [milliseconds(query, sort) for _ in range(ROUNDS)]
            p95 = quantiles(taken, n=20)[-1]
            out.write(f"| {name} | {hits} | {median(taken):.1f} ms | {p95:.1f} ms |\n")
        author = make_member("writer-of-more")
        with trusting(), override_settings(POSTS_PER_TEN_MINUTES=0, SECONDS_TO_WRITE=0):
            (indexed, bare), (many, few) = writing(thread, author)
        out.write(
            f"\nA reply: {indexed:.1f} ms and {many} queries; not indexed, {bare:.1f} ms and {few}; "
            f"ratio {indexed / bare:.2f}\n"
        )


if __name__ == "__main__":
    main()
