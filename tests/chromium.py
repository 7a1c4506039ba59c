"""Where Chromium is, how it is started, and what becomes of the browser's tests where there is none.

A plugin, loaded by `tests/conftest.py`: `pytest-playwright` has the fixtures, this has the browser of the system.
"""

import os
import shutil
from typing import Any

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = """
--no-sandbox --disable-gpu --disable-quic --disable-background-networking --disable-component-update --disable-sync
--no-first-run
""".split()
NONE_FOUND = "no Chromium; install it or set CHROMIUM"


def chromium() -> str | None:
    """The path of the browser; None where there is none."""
    return shutil.which(os.environ["CHROMIUM"]) if os.environ.get("CHROMIUM") else _first_on_path()


def _first_on_path() -> str | None:
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def pytest_configure(config: pytest.Config) -> None:
    # Playwright keeps an event loop in the thread of the tests, which makes Django think that it is called from it.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    # How pytest-playwright writes its fixtures is not ours to mend.
    config.addinivalue_line("filterwarnings", "ignore:Session-scoped fixtures defined as instance methods")
    # What the browser showed when a test failed is kept in test-results/.
    if config.option.screenshot == "off":
        config.option.screenshot = "only-on-failure"


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("browser") is None or chromium():
        return
    if os.environ.get("REQUIRE_BROWSER", "0") not in {"", "0"}:
        pytest.fail(f"REQUIRE_BROWSER is set, and there is {NONE_FOUND}", pytrace=False)
    pytest.skip(NONE_FOUND)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, "executable_path": chromium(), "args": FLAGS}
