"""How near the pages come to what Django can do at all: ratios to two references in the same run, with its own server.

Run by `make bench`; on PostgreSQL and Redis where TEST_DATABASE_URL and TEST_CACHE_URL name them. Writes what it
measured to docs/benchmarks/. Needs wrk.
"""

import json
import os
import platform
import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from tests.bench.replies import essay_with, scratch_database  # First: it sets Django up.

import django  # isort: skip
from django.conf import settings
from django.db import connection
from django.test import Client

from accounts.models import User
from forum.models import Post, Thread
from tests.bench import posting
from tests.bench.servers import CONNECTIONS, RUNS, SECONDS, WORKERS, Server, Speed, measure
from tests.conftest import make_member

ROUNDS = 5
FEW, MANY = 50, 5_000
WORDS = "These are words of a sample reply, which says what it has to say in some sentences. " * 5  # 420 characters
SECRET = "only for tests"  # That of the tests' settings, which make the sessions.
BENCHMARKS = settings.BASE_DIR / "docs" / "benchmarks"
Measured = dict[str, list[Speed]]


@dataclass(frozen=True, slots=True)
class Goal:
    """A page, what it is measured beside, and at least how many times as fast it should be."""

    page: str
    beside: str
    ratio: float


GOALS = [
    Goal("reading page", "bare view", 0.55),
    Goal("reading page, 5,000 replies", "reading page", 0.9),
    Goal("reading page, 304", "bare 304", 0.8),
    Goal("reading page, nothing stored", "template", 1.0),
    Goal("reading page, signed in", "template", 3.0),
    Goal("paragraph page, signed in", "template", 3.0),
    Goal("discussions", "bare view of discussions", 0.55),
    Goal("discussions, signed in", "template", 3.0),
]
P99_BESIDE_BARE = 3.0  # times


def essays() -> tuple[Thread, Thread]:
    few, many = essay_with(FEW, "few"), essay_with(MANY, "many")
    Post.objects.filter(thread__in=[few, many]).update(source=WORDS, html=f"<p>{WORDS}</p>")
    return few, many


def cookie_of(member: User) -> str:
    client = Client()
    client.force_login(member, backend="django.contrib.auth.backends.ModelBackend")
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def environment() -> dict[str, str]:
    """What makes a server of the site serve what this process has written."""
    name = str(connection.settings_dict["NAME"])
    url = os.environ.get("TEST_DATABASE_URL", "")
    database = f"{url.rpartition('/')[0]}/{name}" if url else f"sqlite:///{name}"
    cache = os.environ.get("TEST_CACHE_URL", "locmemcache://bench")
    unchecked = dict.fromkeys(["SECONDS_TO_WRITE", "POSTS_PER_TEN_MINUTES", "APPROVALS_BEFORE_TRUST"], "0")
    return {"DATABASE_URL": database, "CACHE_URL": cache, "SECRET_KEY": SECRET, **unchecked}


def run(few: Thread, many: Thread, member: User, out: Callable[[str], object]) -> dict[str, object]:
    env, cookie = environment(), cookie_of(member)
    connection.close()
    assert few.essay
    assert many.essay
    page, more = few.essay.get_absolute_url(), many.essay.get_absolute_url()
    with TemporaryDirectory() as folder, ExitStack() as running:
        site = running.enter_context(Server(["-m", "config.serve"], **env, DJANGO_SETTINGS_MODULE="config.settings"))
        for name, path in (("reading", page), ("discussions", "/discussions/")):
            (Path(folder) / name).write_bytes(site.ask("GET", path)[2])
        unstored, reference = (
            running.enter_context(Server(gunicorn, **env, **more_env))
            for gunicorn, more_env in (
                (GUNICORN, {"DJANGO_SETTINGS_MODULE": "tests.bench.unstored_settings"}),
                (GUNICORN, {"DJANGO_SETTINGS_MODULE": "tests.bench.reference_settings", "BENCH_BODIES": folder}),
            )
        )
        etag = site.ask("GET", page)[1]["ETag"]
        asked: dict[str, Callable[[], Speed]] = {
            "bare view": lambda: measure(reference.url("/bare/reading/")),
            "bare view of discussions": lambda: measure(reference.url("/bare/discussions/")),
            "bare 304": lambda: measure(reference.url("/bare/304/")),
            "template": lambda: measure(reference.url(f"/template/{few.pk}/")),
            "reading page": lambda: measure(site.url(page)),
            "reading page, 5,000 replies": lambda: measure(site.url(more)),
            "reading page, 304": lambda: measure(site.url(page), If_None_Match=etag),
            "reading page, nothing stored": lambda: measure(unstored.url(page)),
            "reading page, signed in": lambda: measure(site.url(page), Cookie=cookie),
            "paragraph page, signed in": lambda: measure(site.url(f"{page}p1/"), Cookie=cookie),
            "discussions": lambda: measure(site.url("/discussions/")),
            "discussions, signed in": lambda: measure(site.url("/discussions/"), Cookie=cookie),
        }
        found: Measured = {name: [] for name in asked}
        for number in range(ROUNDS):
            out(f"round {number + 1} of {ROUNDS}\n")
            for name, ask in asked.items():
                found[name].append(ask())
        posted = posting.compare(site, reference, cookie, member, {FEW: few, MANY: many})
        return {"speeds": speeds(found), "posting": posted, "memory": sorted(site.memory)}


