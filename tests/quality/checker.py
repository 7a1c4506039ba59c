"""The HTML checker (vnu) over every page, as everybody who can open it sees it."""

import json
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.quality.site import NODE_MODULES, Site

VNU = NODE_MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
# A part of a page comes without the rest when htmx asks for it; the checker judges whole documents.
AROUND = """<!doctype html>
<html lang="en">
<title>A part of a page</title>
<main>
<h1>A part of a page</h1>
{}
</main>
</html>
"""
FALLEN = 500
SHOWN_AGAIN = (200, 422)
# What the checker says that is no fault here, and why.
MEANINGLESS = {
    "^Article lacks heading": "a post has no title: its author and its time lead to it",
}


@dataclass(frozen=True)
class Saved:
    said: str  # Whose page it is, and where.
    path: Path


def faults(site: Site) -> Iterator[str]:
    """What is wrong with the HTML, each message once, with the first place where it is found."""
    saved = {entry.path.as_uri().replace("file:///", "file:/"): entry for entry in save(site)}
    found = defaultdict[str, list[str]](list)
    for message in check([entry.path for entry in saved.values()]):
        if not any(re.search(pattern, message["message"]) for pattern in MEANINGLESS):
            found[message["message"]].append(place(message, saved[message["url"]]))
    sys.stdout.write(f"{len(saved)} pages and parts of pages were checked.\n")
    for text, places in found.items():
        others = f" (and in {len(places) - 1} other places)" if len(places) > 1 else ""
        yield f"{text}\n    {places[0]}{others}"


def save(site: Site) -> Iterator[Saved]:
    """Every page as each visitor gets it, and as htmx would get it, where that is something else."""
    folder = site.folder / "html"
    folder.mkdir()
    for number, (said, text) in enumerate([*pages(site), *sent(site)]):
        path = folder / f"{number}.html"
        path.write_text(text if is_whole(text) else AROUND.format(text))
        yield Saved(said, path)


def pages(site: Site) -> Iterator[tuple[str, str]]:
    for visitor in site.visitors:
        for address in dict.fromkeys(visitor.addresses):
            said = f"{visitor.name} {address}"
            page, part = site.get(address, visitor), site.get(address, visitor, **{"HX-Request": "true"})
            assert page.status < FALLEN, said
            if page.kind == "text/html" and page.text.strip():
                yield said, page.text
            if part.text.strip() and not is_whole(part.text):
                yield f"{said} (part)", part.text


def sent(site: Site) -> Iterator[tuple[str, str]]:
    """The pages that show a form again."""
    visitors = {visitor.name: visitor for visitor in site.visitors}
    for form in site.sent:
        said = f"{form.name} {form.address} with {form.fields}"
        answer = site.send(form.address, visitors[form.name], form.fields)
        assert answer.status in SHOWN_AGAIN, f"{answer.status}: {said}"
        yield said, answer.text


def is_whole(text: str) -> bool:
    return text.lstrip().lower().startswith("<!doctype")


def check(paths: list[Path]) -> list[dict[str, Any]]:
    checked = subprocess.run(
        ["java", "-jar", VNU, "--format", "json", "--exit-zero-always", "--stdout", *paths],
        capture_output=True,
        text=True,
        check=True,
    )
    messages: list[dict[str, Any]] = json.loads(checked.stdout)["messages"]
    return messages


def place(message: dict[str, Any], page: Saved) -> str:
    extract = " ".join(message.get("extract", "").split())
    return f"{page.said}, line {message.get('lastLine', '?')}: {extract}"
