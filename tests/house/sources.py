"""The files of the project, as the house rules read them."""

import ast
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path

from config.settings import BASE_DIR

OURS = ("accounts", "config", "essays", "forum")


@cache
def files(pattern: str = "") -> list[Path]:
    """All files that git keeps or would keep, whose name ends like the pattern."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    paths = (BASE_DIR / name for name in sorted(set(listed.stdout.split("\0"))) if name.endswith(pattern))
    return [path for path in paths if path.is_file()]


def name_of(path: Path) -> str:
    return path.relative_to(BASE_DIR).as_posix()


def offenders(paths: list[Path], look: Callable[[Path], object]) -> dict[str, object]:
    """What is wrong in which file; a rule asserts that nothing is."""
    return {name_of(path): wrong for path in paths if (wrong := look(path))}


def python_files() -> list[Path]:
    """Ours, without what Django writes: migrations."""
    return [path for path in files(".py") if "migrations" not in path.parts]


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), str(path))


def module_of(path: Path) -> str:
    """`forum/views/__init__.py` is `forum.views`, `forum/tree.py` is `forum.tree`."""
    parts = path.relative_to(BASE_DIR).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
