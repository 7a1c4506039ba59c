"""Before it serves, `make run` brings everything up to date; a second start finds it so and does nothing."""

import os
from pathlib import Path
from typing import Any

import pytest

from config import serve
from essays.models import Edition, Essay
from forum.models import Post

LONG_AGO = 1_000_000_000  # seconds since 1970


@pytest.fixture
def static_root(settings: Any, tmp_path: Path) -> Path:
    settings.STATIC_ROOT = tmp_path / "static"
    return tmp_path / "static"


@pytest.mark.django_db
def test_the_first_start_imports_the_first_text_and_collects_the_static_files(static_root: Path) -> None:
    serve.prepare()
    assert Essay.objects.get().slug == "victor-serge"
    assert (static_root / "admin" / "css" / "base.css").exists()


@pytest.mark.django_db
def test_a_second_start_changes_nothing(static_root: Path) -> None:
    serve.prepare()
    before = (Edition.objects.count(), Post.objects.count())
    collected = static_root / "admin" / "css" / "base.css"
    os.utime(collected, (LONG_AGO, LONG_AGO))
    serve.prepare()
    assert (Edition.objects.count(), Post.objects.count()) == before
    assert collected.stat().st_mtime == LONG_AGO


def test_a_changed_static_file_is_collected_again(settings: Any, static_root: Path, tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    settings.STATICFILES_DIRS = [source]
    stamp = tmp_path / "stamp"
    for words in ("old", "new"):
        (source / "page.css").write_text(words)
        serve.collect_static(stamp)
        assert (static_root / "page.css").read_text() == words
