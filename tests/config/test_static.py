"""The static files as they are served: under names with hashes, by which our modules know each other."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles.storage import HashedFilesMixin
from django.core.management import call_command

from config.settings import BASE_DIR

IMPORTED = re.compile(r"""(?:from|import)\s*\(?["'](\./[^"']+)["']""")
COMMENT = '/** @type {import("../nowhere").Nothing} */\n'


@pytest.fixture
def collected(settings: Any, tmp_path: Path) -> Path:
    """Our files, and a script of somebody else's."""
    theirs = tmp_path / "theirs"
    (theirs / "library").mkdir(parents=True)
    (theirs / "library" / "script.js").write_text(COMMENT)
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATICFILES_DIRS = [BASE_DIR / "static", theirs]
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "config.static.HashedFiles"}}
    call_command("collectstatic", verbosity=0, interactive=False)
    return tmp_path / "static"


def test_modules_import_each_other_by_the_names_with_hashes(collected: Path) -> None:
    hashed = [path for path in (collected / "js").glob("*.js") if re.search(r"\.[0-9a-f]{12}\.js$", path.name)]
    imported = {name for path in hashed for name in IMPORTED.findall(path.read_text())}
    assert imported
    assert imported <= {f"./{path.name}" for path in hashed}


def test_what_others_write_in_comments_is_not_taken_for_an_import(collected: Path) -> None:
    assert [path.read_text() for path in (collected / "library").glob("script.*.js")] == [COMMENT]


def test_django_keeps_how_it_finds_imports_where_we_take_it_from() -> None:
    patterns = getattr(HashedFilesMixin, "_js_module_import_aggregation_patterns", ("", ()))
    assert patterns[0] == "*.js", (
        "Django has changed something private to it. See how its HashedFilesMixin finds the imports of modules now, and"
        " have config/static.py do the same for js/*.js only; the other tests here say whether that works."
    )


def test_the_stylesheet_of_a_page_is_one_file_with_all_that_it_imports(collected: Path) -> None:
    css = BASE_DIR / "static" / "css"
    for page in (css / "pages").glob("*.css"):
        parts = re.findall(r'@import "\.\./([\w.-]+)";', page.read_text())
        expected = "".join((css / part).read_text() for part in parts)
        assert expected
        assert [path.read_text() for path in (collected / "css" / "pages").glob(f"{page.stem}.*.css")] == [expected]


def test_what_was_collected_before_is_made_anew(collected: Path) -> None:
    """A part that has changed since is in the page's stylesheet though the list of its parts is as it was."""
    reading = collected / "css" / "pages" / "reading.css"
    reading.write_text("/* of yesterday */")
    call_command("collectstatic", verbosity=0, interactive=False)
    assert "of yesterday" not in reading.read_text()


def test_what_is_only_tried_writes_nothing(collected: Path) -> None:
    reading = collected / "css" / "pages" / "reading.css"
    reading.write_text("/* of yesterday */")
    before = {path: path.stat().st_mtime_ns for path in collected.rglob("*")}
    call_command("collectstatic", verbosity=0, interactive=False, dry_run=True)
    assert {path: path.stat().st_mtime_ns for path in collected.rglob("*")} == before
    assert reading.read_text() == "/* of yesterday */"
