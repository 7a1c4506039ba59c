"""Whatever is done: a page that says something else has another mark. So nothing stored outlives what it says."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import transaction
from django.test import Client, override_settings
from django.urls import resolve
from django.utils import timezone
from hypothesis import HealthCheck, example, given
from hypothesis import settings as examples

from accounts.models import User
from essays.models import Block
from forum.importer import import_path
from forum.models import EDIT_WINDOW, Category, Post, Thread
from forum.moderation import NotPossible
from tests.essays.files import essay_file
from tests.forum import test_random_walk as on_posts
from tests.forum import test_walk_of_discussions as on_discussions
from tests.forum.members import Reading
from tests.forum.pages import OF_THE_MOMENT
from tests.forum.talk import TEXT, discussion_by, published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made_anew")]
AfterCommit = Callable[..., AbstractContextManager[object]]
THREADS = 4  # whose pages are looked at
few = examples(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


class Pages:
    """What each page said under each mark that it has had."""

    def __init__(self) -> None:
        self.client = Client()
        self.said: dict[tuple[str, str], bytes] = {}

    def look(self) -> None:
        for url in addresses():
            found = resolve(url)
            known = (url, found.func.mark(*found.args, **found.kwargs))  # type: ignore[attr-defined]
            says = OF_THE_MOMENT.sub(b"", self.client.get(url).content)
            assert self.said.setdefault(known, says) == says, url


def addresses() -> list[str]:
    threads = Thread.objects.order_by("pk")[:THREADS]
    essays = [thread.essay.get_absolute_url() for thread in threads if thread.essay]
    own = [thread.get_absolute_url() for thread in threads]
    return ["/", "/discussions/", *essays, *(f"{essay}p1/" for essay in essays), *own]


@given(on_posts.WALK)
@few
def test_after_any_acts_on_posts(
    thread: Thread,
    serge: Thread,
    reader: User,
    moderator: User,
    django_capture_on_commit_callbacks: AfterCommit,
    acts: list[tuple[str, int]],
) -> None:
    walk_through(
        lambda: on_posts.Walk([thread, serge], reader, moderator).step, acts, django_capture_on_commit_callbacks, Pages
    )


@given(on_discussions.WALK)
@example([("merge", 0), ("answer", 0), ("undo", 0)])
@example([("continue", 2), ("approve", 5), ("split", 2), ("move", 2), ("remove", 2), ("undo", 0), ("undo", 1)])
@few
def test_after_any_acts_on_discussions(
    thread: Thread,
    reader: User,
    moderator: User,
    django_capture_on_commit_callbacks: AfterCommit,
    acts: list[tuple[str, int]],
) -> None:
    begun = [*on_discussions.BEGIN, *acts]
    walk_through(lambda: on_discussions.Walk(reader, moderator).step, begun, django_capture_on_commit_callbacks, Pages)


def walk_through(
    walk: Callable[[], Callable[[str, int], None]],
    acts: list[tuple[str, int]],
    after_commit: AfterCommit,
    pages_of: Callable[[], Pages | SharedPages],
) -> None:
    with transaction.atomic():
        step, pages = walk(), pages_of()
        pages.look()
        for act, number in acts:
            try:
                with after_commit(execute=True), transaction.atomic():
                    step(act, number)
            except (NotPossible, PermissionDenied):
                continue
            pages.look()
        transaction.set_rollback(True)


# --- What members share ---


@given(on_posts.WALK)
@few
def test_members_read_what_would_be_made_for_them_after_any_acts_on_posts(
    thread: Thread,
    serge: Thread,
    reader: User,
    stranger: User,
    moderator: User,
    django_capture_on_commit_callbacks: AfterCommit,
    acts: list[tuple[str, int]],
) -> None:
    walk_through(
        lambda: on_posts.Walk([thread, serge], reader, moderator).step,
        acts,
        django_capture_on_commit_callbacks,
        lambda: SharedPages([reader, stranger]),
    )


@given(on_discussions.WALK)
@few
def test_and_after_any_acts_on_discussions(
    thread: Thread,
    reader: User,
    stranger: User,
    moderator: User,
    django_capture_on_commit_callbacks: AfterCommit,
    acts: list[tuple[str, int]],
) -> None:
    walk_through(
        lambda: on_discussions.Walk(reader, moderator).step,
        [*on_discussions.BEGIN, *acts],
        django_capture_on_commit_callbacks,
        lambda: SharedPages([reader, stranger]),
    )


class SharedPages:
    """What is put together for two members says what would be made for each."""

    def __init__(self, members: list[User]) -> None:
        with override_settings(MIDDLEWARE=[*settings.MIDDLEWARE, "config.shared.SharedPages"]):
            self.readings = [Reading(member) for member in members]
        for reading in self.readings:
            reading.client.handler = self.readings[0].client.handler  # As one process.

    def look(self) -> None:
        # What can be edited still is nobody's but its author's.
        before = timezone.now() - EDIT_WINDOW * 2
        Post.objects.filter(written_at__gt=before + EDIT_WINDOW / 2).update(written_at=before)
        for url in [*addresses()[1:4], addresses()[-1]]:
            for reading in self.readings:
                reading.says(url)
                reading.client.get(url)


# --- What is not talk ---


@pytest.fixture
def pages(thread: Thread, reader: User, django_capture_on_commit_callbacks: AfterCommit) -> Pages:
    """Looked at once: a text with a reply, and a discussion about it."""
    with django_capture_on_commit_callbacks(execute=True):
        post = published(thread, reader, "Here.")
        discussion_by(reader, about=post)
    found = Pages()
    found.look()
    return found


def changed(pages: Pages) -> set[str]:
    """The pages that have another mark than before."""
    known = len(pages.said)
    pages.look()
    return {url for url, _ in list(pages.said)[known:]}


def test_when_a_member_is_called_something_else(pages: Pages, reader: User) -> None:
    reader.display_name = "Reader the second"
    reader.save()
    assert {"/discussions/", "/essays/an-essay/"} <= changed(pages)


def test_when_a_category_is(pages: Pages) -> None:
    category = Category.objects.get(threads__isnull=False)
    category.name = "Sorted anew"
    category.save()
    assert "/discussions/" in changed(pages)
    assert changed(pages) == set()


def test_when_a_text_has_other_words_or_facts(pages: Pages, tmp_path: Path) -> None:
    import_path(essay_file(tmp_path / "an-essay", TEXT.replace("*stress*", "*weight*")))
    assert {"/essays/an-essay/", "/essays/an-essay/p1/"} <= changed(pages)
    import_path(essay_file(tmp_path / "an-essay", TEXT.replace("A title", "Another title")))
    assert {"/", "/essays/an-essay/", "/discussions/"} <= changed(pages)


def test_when_markdown_is_read_otherwise(pages: Pages) -> None:
    Block.objects.filter(anchor="p1").update(html="<p>Made by earlier rules.</p>")
    pages = Pages()
    pages.look()
    call_command("rerender", verbosity=0)
    assert {"/essays/an-essay/", "/essays/an-essay/p1/"} <= changed(pages)
