"""Lighthouse on the pages that people come to, on a slow telephone as it imagines one: medians of three visits.

Each visit is a first one: nothing is kept from those before.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import inf
from statistics import median
from typing import Any
from urllib.parse import urlsplit

from tests.chromium import FLAGS, NONE_FOUND, chromium
from tests.quality.site import NODE_MODULES, Site

Report = dict[str, Any]

RUNS = 3
TRIES = 4  # Now and then Chromium has begun before Lighthouse watches, and the visit counts for nothing.
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
KILOBYTE = 1024
WITHIN = 120  # seconds


@dataclass(frozen=True)
class Figure:
    """What is read from a report, and between what it must lie on all pages, or on the reading page alone."""

    name: str
    of: Callable[[Report], float]
    least: float = -inf
    most: float = inf
    everywhere: bool = False

    def allows(self, page: str, value: float) -> bool:
        return self.least <= value <= self.most or not (self.everywhere or page == "reading")

    @property
    def bound(self) -> str:
        return f"at least {self.least:g}" if self.least > -inf else f"at most {self.most:g}"


def score(category: str) -> Callable[[Report], float]:
    return lambda report: round(report["categories"][category]["score"] * 100)


def audit(name: str) -> Callable[[Report], float]:
    value = "numericValue"
    return lambda report: float(report["audits"][name][value])


def requests(report: Report, kind: str = "") -> list[dict[str, Any]]:
    """What the first visit asked for, of one kind or all."""
    asked: list[dict[str, Any]] = report["audits"]["network-requests"]["details"]["items"]
    return [request for request in asked if kind in {"", request["resourceType"]}]


def kilobytes(kind: str = "") -> Callable[[Report], float]:
    """What goes over the wire, headers and all."""
    return lambda report: sum(request["transferSize"] for request in requests(report, kind)) / KILOBYTE


def of_others(report: Report) -> float:
    own = urlsplit(report["finalDisplayedUrl"]).netloc
    return sum(urlsplit(request["url"]).netloc not in {own, ""} for request in requests(report))


# Times are printed and not judged: they are the machine's as much as the page's. What is wanted is a largest paint
# below 1,000 ms and less than 50 ms blocked.
FIGURES = [
    Figure("performance", score("performance"), least=95, everywhere=True),
    Figure("accessibility", score("accessibility"), least=100, everywhere=True),
    Figure("best practices", score("best-practices"), least=100, everywhere=True),
    Figure("SEO", score("seo"), least=100, everywhere=True),
    Figure("first paint, ms", audit("first-contentful-paint")),
    Figure("largest paint, ms", audit("largest-contentful-paint")),
    Figure("blocked, ms", audit("total-blocking-time")),
    Figure("layout shift", audit("cumulative-layout-shift"), most=0.02),
    Figure("all, KB", kilobytes(), most=70),
    Figure("scripts, KB", kilobytes("Script"), most=26),
    Figure("page, KB", kilobytes("Document")),
    Figure("styles, KB", kilobytes("Stylesheet")),
    Figure("requests", lambda report: len(requests(report))),
    Figure("fonts", lambda report: len(requests(report, "Font")), most=0, everywhere=True),
    Figure("requests elsewhere", of_others, most=0, everywhere=True),
]


def faults(site: Site) -> Iterator[str]:
    """What is outside its bounds, and which of Lighthouse's rules a page breaks."""
    if not (browser := chromium()):
        yield f"There is {NONE_FOUND}."
        return
    reports = {page: [visit(site.url + address, browser) for _ in range(RUNS)] for page, address in site.pages.items()}
    values = {
        page: [median(figure.of(report) for report in three) for figure in FIGURES] for page, three in reports.items()
    }
    sys.stdout.write(table(values))
    sys.stdout.flush()
    for page, three in reports.items():
        for figure, value in zip(FIGURES, values[page], strict=True):
            if not figure.allows(page, value):
                yield f"{page}: {figure.name} is {value:.4g}, {figure.bound} is allowed"
        yield from (f"{page}: {rule}" for rule in broken(three))


def visit(url: str, browser: str) -> Report:
    """Lighthouse's report of one first visit."""
    said = ""
    for _ in range(TRIES):
        seen = ask(url, browser)
        if not seen.returncode:
            report: Report = json.loads(seen.stdout)
            return report
        said = seen.stderr
    sys.exit(f"Lighthouse could not look at {url}:\n{said}")


def ask(url: str, browser: str) -> subprocess.CompletedProcess[str]:
    flags = f"--chrome-flags={' '.join(['--headless=new', *FLAGS])}"
    categories = f"--only-categories={','.join(CATEGORIES)}"
    return subprocess.run(
        [NODE_MODULES / ".bin" / "lighthouse", url, flags, categories, "--output=json", "--quiet"],
        env={**os.environ, "CHROME_PATH": browser},
        capture_output=True,
        text=True,
        timeout=WITHIN,
        check=False,
    )


def broken(reports: list[Report]) -> list[str]:
    """The rules that count and that one of the visits broke; those of performance only make up its score."""
    audits = {
        reference["id"]
        for category, rules in reports[0]["categories"].items()
        for reference in rules["auditRefs"]
        if category != "performance" and reference["weight"]
    }
    return sorted(
        {
            report["audits"][name]["title"]
            for report in reports
            for name in audits
            if (report["audits"][name]["score"] or 0) < 1 and report["audits"][name]["scoreDisplayMode"] == "binary"
        }
    )


def table(values: dict[str, list[float]]) -> str:
    """One line a figure, one column a page; what is outside its bounds has a mark."""
    lines = [f"{'':20}" + "".join(f"{page:>12} " for page in values)]
    for number, figure in enumerate(FIGURES):
        cells = (f"{of[number]:12.4g}{' ' if figure.allows(page, of[number]) else '!'}" for page, of in values.items())
        lines.append(f"{figure.name:20}{''.join(cells)}")
    return "\n".join(lines) + "\n"
