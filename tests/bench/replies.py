"""What 5,000 replies cost a page that shows the first of them, beside 5: medians of one run and their ratio.

Run by `make bench`; on PostgreSQL where TEST_DATABASE_URL names one.
"""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, setup_databases, teardown_databases

from essays.models import Passage
from forum.importer import import_path
from forum.models import Thread
from tests.conftest import make_member
from tests.forum.forest import bush, make_forest

ROUNDS = 60
FEW, MANY = 5, 5_000
SEED = settings.BASE_DIR / "essays/library/victor-serge/essay.md"


@contextmanager
def scratch_database() -> Iterator[None]:
    settings.ALLOWED_HOSTS.append("testserver")
    old = setup_databases(verbosity=0, interactive=False)
    try:
        yield
    finally:
        teardown_databases(old, verbosity=0)


def essay_with(replies: int, name: str) -> Thread:
    """The seed once more, with that many replies to the whole and as many to its first paragraph."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "essay.md"
        path.write_text(SEED.read_text().replace("slug: victor-serge", f"slug: {name}"))
        thread: Thread = import_path(path).edition.essay.thread
    author = make_member(f"reader-{name}")
    make_forest(thread, author, bush(replies))
    make_forest(thread, author, bush(replies), Passage.objects.get(essay=thread.essay, ref="p1"))
    return thread


def seconds(act: Callable[[], object]) -> float:
    before = process_time()
    act()
    return process_time() - before


def compare(few: str, many: str, client: Client) -> tuple[float, float]:
    """The medians of getting each page in turn, in milliseconds of processor time."""
    rounds = [(seconds(lambda: client.get(few)), seconds(lambda: client.get(many))) for _ in range(ROUNDS)]
    return median(a for a, _ in rounds) * 1000, median(b for _, b in rounds) * 1000


def queries(url: str, client: Client) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return len(captured)


def main() -> None:
    out, client = sys.stdout, Client()
    with scratch_database():
        few, many = essay_with(FEW, "few"), essay_with(MANY, "many")
        out.write(f"{connection.vendor}, medians of {ROUNDS} rounds in turn, processor time\n\n")
        out.write(f"| page | {FEW} replies | {MANY} replies | ratio | queries |\n|---|---|---|---|---|\n")
        for page, path in (("reading page", ""), ("paragraph page", "p1/")):
            urls = [f"{thread.essay.get_absolute_url()}{path}" for thread in (few, many) if thread.essay]
            short, long = compare(urls[0], urls[1], client)
            counts = " and ".join(str(queries(url, client)) for url in urls)
            out.write(f"| {page} | {short:.1f} ms | {long:.1f} ms | {long / short:.2f} | {counts} |\n")


if __name__ == "__main__":
    main()
