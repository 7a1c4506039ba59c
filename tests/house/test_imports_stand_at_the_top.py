"""No import inside a function: it would hide a circle. manage.py must set the environment first."""

import ast
from pathlib import Path

from tests.house.sources import offenders, python_files, tree_of


def inner_imports(path: Path) -> list[str]:
    functions = [node for node in ast.walk(tree_of(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return [
        f"line {node.lineno}: {ast.unparse(node)}"
        for function in functions
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]


def test_no_import_stands_inside_a_function() -> None:
    assert not offenders([path for path in python_files() if path.name != "manage.py"], inner_imports)
