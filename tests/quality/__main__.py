"""What judges the pages from outside, on the site as it is served: `python -m tests.quality [html] [lighthouse]`.

Needs Node, Java and Chromium; `make quality` brings what is missing first.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from tests.browser.running_site import Copy, Running
from tests.quality import checker, lighthouse
from tests.quality.site import Site, site_in

PARTS = {"html": checker.faults, "lighthouse": lighthouse.faults}


def main(asked: list[str]) -> int:
    """The exit status: 0 where nothing is wrong."""
    if unknown := set(asked) - set(PARTS):
        sys.exit(f"There is no part {', '.join(sorted(unknown))}: choose from {', '.join(PARTS)}.")
    with TemporaryDirectory(prefix="colloquy-quality-") as folder:
        copy = Copy(Path(folder) / "copy")
        with Running(copy):
            site = site_in(copy)
            wrong = [fault for part in asked or PARTS for fault in look(part, site)]
    sys.stdout.write(f"\n{len(wrong)} faults.\n" if wrong else "\nNothing is wrong.\n")
    return bool(wrong)


def look(part: str, site: Site) -> Iterator[str]:
    """The faults that one part finds, each said as soon as it is found."""
    sys.stdout.write(f"\n--- {part} ---\n")
    began = monotonic()
    for fault in PARTS[part](site):
        sys.stdout.write(f"{fault}\n")
        yield fault
    sys.stdout.write(f"--- {part}: {monotonic() - began:.0f} s ---\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
