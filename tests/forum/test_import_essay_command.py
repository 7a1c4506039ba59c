"""`manage.py import_essay` says in one line what came in, and in one line each what is wrong."""

import io
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from essays.models import Essay
from forum.models import Post, Thread
from tests.essays.files import ESSAY, essay_file

pytestmark = pytest.mark.django_db

SEED = settings.BASE_DIR / "essays" / "library" / "victor-serge"
GUIDE = settings.BASE_DIR / "docs" / "essay-format.md"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def run(path: Path, **options: object) -> str:
    out = io.StringIO()
    call_command("import_essay", path, stdout=out, **options)
    return out.getvalue()


def test_the_seed_comes_in_once() -> None:
    title = "Victor Serge: From the defeated past to the expectant future, edition 1"
    assert re.fullmatch(rf"{title}: imported [0-9]+ words and 2 comments\.\n", run(SEED))
    assert run(SEED) == f"{title}: nothing changed.\n"
    assert (Essay.objects.count(), Thread.objects.count(), Post.objects.count()) == (1, 1, 2)


def test_what_came_in_is_told(tmp_path: Path) -> None:
    path = essay_file(tmp_path / "an-essay")
    assert run(path) == "A title, edition 1: imported 2 words.\n"
    (tmp_path / "an-essay" / "comments.md").write_text(
        "---\nessay: an-essay\nimported_from: Links\n---\n--- comment 1\n\nOne.\n", encoding="utf-8"
    )
    assert run(path.parent) == "A title, edition 1: imported 1 comment.\n"


def test_faults_go_to_the_error_output_a_line_each(tmp_path: Path) -> None:
    path = essay_file(tmp_path / "an-essay", ESSAY.replace(" {#p1}", "").replace(" {#p2}", ""))
    errors = io.StringIO()
    with pytest.raises(CommandError, match="Nothing was imported") as raised:
        run(tmp_path / "an-essay", stderr=errors)
    assert raised.value.returncode == 1
    assert [line.split(": ")[0] for line in errors.getvalue().splitlines()] == [f"{path}:5", f"{path}:7"]
    assert not Essay.objects.exists()


def test_a_folder_without_an_essay_is_a_fault(tmp_path: Path) -> None:
    errors = io.StringIO()
    with pytest.raises(CommandError):
        run(tmp_path, stderr=errors)
    assert (
        errors.getvalue()
        == f"{tmp_path / 'essay.md'}:1: the file cannot be read (No such file or directory); check the path\n"
    )


@pytest.mark.parametrize(("errors", "verbosity"), [(Terminal(), 1), (io.StringIO(), 2)])
def test_progress_is_shown_to_who_watches(tmp_path: Path, errors: io.StringIO, verbosity: int) -> None:
    run(essay_file(tmp_path / "an-essay"), stderr=errors, verbosity=verbosity)
    assert re.findall(r"\rReading the text: ([0-9]+) %", errors.getvalue()) == ["33", "66", "100"]
    assert errors.getvalue().endswith("\r")


def test_progress_is_not_written_into_a_log(tmp_path: Path) -> None:
    errors = io.StringIO()
    run(essay_file(tmp_path / "an-essay"), stderr=errors)
    assert errors.getvalue() == ""


def test_the_example_of_the_guide_can_be_imported(tmp_path: Path) -> None:
    essay, comments = re.findall(
        r"^````markdown\n(.*?)^````$", GUIDE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    folder = essay_file(tmp_path / "on-reading-slowly", essay).parent
    (folder / "comments.md").write_text(comments, encoding="utf-8")
    run(folder)
    blocks = Essay.objects.get().current_edition.blocks  # type: ignore[union-attr]
    assert {kind: blocks.filter(kind=kind).count() for kind in set(blocks.values_list("kind", flat=True))} == {
        "byline": 1,
        "editorial": 1,
        "heading": 2,
        "paragraph": 6,
        "quotation": 1,
        "footnote": 2,
        "missing": 1,
    }
    assert list(Post.objects.order_by("pk").values_list("imported_name", flat=True)) == ["", "A former member"]