GUNICORN = ["-m", "gunicorn", "-c", "python:config.gunicorn", "config.wsgi"]


def speeds(found: Measured) -> dict[str, dict[str, float]]:
    """The medians of the rounds."""
    return {
        name: {
            "requests_per_second": round(median(one.rate for one in measured), 1),
            "p99_ms": round(median(one.p99 for one in measured), 2),
        }
        for name, measured in found.items()
    }


def as_table(speeds: dict[str, dict[str, float]]) -> str:
    rows = ["| page | requests/s | p99, ms | beside | ratio | goal | |", "|---|---|---|---|---|---|---|"]
    goals = {goal.page: goal for goal in GOALS}
    for page, speed in speeds.items():
        rate, p99 = speed["requests_per_second"], speed["p99_ms"]
        goal = goals.get(page)
        if goal is None:
            rows.append(f"| {page} | {rate:,.0f} | {p99:.1f} | | | | |")
            continue
        ratio = rate / speeds[goal.beside]["requests_per_second"]
        met = "met" if ratio >= goal.ratio else "not met"
        rows.append(f"| {page} | {rate:,.0f} | {p99:.1f} | {goal.beside} | {ratio:.2f} | {goal.ratio:g} | {met} |")
    return "\n".join(rows)


def as_markdown(measured: dict[str, object], about: dict[str, object]) -> str:
    speeds, memory = measured["speeds"], measured["memory"]
    assert isinstance(speeds, dict)
    assert isinstance(memory, list)
    tail = speeds["reading page"]["p99_ms"] / speeds["bare view"]["p99_ms"]
    slowest = f"The slowest hundredth of the reading page takes {tail:.1f} times as long as that of the bare view"
    said = "\n".join(f"- {name}: {value}" for name, value in about.items())
    return f"""# Pages, {about["database"]}

Medians of {ROUNDS} rounds, one page after the other in each, {RUNS} times {SECONDS} s. {CONNECTIONS} connections,
{WORKERS} processes, everything on one machine. `make bench` writes this file.

{as_table(speeds)}

{slowest} (goal: at most {P99_BESIDE_BARE:g}).

{posting.as_table(measured["posting"])}

Each process of the site holds {max(memory):.0f} MB (goal: at most 90).

{said}
"""


def about() -> dict[str, object]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT version()" if connection.vendor == "postgresql" else "SELECT 'SQLite ' || sqlite_version()"
        )
        (version,) = cursor.fetchone()
    return {
        "database": str(version).split(" (")[0],
        "cache": "Redis" if os.environ.get("TEST_CACHE_URL") else "the memory of each process",
        "Python": platform.python_version(),
        "Django": django.__version__,
        "machine": f"{os.cpu_count()} cores, {platform.machine()}",
        "day": f"{datetime.now(UTC):%Y-%m-%d}",
    }


def main() -> None:
    with scratch_database():
        few, many = essays()
        facts = about()
        measured = run(few, many, make_member("reader-one"), sys.stderr.write)
    BENCHMARKS.mkdir(exist_ok=True)
    name = f"pages-{connection.vendor}"
    (BENCHMARKS / f"{name}.json").write_text(json.dumps({"about": facts, **measured}, indent=2) + "\n")
    table = as_markdown(measured, facts)
    (BENCHMARKS / f"{name}.md").write_text(table)
    sys.stdout.write(table)


if __name__ == "__main__":
    main()
