"""Services are named by address; one that cannot be read is refused in a sentence that says what to write."""

from collections.abc import Callable
from functools import partial

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import addresses
from tests.config.running import manage

TALK = "postgres://colloquy:secret@db.example.org/talk"
COPY = "postgres://colloquy:secret@copy.example.org/talk?sslmode=require"
TEXT = "sqlite:////srv/forum/talk.sqlite3"


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_a_postgresql_address_gives_a_pooled_connection(scheme: str) -> None:
    config = addresses.database(f"{scheme}://colloquy:p%40ss@db.example.org:5433/talk")
    assert config["ENGINE"] == "django.db.backends.postgresql"
    assert (config["HOST"], config["PORT"], config["NAME"]) == ("db.example.org", 5433, "talk")
    assert (config["USER"], config["PASSWORD"]) == ("colloquy", "p@ss")
    assert config["OPTIONS"]["pool"]["max_size"] == 8
    assert not config.get("CONN_MAX_AGE")


def test_options_in_an_address_are_kept_beside_ours() -> None:
    options = addresses.database("postgres://db.example.org/talk?sslmode=require")["OPTIONS"]
    assert options["sslmode"] == "require"
    assert "pool" in options


def test_sqlite_takes_the_write_lock_at_once_and_waits_for_it() -> None:
    config = addresses.database("sqlite:////srv/forum/talk.sqlite3")
    assert config["ENGINE"] == "django.db.backends.sqlite3"
    assert config["NAME"] == "/srv/forum/talk.sqlite3"
    assert config["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert config["OPTIONS"]["timeout"] == 10
    assert "journal_mode=WAL" in config["OPTIONS"]["init_command"]


def test_without_a_replica_there_is_one_database() -> None:
    assert addresses.databases(TEXT) == {"default": addresses.database(TEXT)}


def test_a_replica_is_a_database_like_the_other() -> None:
    found = addresses.databases(TALK, COPY)
    assert found == {"default": addresses.database(TALK), "replica": addresses.database(COPY)}


def test_where_pgbouncer_pools_nothing_is_left_in_a_session() -> None:
    for config in addresses.databases(TALK, COPY, pgbouncer=True).values():
        assert config["DISABLE_SERVER_SIDE_CURSORS"] is True
        assert config["OPTIONS"]["prepare_threshold"] is None
        assert "pool" not in config["OPTIONS"]
        assert (config["CONN_MAX_AGE"], config["CONN_HEALTH_CHECKS"]) == (60, True)


def test_options_in_an_address_are_kept_with_pgbouncer_as_well() -> None:
    assert addresses.databases(TALK, COPY, pgbouncer=True)["replica"]["OPTIONS"]["sslmode"] == "require"


@pytest.mark.parametrize(
    ("environment", "name"),
    [({"REPLICA_URL": COPY}, "REPLICA_URL"), ({"PGBOUNCER": "1"}, "PGBOUNCER=1")],
)
def test_what_only_postgresql_has_is_refused_on_sqlite(environment: dict[str, str], name: str) -> None:
    refused = manage("check", **environment)
    example = "postgres://user:password@host:5432/name"
    assert refused.stderr == f"{name} needs a DATABASE_URL of PostgreSQL, such as {example}.\n"


@pytest.mark.parametrize(
    ("given", "location"),
    [
        ("redis://:secret@cache.example.org:6379/0", "redis://:secret@cache.example.org:6379/0"),
        ("rediss://cache.example.org/1", "rediss://cache.example.org/1"),
        ("valkey://cache.example.org:6379/0", "redis://cache.example.org:6379/0"),
        ("valkeys://cache.example.org/1", "rediss://cache.example.org/1"),
    ],
)
def test_redis_and_valkey_are_one_kind_of_cache(given: str, location: str) -> None:
    assert addresses.cache(given) == {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": location,
        "OPTIONS": {"socket_connect_timeout": 2, "socket_timeout": 2},  # seconds
    }


def test_the_memory_of_the_process_is_a_cache() -> None:
    config = addresses.cache("locmemcache://colloquy", kept=7)
    backend = "django.core.cache.backends.locmem.LocMemCache"
    assert config == {"BACKEND": backend, "LOCATION": "colloquy", "OPTIONS": {"MAX_ENTRIES": 7}}


@pytest.mark.parametrize(
    ("scheme", "port", "tls", "ssl"),
    [("smtp", 25, False, False), ("smtp+tls", 587, True, False), ("smtp+ssl", 465, False, True)],
)
def test_a_mail_server_has_its_usual_port_unless_one_is_given(scheme: str, port: int, tls: bool, ssl: bool) -> None:
    config = addresses.mail(f"{scheme}://forum:secret@mail.example.org")
    assert config["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend"
    assert (config["EMAIL_HOST"], config["EMAIL_PORT"]) == ("mail.example.org", port)
    assert (config["EMAIL_HOST_USER"], config["EMAIL_HOST_PASSWORD"]) == ("forum", "secret")
    assert (config.get("EMAIL_USE_TLS", False), config.get("EMAIL_USE_SSL", False)) == (tls, ssl)
    assert addresses.mail(f"{scheme}://mail.example.org:2525")["EMAIL_PORT"] == 2525


def test_mail_can_be_written_to_files() -> None:
    config = addresses.mail("filemail:////srv/forum/mail")
    assert config["EMAIL_BACKEND"] == "django.core.mail.backends.filebased.EmailBackend"
    assert config["EMAIL_FILE_PATH"] == "/srv/forum/mail"


UNREADABLE = {
    "DATABASE_URL": [
        "rubbish",
        "http://db.example.org/talk",
        "mysql://db.example.org/talk",
        "postgres://db.example.org",
        "postgres://db.example.org/",
        "postgres://forum:secret@db.example.org:port/talk",
        "postgres://forum:secret@[db.example.org/talk",
    ],
    "REPLICA_URL": [
        "rubbish",
        "sqlite:////srv/forum/talk.sqlite3",
        "postgres://db.example.org/",
        "postgres://forum:secret@db.example.org:port/talk",
    ],
    "CACHE_URL": ["rubbish", "redis://", "redis://cache.example.org:port/0", "memcache://cache.example.org"],
    "EMAIL_URL": [
        "rubbish",
        "smtp://",
        # Which of the two ways of encrypting this means depends on whom one asks.
        "smtps://mail.example.org",
        "smtp://mail.example.org:port",
    ],
    "SITE_URL": ["rubbish", "forum.example.org", "ftp://forum.example.org", "https://", "https://example.org/forum"],
}
READERS: dict[str, Callable[[str], object]] = {
    "DATABASE_URL": addresses.database,
    "REPLICA_URL": partial(addresses.databases, TALK),
    "CACHE_URL": addresses.cache,
    "EMAIL_URL": addresses.mail,
    "SITE_URL": addresses.site_url,
}


@pytest.mark.parametrize(("name", "url"), [(name, url) for name, urls in UNREADABLE.items() for url in urls])
def test_an_unreadable_address_is_refused_with_an_example_and_without_its_password(name: str, url: str) -> None:
    with pytest.raises(ImproperlyConfigured) as refusal:
        READERS[name](url)
    assert str(refusal.value).startswith(f"{name} cannot be read: write it like ")
    assert "secret" not in str(refusal.value)


@pytest.mark.parametrize("name", UNREADABLE)
def test_the_console_shows_that_sentence_and_nothing_else(name: str) -> None:
    refused = manage("check", **{name: "rubbish"})
    assert refused.returncode == 1
    assert refused.stdout == ""
    assert refused.stderr.startswith(f"{name} cannot be read: write it like ")
    assert refused.stderr.count("\n") == 1


def test_a_slash_at_the_end_of_the_site_is_dropped() -> None:
    assert addresses.site_url("https://forum.example.org/") == "https://forum.example.org"


def test_a_variable_that_is_set_to_nothing_counts_as_not_set() -> None:
    names = [*UNREADABLE, "ALLOWED_HOSTS", "PGBOUNCER", "SECRET_KEY", "PRODUCTION", "TRUSTED_PROXY_COUNT"]
    read = manage("diffsettings", **dict.fromkeys(names, ""))
    assert read.returncode == 0, read.stderr
    assert "SITE_URL = 'http://127.0.0.1:8000'" in read.stdout
