"""What is short is read. A file has at most 300 lines, a view 25, a usual function fewer than 10."""

import ast
from pathlib import Path
from statistics import median

from tests.house.sources import OURS, name_of, offenders, python_files, tree_of

FILE_LINES = 300
VIEW_LINES = 25
USUAL_FUNCTION_LINES = 10


def functions(path: Path) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(tree_of(path)) if isinstance(node, ast.FunctionDef)]


def lines(node: ast.FunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def is_view(path: Path) -> bool:
    return path.name == "views.py" or path.parent.name == "views"


def test_a_file_is_short() -> None:
    def too_long(path: Path) -> int:
        count = len(path.read_text().splitlines())
        return count if count > FILE_LINES else 0

    assert not offenders(python_files(), too_long)


def test_a_view_is_short() -> None:
    views = [path for path in python_files() if is_view(path)]
    assert views
    assert not offenders(views, lambda path: [node.name for node in functions(path) if lines(node) > VIEW_LINES])


def test_the_usual_function_is_short() -> None:
    product = [path for path in python_files() if name_of(path).split("/")[0] in OURS]
    assert median(lines(node) for path in product for node in functions(path)) < USUAL_FUNCTION_LINES
