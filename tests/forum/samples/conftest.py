"""One forum of samples, beside the seed and what its readers said."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import connection

from accounts.models import User
from forum.models import Thread
from forum.samples import Scene, look, make, size_of
from tests.forum.talk import published

UNTIL = datetime(2026, 1, 1, tzinfo=UTC)
POSTS, THREADS = 700, 15
Maker = Callable[..., Scene]


def make_samples(posts: int = POSTS, threads: int = THREADS, seed: int = 5) -> Scene:
    scene = look(size_of(posts, threads), seed, UNTIL)
    settled()
    make(scene, settled)
    return scene


def settled(done: int = 0) -> None:
    """Within the transaction of a test: nothing may wait to be checked while the index is altered."""
    if connection.vendor == "postgresql":
        connection.check_constraints()


@pytest.fixture
def samples(serge: Thread, author: User, stranger: User) -> Scene:
    """Some real talk, then samples."""
    first = published(serge, author, "Real words.", ref="p1")
    published(serge, stranger, "A real answer.", parent=first)
    return make_samples()
