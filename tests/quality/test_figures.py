"""What is read from Lighthouse's reports, and what is let through."""

from typing import Any

from tests.quality.lighthouse import FIGURES, broken, table

OWN = "http://127.0.0.1:8000/"
FIGURE = {figure.name: figure for figure in FIGURES}


def report(*requests: tuple[str, str, int], score: float = 1, rule: float = 1) -> dict[str, Any]:
    """A report of these requests (address, kind, bytes), with one rule."""
    items = [{"url": url, "resourceType": kind, "transferSize": size} for url, kind, size in requests]
    return {
        "finalDisplayedUrl": OWN,
        "categories": {"seo": {"score": score, "auditRefs": [{"id": "rule", "weight": 1}]}},
        "audits": {
            "network-requests": {"details": {"items": items}},
            "rule": {"score": rule, "scoreDisplayMode": "binary", "title": "A rule"},
        },
    }


def test_everything_on_the_wire_counts_and_scripts_once_more() -> None:
    seen = report((OWN, "Document", 2048), (f"{OWN}a.js", "Script", 1024), (f"{OWN}b.css", "Stylesheet", 1024))
    assert FIGURE["all, KB"].of(seen) == 4
    assert FIGURE["scripts, KB"].of(seen) == 1


def test_requests_to_others_and_fonts_are_counted() -> None:
    seen = report((OWN, "Document", 1), ("https://example.org/f.woff2", "Font", 1), ("data:,", "Image", 0))
    assert FIGURE["requests elsewhere"].of(seen) == 1
    assert FIGURE["fonts"].of(seen) == 1


def test_the_reading_page_has_a_budget_and_every_page_has_to_score() -> None:
    assert FIGURE["all, KB"].allows("reading", 70)
    assert not FIGURE["all, KB"].allows("reading", 70.1)
    assert FIGURE["all, KB"].allows("login", 70.1)
    assert not FIGURE["SEO"].allows("login", FIGURE["SEO"].of(report(score=0.99)))


def test_a_rule_that_one_visit_breaks_is_named() -> None:
    assert broken([report(), report(rule=0)]) == ["A rule"]
    assert broken([report(), report()]) == []


def test_the_table_marks_what_is_outside() -> None:
    values = [max(0, figure.least) for figure in FIGURES]
    assert "!" not in table({"reading": values})
    values[0] -= 1
    assert table({"reading": values}).count("!") == 1
