"""Many people act at the same moment, each in a thread with a connection of its own."""

from collections.abc import Callable, Sequence
from threading import Barrier
from threading import Thread as Worker
from typing import Any

from django.db import connection

from forum.models import Post, Thread
from forum.moderation import NotPossible
from tests.forum.talk import answer_counters, answers_counted, counted, counters

AT_ONCE = 20


def at_once(acts: Sequence[Callable[[], Any]]) -> list[Any]:
    """Run all acts at the same moment; return what each returned or raised."""
    results: list[Any] = [None] * len(acts)
    # Connections are taken behind it: a pool has fewer of them than there are threads here.
    barrier = Barrier(len(acts), timeout=60)

    def run(index: int) -> None:
        try:
            barrier.wait()
            results[index] = acts[index]()
        except Exception as error:  # noqa: BLE001  # Whatever it is, the test looks at it.
            results[index] = error
        finally:
            connection.close()

    workers = [Worker(target=run, args=[index]) for index in range(len(acts))]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return results


def refused(results: list[Any]) -> list[Any]:
    errors = [result for result in results if isinstance(result, Exception)]
    assert all(isinstance(error, NotPossible) for error in errors), errors
    return errors


def acts(post: Post) -> list[str]:
    return list(post.moderation_entries.order_by("pk").values_list("act", flat=True))


def assert_exact(thread: Thread) -> None:
    assert counters(thread) == counted(thread)
    assert answer_counters(thread) == answers_counted(thread)
