"""The secret key of a machine that was given none: made once, kept in a file only its owner reads."""

import os
from pathlib import Path

from django.core.management.utils import get_random_secret_key


def kept_secret_key(path: Path) -> str:
    """Return the key in `path`, made on the first call; two processes that start at once get the same one."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(f".{os.getpid()}")
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(get_random_secret_key() + "\n")
        try:
            os.link(fresh, path)  # Fails where another process was first; then its key counts.
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text().strip()
