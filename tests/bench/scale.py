"""What a page of a forum of 1,000,000 posts costs beside one of 10,000: medians of one run and their ratio.

Run by `make bench`, on PostgreSQL, which TEST_DATABASE_URL names: without it nothing is measured. Making the large
forum takes some minutes. Writes what it measured to docs/benchmarks/.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from time import perf_counter

if __name__ == "__main__" and "MEASURED" in os.environ:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.unstored_settings"

from tests.bench.replies import SEED, scratch_database  # First: it sets Django up.

from django.conf import settings  # isort: skip
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from forum.models import Post, Thread
from tests.bench.pages import BENCHMARKS, about

SIZES = {"small": (10_000, 200), "large": (1_000_000, 20_000)}
ROUNDS = 5
REPEATED = 15
GOAL = 1.3  # times
LARGE_TABLE = 10_000  # rows
READ_WHOLE = re.compile(
    r"Seq Scan on (?P<table>\w+).*rows=(?P<kept>\d+) loops=(?P<loops>\d+)\)"
    r"(\n +Filter: .*\n +Rows Removed by Filter: (?P<left>\d+))?"
)
Figures = dict[str, dict[str, float]]


# --- In a process for one of the forums ---


def pages() -> dict[str, tuple[str, User | None]]:
    """What is asked for, by whom."""
    discussions = Thread.objects.filter(essay=None)
    biggest = discussions.order_by("-post_count")[0].get_absolute_url()
    usual = discussions.filter(post_count__gt=5, is_public=True).order_by("-pk")[20].get_absolute_url()
    text = Thread.objects.exclude(essay=None).order_by("-post_count")[0]
    assert text.essay
    essay = text.essay.get_absolute_url()
    published = Post.objects.published().select_related("author")
    branch = published.filter(position=0).order_by("-answer_count")[0]
    deepest = published.filter(thread=discussions.order_by("pk")[1]).order_by("-position")[0]  # Of the chain.
    assert branch.author
    for_all = {
        "library": "/",
        "reading page": essay,
        "paragraph page": f"{essay}p1/",
        "all talk on a text": text.get_absolute_url(),
        "a discussion": usual,
        "the largest discussion": biggest,
        "the same, newest first": f"{biggest}?sort=newest",
        "the same, most answered": f"{biggest}?sort=answered",
        "the largest branch": branch.get_absolute_url(),
        "the last of 500 answers, each to the one before": deepest.get_absolute_url(),
        "discussions": "/discussions/",
        "discussions, narrowed": "/discussions/?sort=replies&category=texts",
        "a member": f"/members/{branch.author.username}/",
        "search, a word that most have": "/search/?q=revolution",
        "search, two words": "/search/?q=history+revolution",
        "search, a phrase": "/search/?q=%22the+revolution%22",
        "log of moderation": "/moderation/log/",
        "feed": "/feed/",
        "feed of a text": f"{essay}feed/",
        "sitemap": "/sitemap.xml",
    }
    reader = User.objects.filter(read_marks__isnull=False).order_by("pk")[0]
    for_reader = {"reading page": essay, "the largest discussion": biggest, "discussions": "/discussions/"}
    for_reader |= {"notices": "/notices/", "what one follows": "/following/"}
    keeper, _ = User.objects.get_or_create(username="keeper-one", is_staff=True, is_superuser=True)
    for_keeper = {"queue": "/admin/forum/queueitem/"}
    return {
        **{name: (url, None) for name, url in for_all.items()},
        **{f"{name}, signed in": (url, reader) for name, url in for_reader.items()},
        **{name: (url, keeper) for name, url in for_keeper.items()},
    }


def measured() -> dict[str, dict[str, object]]:
    settings.ALLOWED_HOSTS.append("testserver")
    clients: dict[User | None, Client] = {}
    found: dict[str, dict[str, object]] = {}
    for name, (url, who) in pages().items():
        client = clients.setdefault(who, Client())
        if who:
            client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
        for _ in range(2):
            assert client.get(url, follow=True).status_code == 200, url
        times = []
        for _ in range(REPEATED):
            began = perf_counter()
            client.get(url)
            times.append((perf_counter() - began) * 1000)
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        read_whole = sorted({table for query in captured for table in whole_tables(query["sql"])})
        found[name] = {"ms": median(times), "queries": len(captured), "read_whole": read_whole}
    return found


def whole_tables(sql: str) -> set[str]:
    """The tables of which this reads so many rows one after the other, whatever it needs of them."""
    if not sql.startswith("SELECT") or "$1" in sql:
        return set()
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) " + sql.replace("%", "%%"))
        plan = "\n".join(line for (line,) in cursor.fetchall())
    return {
        found["table"]
        for found in READ_WHOLE.finditer(plan)
        if (int(found["kept"]) + int(found["left"] or 0)) * int(found["loops"]) >= LARGE_TABLE
    }


# --- In the process that compares them ---


def in_forum(name: str, *command: str, **env: str) -> str:
    url = os.environ["TEST_DATABASE_URL"].rpartition("/")[0] + f"/{name}"
    own = {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings", "SITE_URL": "http://testserver", **env}
    done = subprocess.run([sys.executable, *command], env={**os.environ, **own}, stdout=subprocess.PIPE, check=True)
    return done.stdout.decode()


@contextmanager
def forums() -> Iterator[dict[str, float]]:
    """Both of them, each in a database of its own; how many posts were written in a second."""
    speeds = {}
    with connection.cursor() as cursor:
        for name, (posts, threads) in SIZES.items():
            cursor.execute(f"DROP DATABASE IF EXISTS scale_{name}")
            cursor.execute(f"CREATE DATABASE scale_{name}")
            in_forum(f"scale_{name}", "manage.py", "migrate", "--verbosity=0")
            in_forum(f"scale_{name}", "manage.py", "import_essay", str(SEED.parent), "--verbosity=0")
            began = perf_counter()
            in_forum(f"scale_{name}", "manage.py", "make_forum", f"--posts={posts}", f"--threads={threads}")
            speeds[name] = posts / (perf_counter() - began)
    try:
        yield speeds
    finally:
        with connection.cursor() as cursor:
            for name in SIZES:
                cursor.execute(f"DROP DATABASE IF EXISTS scale_{name} WITH (FORCE)")


def rounds() -> list[dict[str, dict[str, dict[str, object]]]]:
    """One forum after the other in each round."""
    command = ["-m", "tests.bench.scale"]
    return [
        {name: json.loads(in_forum(f"scale_{name}", *command, MEASURED="1")) for name in SIZES} for _ in range(ROUNDS)
    ]


def summed_up(measured: list[dict[str, dict[str, dict[str, object]]]]) -> Figures:
    """The medians of all rounds, for each page."""
    figures: Figures = {}
    for page in measured[0]["small"]:
        small, large = (median(float(str(each[name][page]["ms"])) for each in measured) for name in SIZES)
        last = {name: measured[-1][name][page] for name in SIZES}
        figures[page] = {
            "small_ms": round(small, 2),
            "large_ms": round(large, 2),
            "ratio": round(large / small, 2),
            **{f"{name}_queries": float(str(each["queries"])) for name, each in last.items()},
            "read_whole": list(last["large"]["read_whole"]),  # type: ignore[call-overload]
        }
    return figures


def as_markdown(figures: Figures, speeds: dict[str, float], facts: dict[str, object]) -> str:
    rows = ["| page | 10,000 posts, ms | 1,000,000, ms | ratio | queries | |", "|---|---|---|---|---|---|"]
    for page, each in figures.items():
        queries = sorted({int(each["small_queries"]), int(each["large_queries"])})
        met = "met" if each["ratio"] <= GOAL and len(queries) == 1 and not each["read_whole"] else "not met"
        shown = " and ".join(map(str, queries))
        rows.append(f"| {page} | {each['small_ms']} | {each['large_ms']} | {each['ratio']} | {shown} | {met} |")
    whole = sorted({table for each in figures.values() for table in each["read_whole"]})  # type: ignore[attr-defined]
    table = "\n".join(rows)
    said = "\n".join(f"- {name}: {value}" for name, value in facts.items())
    return f"""# A forum of 1,000,000 posts beside one of 10,000, {facts["database"]}

In 20,000 threads, one of them with 100,000 posts, and in 200. Each page is made anew; medians of {ROUNDS} rounds of
{REPEATED} in turn (goal: at most {GOAL} times as long, with as many queries, and no large table read whole).
`make bench` writes this file.

{table}

Large tables that are read whole: {", ".join(whole) or "none"}.

`make_forum` wrote {speeds["large"]:,.0f} posts a second.

{said}
"""


def main() -> None:
    if "MEASURED" in os.environ:
        sys.stdout.write(json.dumps(measured()))
        return
    if "TEST_DATABASE_URL" not in os.environ:
        sys.stdout.write("A million posts are measured on PostgreSQL: set TEST_DATABASE_URL.\n")
        return
    with scratch_database():
        facts = about()
    with forums() as speeds:
        figures = summed_up(rounds())
    BENCHMARKS.mkdir(exist_ok=True)
    said = {"about": facts, "posts_per_second": speeds, "pages": figures}
    (BENCHMARKS / "scale-postgresql.json").write_text(json.dumps(said, indent=2) + "\n")
    table = as_markdown(figures, speeds, facts)
    (BENCHMARKS / "scale-postgresql.md").write_text(table)
    sys.stdout.write(table)


if __name__ == "__main__":
    main()
