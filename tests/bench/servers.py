"""Sites that run while they are measured, and what is asked of them."""

import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from statistics import mean
from typing import Self

from config.settings import BASE_DIR
from tests.browser.running_site import free_port

WORKERS = 2
READY_WITHIN = 60  # seconds
STOPS_WITHIN = 30  # seconds
CONNECTIONS = 8
RUNS, SECONDS = 4, 1  # of each measurement
RATE = re.compile(r"Requests/sec:\s+([\d.]+)")
P99 = re.compile(r"99%\s+([\d.]+)(us|ms|s)\b")
FAILED = re.compile(r"Non-2xx or 3xx responses: \d+|Socket errors: .*")
IN_MS = {"us": 0.001, "ms": 1.0, "s": 1000.0}


@dataclass(frozen=True, slots=True)
class Speed:
    rate: float  # requests per second
    p99: float  # milliseconds


class Server:
    """gunicorn with two processes, on a free port of this machine, until it is left."""

    def __init__(self, command: list[str], **env: str) -> None:
        self.port = free_port()
        own = {"PORT": str(self.port), "BIND": f"127.0.0.1:{self.port}", "WEB_CONCURRENCY": str(WORKERS)}
        own["MALLOC_ARENA_MAX"] = "1"  # As the site is started.
        self.command, self.env = [sys.executable, *command], {**os.environ, **env, **own}

    def __enter__(self) -> Self:
        self.process = subprocess.Popen(self.command, cwd=BASE_DIR, env=self.env, stdout=subprocess.DEVNULL)
        end = time.monotonic() + READY_WITHIN
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > end:
                self.__exit__()
                sys.exit(f"This did not start: {' '.join(self.command)}")
            time.sleep(0.1)
        return self

    def __exit__(self, *exception: object) -> None:
        self.process.terminate()
        try:
            self.process.wait(STOPS_WITHIN)
        except subprocess.TimeoutExpired:
            self.process.kill()

    def answers(self) -> bool:
        try:
            self.ask("GET", "/robots.txt")
        except OSError:
            return False
        return True

    def ask(self, method: str, path: str, body: str = "", **headers: str) -> tuple[int, dict[str, str], bytes]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body or None, headers)
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()
        finally:
            connection.close()

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    @property
    def memory(self) -> list[float]:
        """What each of its processes holds, in MB, those pages shared that the first one had loaded."""
        workers = [path.parent for path in Path("/proc").glob("[0-9]*/stat") if parent_of(path) == self.process.pid]
        return [rss(worker / "status") for worker in workers]


def parent_of(stat: Path) -> int:
    try:
        return int(stat.read_text().rpartition(")")[2].split()[1])
    except OSError:  # It has ended.
        return 0


def rss(status: Path) -> float:
    found = re.search(r"VmRSS:\s+(\d+) kB", status.read_text())
    assert found
    return int(found[1]) / 1024


def measure(url: str, **headers: str) -> Speed:
    """The mean of some runs, since one process or the other takes more of the connections of each.

    Whatever is not answered well ends all of it.
    """
    runs = [run(url, **headers) for _ in range(RUNS)]
    return Speed(mean(each.rate for each in runs), mean(each.p99 for each in runs))


def run(url: str, **headers: str) -> Speed:
    """What wrk says of a page that many ask for at once."""
    said = [part for name, value in headers.items() for part in ("-H", f"{name.replace('_', '-')}: {value}")]
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--latency", "--timeout", "30s", *said, url]
    output = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout
    rate, p99 = RATE.search(output), P99.search(output)
    if FAILED.search(output) or not (rate and p99):
        sys.exit(f"{url} was not answered:\n{output}")
    return Speed(float(rate[1]), float(p99[1]) * IN_MS[p99[2]])
