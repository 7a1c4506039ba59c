"""What the documents tell people to type exists, and so do the pages that they link to."""

import re
from pathlib import Path

from django.core.management import get_commands

from config.settings import BASE_DIR
from tests.house.sources import files, offenders

DOCUMENTS = [path for path in files(".md") if path.parent in (BASE_DIR, BASE_DIR / "docs")]
CODE = re.compile(r"```[a-z]*\n(.*?)```|`([^`\n]+)`", re.DOTALL)
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")


def code(path: Path) -> str:
    """All that stands in code: what a person would type."""
    return "\n".join("".join(found) for found in CODE.findall(path.read_text()))


def targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):", (BASE_DIR / "Makefile").read_text(), re.MULTILINE))


def test_there_are_documents() -> None:
    assert BASE_DIR / "README.md" in DOCUMENTS


def test_every_make_command_exists() -> None:
    assert not offenders(DOCUMENTS, lambda path: set(re.findall(r"\bmake ([a-z]+)", code(path))) - targets())


def test_every_management_command_exists() -> None:
    known = set(get_commands())
    assert not offenders(DOCUMENTS, lambda path: set(re.findall(r"manage\.py ([a-z_]+)", code(path))) - known)


def test_every_link_to_a_file_leads_to_one() -> None:
    def broken(path: Path) -> list[str]:
        return [link for link in LINK.findall(path.read_text()) if not (path.parent / link).exists()]

    assert not offenders(DOCUMENTS, broken)


def test_the_operators_handbook_lists_every_variable_that_is_read() -> None:
    sources = [*(BASE_DIR / "config").glob("*.py")]
    read = {
        name
        for source in sources
        for name in re.findall(r'(?:text|flag|number|words|environ\.get)\("([A-Z_]+)"', source.read_text())
    }
    rows = re.findall(r"^\| (`[A-Z_`, ]+) \|", (BASE_DIR / "docs" / "operators.md").read_text(), re.MULTILINE)
    told = {name for row in rows for name in re.findall("[A-Z_]+", row)}
    assert read - {"BIND", "GREETING"} == told
