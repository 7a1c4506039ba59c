"""The site answers to the hosts that are named, and to the one in its own address."""

import ast

import pytest

from tests.config.running import run

SHOW = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
from django.conf import settings
print(settings.ALLOWED_HOSTS)
"""
LOOPBACK = ["127.0.0.1", "localhost", "[::1]"]
KEY = {"PRODUCTION": "1", "SECRET_KEY": "any"}


@pytest.mark.parametrize(
    ("environment", "hosts"),
    [
        ({}, LOOPBACK),
        ({"SITE_URL": "http://localhost:8001"}, LOOPBACK),
        ({"SITE_URL": "http://forum.example.org:8001"}, [*LOOPBACK, "forum.example.org"]),
        ({"ALLOWED_HOSTS": "a.example, b.example"}, ["a.example", "b.example", "127.0.0.1"]),
        (
            {"ALLOWED_HOSTS": "www.example.org", "SITE_URL": "https://forum.example.org", **KEY},
            ["www.example.org", "forum.example.org"],
        ),
        ({"SITE_URL": "https://forum.example.org", **KEY}, ["forum.example.org"]),
    ],
)
def test_the_site_answers_to_named_hosts_and_its_own(environment: dict[str, str], hosts: list[str]) -> None:
    shown = run("-c", SHOW, **environment)
    assert ast.literal_eval(shown.stdout) == hosts, shown.stderr
