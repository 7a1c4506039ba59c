"""`make run`: bring the database, the first text and the static files up to date, then serve. One process, so that a
second start is quick: `python -m config.serve`."""

import signal

# Ctrl+C ends it at once and without a traceback, from here on until gunicorn takes over. Whatever it was
# doing is whole or will be done again by the next start.
if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_DFL)

import os
import socket
import sys
from hashlib import sha256
from pathlib import Path
from typing import NoReturn

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command

FIRST_ESSAY = Path("essays") / "library" / "victor-serge"
EVERY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104 - asked for by whoever sets HOST


def main() -> NoReturn:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    host, port = os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "8000"
    try:
        here = f"http://{bracketed(EVERY_ADDRESS.get(host, host))}:{port}"
        os.environ["SITE_URL"] = os.environ.get("SITE_URL") or here
        refuse_taken_port(host, port)
        prepare()
    except (ImproperlyConfigured, CommandError) as refusal:
        sys.exit(str(refusal))
    os.environ["BIND"] = f"{bracketed(host)}:{port}"
    os.environ["GREETING"] = greeting()
    # One heap for all threads, of which one runs at a time: a process holds a fifth less.
    os.environ.setdefault("MALLOC_ARENA_MAX", "1")
    arguments = [sys.executable, "-m", "gunicorn", "-c", "python:config.gunicorn", "config.wsgi"]
    os.execv(sys.executable, arguments)  # noqa: S606 - no shell is wanted


def bracketed(host: str) -> str:
    """The host as an address writes it: IPv6 stands in brackets."""
    return f"[{host}]" if ":" in host else host


def refuse_taken_port(host: str, port: str) -> None:
    """Say at once what gunicorn would say after five tries."""
    if not (port.isascii() and port.isdigit() and 0 < int(port) < 2**16):
        raise CommandError("PORT is not a number from 1 to 65535: choose one, as in  make run PORT=8001")
    try:
        family, kind, *_, address = socket.getaddrinfo(host, int(port), type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise CommandError(
            f"Cannot listen on {host}, port {port} ({error.strerror}): choose another, as in  make run PORT=8001"
        ) from None


def prepare() -> None:
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("import_essay", str(settings.BASE_DIR / FIRST_ESSAY), verbosity=0)
    collect_static(Path(settings.STATIC_ROOT).with_suffix(".sha256"))


def collect_static(stamp: Path) -> None:
    """Collect and compress the static files when they are others than last time: it takes seconds."""
    found = digest_of_static_files()
    if not stamp.exists() or stamp.read_text() != found:
        call_command("collectstatic", clear=True, verbosity=0, interactive=False)
        stamp.write_text(found)


def digest_of_static_files() -> str:
    digest = sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            with storage.open(name) as file:
                digest.update(f"{name}\0{sha256(file.read()).hexdigest()}\n".encode())
    return digest.hexdigest()


def greeting() -> str:
    """What the console says once the site answers."""
    lines = [f"Colloquy is at {settings.SITE_URL}"]
    if folder := getattr(settings, "EMAIL_FILE_PATH", ""):
        lines.append(f"Mail, with the codes for signing up, is written to {os.path.relpath(folder)}/")
    lines += [
        "The first moderator: join in the browser, then  make moderator NAME=<username>",
        "Ctrl+C stops it.",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
