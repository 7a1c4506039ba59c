"""Two imports at the same time are one after the other."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from django.db import connection

from essays.models import Edition, Essay
from forum.importer import import_path
from forum.models import Post, Thread
from tests.essays.files import ESSAY, essay_file

COMMENTS = "---\nessay: {slug}\nimported_from: Links\n---\n--- comment 1\n\nOne.\n"
TOGETHER = 4


def import_together(paths: list[Path]) -> list[bool]:
    barrier = Barrier(len(paths))

    def act(path: Path) -> bool:
        barrier.wait(timeout=10)
        try:
            return import_path(path).changed
        finally:
            connection.close()

    with ThreadPoolExecutor(len(paths)) as pool:
        return list(pool.map(act, paths))


@pytest.mark.django_db(transaction=True)
def test_the_same_folder_imported_at_once_comes_in_once(tmp_path: Path) -> None:
    folder = essay_file(tmp_path / "an-essay").parent
    (folder / "comments.md").write_text(COMMENTS.format(slug="an-essay"), encoding="utf-8")
    changed = import_together([folder] * TOGETHER)
    assert sorted(changed) == [False] * (TOGETHER - 1) + [True]
    assert [model._default_manager.count() for model in (Essay, Edition, Thread, Post)] == [1, 1, 1, 1]
    assert Thread.objects.get().post_count == 1


@pytest.mark.django_db(transaction=True)
def test_corrections_imported_at_once_are_editions_in_a_row(tmp_path: Path) -> None:
    front = "---\ntitle: A title\n"
    texts = [ESSAY.replace(front, f"{front}slug: an-essay\nauthor: {number}\n") for number in range(TOGETHER)]
    paths = [essay_file(tmp_path / str(number), text) for number, text in enumerate(texts)]
    import_together(paths)
    assert list(Edition.objects.values_list("number", flat=True)) == [1, 2, 3, 4]
    assert Essay.objects.get().current_edition == Edition.objects.get(number=TOGETHER)
