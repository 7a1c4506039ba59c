"""What one process makes the others find; nobody waits for ever for what nobody makes."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest
from django.core.cache import caches
from pytest_django.fixtures import Settings

from config.shelf import Shelf


def test_what_another_process_is_making_is_waited_for() -> None:
    other, own = Shelf(), Shelf()
    begun, done = Event(), Event()

    def slowly() -> str:
        begun.set()
        assert done.wait(10)
        return "made by the other"

    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(other.found_or_made, "a page", slowly)
        assert begun.wait(10)
        second = threads.submit(own.found_or_made, "a page", lambda: pytest.fail("It is being made."))
        done.set()
        assert (first.result(), second.result()) == ("made by the other", "made by the other")


def test_what_another_could_not_make_is_made() -> None:
    shelf = Shelf()

    def fail() -> str:
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011  # It is the one above.
        shelf.found_or_made("a page", fail)
    assert shelf.found_or_made("a page", lambda: "made") == "made"


def test_who_waits_for_one_that_was_given_up_makes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("config.shelf.MAKING", 0.05)
    shelf = Shelf()
    caches["pages"].add(f"{shelf.key('a page')}.making", 1, None)
    assert shelf.found_or_made("a page", lambda: "made") == "made"


def test_another_release_or_site_makes_its_own_pages(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    template = tmp_path / "templates" / "a.html"
    template.write_text("One")
    settings.BASE_DIR = tmp_path
    one = Shelf().found_or_made("a page", lambda: "one")
    assert Shelf().found_or_made("a page", lambda: "two") == one
    template.write_text("Two")
    assert Shelf().found_or_made("a page", lambda: "two") == "two"
    settings.SITE_URL = "https://example.org"
    assert Shelf().found_or_made("a page", lambda: "three") == "three"
