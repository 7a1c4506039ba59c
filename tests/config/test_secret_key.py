"""A machine that was given no secret key makes one, once, and keeps it where only its owner reads."""

import os
import subprocess
import sys
from pathlib import Path

from config.secret import kept_secret_key
from config.settings import BASE_DIR

# Two processes are seldom in the same line of code at once; in a few of these keys they are.
KEYS = 200
MAKE = f"""
import sys
from pathlib import Path
from config.secret import kept_secret_key
print("ready", flush=True)
sys.stdin.read()
print([kept_secret_key(Path(sys.argv[1]) / str(number)) for number in range({KEYS})])
"""


def test_the_key_is_made_once_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "var" / "secret_key"
    key = kept_secret_key(path)
    assert len(key) >= 50
    assert kept_secret_key(path) == key


def test_two_machines_do_not_share_a_key(tmp_path: Path) -> None:
    assert kept_secret_key(tmp_path / "one") != kept_secret_key(tmp_path / "two")


def test_only_the_owner_reads_the_key(tmp_path: Path) -> None:
    path = tmp_path / "secret_key"
    kept_secret_key(path)
    assert path.stat().st_mode & 0o777 == 0o600


def test_nothing_else_is_left_beside_the_key(tmp_path: Path) -> None:
    kept_secret_key(tmp_path / "secret_key")
    assert [file.name for file in tmp_path.iterdir()] == ["secret_key"]


def test_processes_that_start_at_once_get_the_same_key(tmp_path: Path) -> None:
    starter, go = os.pipe()
    makers = [
        subprocess.Popen(
            [sys.executable, "-c", MAKE, str(tmp_path)], cwd=BASE_DIR, stdin=starter, stdout=subprocess.PIPE, text=True
        )
        for _ in range(4)
    ]
    os.close(starter)
    for maker in makers:
        assert maker.stdout
        assert maker.stdout.readline() == "ready\n"
    os.close(go)  # All of them wait for this end of the one pipe.
    assert len({maker.communicate(timeout=30)[0] for maker in makers}) == 1
    assert len(list(tmp_path.iterdir())) == KEYS
