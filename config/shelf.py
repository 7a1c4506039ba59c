"""What was made once, kept for all processes in the cache of the site: pages, under what they were made of."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Any, TypeVar

from django.conf import settings
from django.core.cache import caches

T = TypeVar("T")

LIFETIME = 10 * 60  # seconds; who asks for it later finds it made anew, whatever may have been forgotten
MAKING = 10  # seconds after which one that was being made is given up by those who wait for it
LOOK_EVERY = 0.01  # seconds
# What pages are made with: with other templates or another program they are others.
SOURCES = ("accounts", "config", "essays", "forum", "static", "templates")
SUFFIXES = {".css", ".html", ".js", ".py", ".svg", ".txt"}

log = logging.getLogger(__name__)


class Shelf:
    """Finds a thing by its name, and has it made once where all ask for it at the same time.

    Where the cache cannot be reached, everybody makes it: slower, and not wrong.
    """

    def __init__(self) -> None:
        self.release = release()

    def key(self, name: str) -> str:
        return sha256(f"{self.release}\n{name}".encode()).hexdigest()

    def found_or_made(self, name: str, make: Callable[[], T]) -> T:
        key = self.key(name)
        found: T | None = None
        with reachable():
            found = caches["pages"].get(key)
            if found is None and not caches["pages"].add(f"{key}.making", 1, MAKING):
                found = waited_for(key)
        if found is not None:
            return found
        made = None
        try:
            made = make()
        finally:
            with reachable():
                if made is not None:
                    caches["pages"].set(key, made, LIFETIME)
                caches["pages"].delete(f"{key}.making")
        return made


def waited_for(key: str) -> Any:
    """What another is making; None where they gave up."""
    end = time.monotonic() + MAKING
    while time.monotonic() < end:
        is_being_made = f"{key}.making" in caches["pages"]  # Asked first: when it is no more, the thing is there.
        if (found := caches["pages"].get(key)) is not None or not is_being_made:
            return found
        time.sleep(LOOK_EVERY)
    return None


@contextmanager
def reachable() -> Iterator[None]:
    try:
        yield
    except Exception:  # Each kind of cache has errors of its own.
        log.warning("The cache cannot be used: pages are made again by each process.", exc_info=True)


def release() -> str:
    """A digest of all that pages are made with besides what is in the database."""
    digest = sha256(settings.SITE_URL.encode())
    for folder in SOURCES:
        for path in sorted((settings.BASE_DIR / folder).rglob("*")):
            if path.suffix in SUFFIXES:
                digest.update(f"{path.relative_to(settings.BASE_DIR)}\n".encode() + path.read_bytes())
    return digest.hexdigest()
