"""Who imports whom, read from the source and not from what happens to be loaded."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.house.sources import OURS, module_of, python_files, tree_of


def is_for_types_only(node: ast.stmt) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")


def statements(body: list[ast.stmt]) -> Iterator[ast.Import | ast.ImportFrom]:
    """The imports that happen when a module is loaded."""
    for node in body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node
        elif not is_for_types_only(node):
            for block in ("body", "orelse", "finalbody"):
                yield from statements(getattr(node, block, []))


@cache
def our_modules() -> frozenset[str]:
    return frozenset(module_of(path) for path in python_files() if path.parent.name != "tests")


def named(node: ast.Import | ast.ImportFrom, importer: str) -> Iterator[str]:
    """The modules that a statement names; `from forum import tree` names forum.tree."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
        return
    origin = node.module or ""
    if node.level:
        package = importer.split(".")[: -node.level]
        origin = ".".join([*package, origin] if origin else package)
    for alias in node.names:
        inner = f"{origin}.{alias.name}"
        yield inner if inner in our_modules() else origin


def imports(path: Path) -> set[str]:
    """Our modules that a file imports when it is loaded."""
    importer = module_of(path)
    if path.name == "__init__.py":
        importer += ".__init__"
    everything = (name for node in statements(tree_of(path).body) for name in named(node, importer))
    return {name for name in everything if name.split(".")[0] in OURS}
