"""Where there is no Chromium the browser's tests say so in one line, or fail where one is required."""

import os
import subprocess
import sys

import pytest

from config.settings import BASE_DIR
from tests import chromium


def keyboard_tests(**environment: str) -> subprocess.CompletedProcess[str]:
    """Run some of the browser's tests where CHROMIUM names what is not there."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "COV"))}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/browser/test_keyboard.py"],
        cwd=BASE_DIR,
        env={**inherited, "REQUIRE_BROWSER": "", "CHROMIUM": "/nowhere/chromium", **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_without_a_browser_its_tests_are_skipped_with_one_line() -> None:
    ran = keyboard_tests()
    assert ran.returncode == 0, ran.stdout
    lines = [line for line in ran.stdout.splitlines() if "no Chromium; install it or set CHROMIUM" in line]
    assert len(lines) == 1
    assert lines[0].startswith("SKIPPED [2]")


def test_without_a_browser_that_is_required_its_tests_fail() -> None:
    ran = keyboard_tests(REQUIRE_BROWSER="1")
    assert ran.returncode == 1
    assert "REQUIRE_BROWSER is set, and there is no Chromium" in ran.stdout


def test_chromium_is_the_one_that_the_environment_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", sys.executable)
    assert chromium.chromium() == sys.executable
    monkeypatch.setenv("CHROMIUM", "/nowhere/chromium")
    assert chromium.chromium() is None
