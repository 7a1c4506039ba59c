"""Only `essays.markup` makes text safe; a template trusts only what was stored by it."""

import ast
import re
from pathlib import Path

from tests.house.sources import OURS, files, name_of, offenders, python_files, tree_of

TRUST = {"mark_safe", "SafeString", "SafeText", "SafeData"}
PRODUCT = [path for path in python_files() if name_of(path).split("/")[0] in OURS]
TRUSTED = re.compile(r"\{\{[-\s]*([^{}|\s]+)\s*\|\s*safe\b[^{}]*\}\}")
ANY_TRUST = re.compile(r"\|\s*safe|autoescape\s+off")
# The stored columns (block.html, post.html), and the preview, which comes from the same function.
STORED = re.compile(r"[a-z_.]+\.html|preview")


def is_the_door(path: Path) -> bool:
    return name_of(path).startswith(("essays/markup.py", "essays/markup/"))


def names_of_trust(path: Path) -> set[str]:
    nodes = list(ast.walk(tree_of(path)))
    return {str(getattr(node, kind, "")) for node in nodes for kind in ("id", "attr", "name")} & TRUST


def misplaced_trust(path: Path) -> list[str]:
    """Everything that is not plainly {{ post.html|safe }}, or not a stored column."""
    source = path.read_text()
    trusted = TRUSTED.findall(source)
    others = ["|safe, not plainly written"] * (len(ANY_TRUST.findall(source)) - len(trusted))
    return others + [name for name in trusted if not STORED.fullmatch(name)]


def test_only_the_door_makes_text_safe() -> None:
    assert not offenders([path for path in PRODUCT if not is_the_door(path)], names_of_trust)


def test_a_template_trusts_only_stored_html() -> None:
    assert not offenders(files(".html"), misplaced_trust)
