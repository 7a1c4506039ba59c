"""What the environment says, read strictly: a typing error stops the start with a sentence that says what to do."""

import os
from collections.abc import Collection
from typing import Any, NoReturn
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

YES = frozenset({"1", "true", "yes", "on"})
NO = frozenset({"0", "false", "no", "off"})

SQLITE_OPTIONS: dict[str, Any] = {
    # A transaction takes the write lock when it begins: one that reads first and writes later can
    # not be told "database is locked" half-way.
    "transaction_mode": "IMMEDIATE",
    "timeout": 10,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
}
POSTGRESQL_OPTIONS: dict[str, Any] = {
    "pool": {"min_size": 1, "max_size": 8, "timeout": 10},
    "prepare_threshold": 5,  # Times that a question of `forum.prepared` is asked before its plan is kept.
}
DATABASE_OPTIONS = {
    "sqlite": SQLITE_OPTIONS,
    "postgres": POSTGRESQL_OPTIONS,
    "postgresql": POSTGRESQL_OPTIONS,
}
POSTGRESQL = ("postgres", "postgresql")
DATABASE_EXAMPLE = "postgres://user:password@host:5432/name"
# Valkey speaks the protocol of Redis, and Django knows it by that name only.
CACHE_SCHEMES = {"redis": "redis", "rediss": "rediss", "valkey": "redis", "valkeys": "rediss"}
CACHE_TIMEOUT = 2  # seconds; a page is made sooner than a cache that hangs answers
MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtp+ssl": 465}


def text(name: str, default: str) -> str:
    """What a variable says. One that is set to nothing counts as not set, as in NAME= in a unit file."""
    return os.environ.get(name, "").strip() or default


def words(name: str) -> list[str]:
    """A list with commas between its words, with or without spaces after them."""
    return [word for part in text(name, "").split(",") if (word := part.strip())]


def flag(name: str) -> bool:
    """Whether a switch is on. What is neither yes nor no is refused: PRODUCTION=ture must not mean "no"."""
    value = text(name, "0").lower()
    if value in YES | NO:
        return value in YES
    raise ImproperlyConfigured(f"{name} is neither on nor off: set it to 1 or to 0.")


def number(name: str, default: int) -> int:
    """A whole number of 0 or more."""
    value = text(name, str(default))
    if value.isascii() and value.isdigit():
        return int(value)
    raise ImproperlyConfigured(f"{name} is not a whole number: set it to one, such as {default}.")


def site_url(url: str) -> str:
    """The address that readers use, without the slash at its end."""
    scheme, host, path = _parts("SITE_URL", url, example="https://forum.example.org")
    if scheme not in {"http", "https"} or not host or path.strip("/"):
        _refuse("SITE_URL", example="https://forum.example.org")
    return url.rstrip("/")


def databases(url: str, replica_url: str = "", *, pgbouncer: bool = False) -> dict[str, dict[str, Any]]:
    """The Django settings of the database, and of its replica where there is one."""
    found = {"default": database(url)}
    if replica_url:
        found["replica"] = database(replica_url, "REPLICA_URL", POSTGRESQL)
    for asked, name in ((replica_url, "REPLICA_URL"), (pgbouncer, "PGBOUNCER=1")):
        if asked and urlsplit(url).scheme not in POSTGRESQL:
            raise ImproperlyConfigured(f"{name} needs a DATABASE_URL of PostgreSQL, such as {DATABASE_EXAMPLE}.")
    if pgbouncer:
        return {alias: through_pgbouncer(config) for alias, config in found.items()}
    return found


def database(url: str, name: str = "DATABASE_URL", kinds: Collection[str] = DATABASE_OPTIONS) -> dict[str, Any]:
    """The Django settings of a database address, with the options that each kind needs."""
    scheme, _, path = _parts(name, url, DATABASE_EXAMPLE)
    if scheme not in kinds or (scheme != "sqlite" and len(path) < 2):
        _refuse(name, DATABASE_EXAMPLE)
    config: dict[str, Any] = environ.Env.db_url_config(url)
    config["OPTIONS"] = {**DATABASE_OPTIONS[scheme], **config.get("OPTIONS", {})}
    if scheme == "sqlite":
        config.setdefault("CONN_MAX_AGE", None)  # Opening the file takes longer than most questions to it.
    return config


def through_pgbouncer(config: dict[str, Any]) -> dict[str, Any]:
    """The same where PgBouncer in transaction mode pools: each transaction may get another session of the server."""
    options = {name: value for name, value in config["OPTIONS"].items() if name != "pool"}
    # A thread keeps its connection to PgBouncer: that takes no session of the server.
    kept = {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}  # seconds
    return {**config, **kept, "DISABLE_SERVER_SIDE_CURSORS": True, "OPTIONS": {**options, "prepare_threshold": None}}


def cache(url: str, kept: int = 300) -> dict[str, Any]:
    """The Django settings of a cache address: Redis, Valkey, or the memory of the one process.

    `kept` is how many things that memory holds; a server has limits of its own.
    """
    example = "redis://host:6379/0"
    scheme, host, _ = _parts("CACHE_URL", url, example)
    if scheme == "locmemcache":
        limit = {"MAX_ENTRIES": kept}
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": host or "", "OPTIONS": limit}
    if scheme not in CACHE_SCHEMES or not host:
        _refuse("CACHE_URL", example)
    location = CACHE_SCHEMES[scheme] + url[len(scheme) :]
    waits = {"socket_connect_timeout": CACHE_TIMEOUT, "socket_timeout": CACHE_TIMEOUT}
    return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": location, "OPTIONS": waits}


def mail(url: str) -> dict[str, Any]:
    """The EMAIL_… settings of a mail address: a server, a folder of files, or the console."""
    example = "smtp+tls://user:password@host:587"
    scheme, host, _ = _parts("EMAIL_URL", url, example)
    if scheme not in {*MAIL_PORTS, "filemail", "consolemail"} or (scheme in MAIL_PORTS and not host):
        _refuse("EMAIL_URL", example)
    config: dict[str, Any] = environ.Env.email_url_config(url)
    config["EMAIL_PORT"] = config["EMAIL_PORT"] or MAIL_PORTS.get(scheme, 0)
    return config


def _parts(name: str, url: str, example: str) -> tuple[str, str | None, str]:
    """Return scheme, host and path; a port that is no number is found here, too."""
    try:
        split = urlsplit(url)
        _ = split.port
    except ValueError:
        _refuse(name, example)
    return split.scheme, split.hostname, split.path


def _refuse(name: str, example: str) -> NoReturn:
    # The value is not shown: it may hold a password.
    raise ImproperlyConfigured(f"{name} cannot be read: write it like {example}.")
