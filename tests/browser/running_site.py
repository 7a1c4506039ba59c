"""A copy of the project's files, started as an operator starts it: `make run`, Ctrl+C."""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path
from shutil import copy2
from typing import IO, Self

from tests.config.running import OURS
from tests.house.sources import files, name_of

READY_WITHIN = 300  # seconds; with FRESH_VENV=1 everything is installed first
STOPS_WITHIN = 30  # seconds
CODE = re.compile(r"^ {4}([A-Z]{4}-[A-Z]{4})$", re.MULTILINE)


class Copy:
    """The files that git keeps or would keep, in a folder of their own, with no var/ yet."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        for path in files():
            target = folder / name_of(path)
            target.parent.mkdir(parents=True, exist_ok=True)
            copy2(path, target)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def make(self, *arguments: str) -> subprocess.Popen[str]:
        """Begin `make …` in a group of processes of its own, as a terminal does."""
        venv = [] if os.environ.get("FRESH_VENV", "0") not in {"", "0"} else [f"VENV={sys.prefix}"]
        return subprocess.Popen(
            ["make", *arguments, f"PORT={self.port}", *venv],
            cwd=self.folder,
            env={name: value for name, value in os.environ.items() if name not in {*OURS, "MAKEFLAGS", "MAKELEVEL"}},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def make_moderator(self, username: str) -> str:
        made = self.make("moderator", f"NAME={username}")
        said, _ = made.communicate(timeout=60)
        assert made.returncode == 0, said
        return said

    def code_for(self, email: str) -> str:
        """The code in the mail to this address."""
        mails = [path.read_text() for path in (self.folder / "var" / "mail").iterdir()]
        (mail,) = (mail for mail in mails if f"To: {email}\n" in mail)
        found = CODE.search(mail)
        assert found, mail
        return found[1]

    def rows(self) -> dict[str, int]:
        """How many rows each table of ours has. How the index is kept of what can be found, is not ours."""
        database = sqlite3.connect(self.folder / "var" / "colloquy.sqlite3")
        try:
            ours = "name GLOB '[ef]*_*' AND name NOT GLOB '*index*_*'"
            named = f"SELECT name FROM sqlite_master WHERE type = 'table' AND {ours}"  # noqa: S608  # A constant of ours.
            tables = [name for (name,) in database.execute(named)]
            return {table: database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables}  # noqa: S608
        finally:
            database.close()


class Running:
    """The copy while it serves: `with Running(copy): …` ends with Ctrl+C."""

    def __init__(self, copy: Copy) -> None:
        self.copy, self.output = copy, ""

    def __enter__(self) -> Self:
        self.process = self.copy.make("run")
        too_long = threading.Timer(READY_WITHIN, self.kill)
        too_long.start()
        try:
            self.read_until_ready(self.process.stdout)
        finally:
            too_long.cancel()
        return self

    def read_until_ready(self, stream: IO[str] | None) -> None:
        assert stream
        for line in stream:
            self.output += line
            if line.startswith("Ctrl+C"):  # The last line of the greeting.
                return
        self.kill()
        raise AssertionError(f"make run ended before it served:\n{self.output}")

    def __exit__(self, *exception: object) -> None:
        try:
            self.signal(signal.SIGINT)
            self.output += self.process.communicate(timeout=STOPS_WITHIN)[0]
        finally:
            self.kill()

    @property
    def left_over(self) -> bool:
        """Whether a process of it is still there."""
        try:
            self.signal(0)
        except ProcessLookupError:
            return False
        return True

    def kill(self) -> None:
        if self.left_over:
            self.signal(signal.SIGKILL)
            self.process.wait()

    def signal(self, number: int) -> None:
        os.killpg(self.process.pid, number)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port
