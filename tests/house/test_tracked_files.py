"""What is kept in git fits every machine: no address of a package index, no path of one computer, locked and hashed."""

import re
from pathlib import Path

import pytest

from config.settings import BASE_DIR
from tests.house.sources import files, offenders

# Written in two halves, so that this file does not find itself.
INDEX_HOSTS = re.compile(
    "|".join(["pypi" + r"\.org", "python" + "hosted", "registry" + r"\.npmjs", "crates" + r"\.io"])
)
MACHINE_PATHS = re.compile(
    r"(?<![\w.~}/])/(?:" + "|".join(["ho" + "me", "ro" + "ot", "wo" + "rk", "op" + "t", "Us" + "ers"]) + r")/\w"
)
BINARY = {".png", ".jpg", ".ico", ".woff2", ".gz"}
TEXTS = [path for path in files() if path.suffix not in BINARY]
LOCKS = ["requirements.txt", "requirements-dev.txt"]


def found(pattern: re.Pattern[str], path: Path) -> list[str]:
    lines = path.read_text().splitlines()
    return [f"line {number}: {line.strip()}" for number, line in enumerate(lines, 1) if pattern.search(line)]


def test_no_file_names_a_package_index() -> None:
    assert not offenders(TEXTS, lambda path: found(INDEX_HOSTS, path))


def test_no_file_names_a_path_of_one_machine() -> None:
    assert not offenders(TEXTS, lambda path: found(MACHINE_PATHS, path))


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_file_pins_and_hashes_everything_and_holds_no_address(name: str) -> None:
    locked = (BASE_DIR / name).read_text()
    requirements = [line for line in locked.replace("\\\n", " ").splitlines() if line and not line.startswith("#")]
    assert requirements
    assert not [line for line in requirements if not re.match(r"[a-z0-9.-]+(\[[a-z,]+\])?==\S+ .*--hash=sha256:", line)]
    assert "://" not in locked
    assert "--find-links" not in locked


def test_what_is_tested_is_what_runs() -> None:
    pins = [
        set(re.findall(r"^([a-z0-9.-]+)==([^\s;]+)", (BASE_DIR / name).read_text(), re.MULTILINE)) for name in LOCKS
    ]
    assert pins[0] <= pins[1]
