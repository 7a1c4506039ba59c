"""The content security policy is on every answer, also on those that no view gives."""

import hashlib
import re
from base64 import b64encode

import pytest
from django.test import Client
from pytest_django.fixtures import Settings


@pytest.mark.parametrize("address", ["/static/icon.svg", "/static/css/base.css", "/nothing", "/essays"])
@pytest.mark.django_db
def test_files_and_redirects_carry_the_policy(address: str) -> None:
    assert "default-src 'none'" in Client().get(address).headers["Content-Security-Policy"]


def test_the_way_to_https_carries_the_policy(settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    answer = Client().get("/")
    assert answer.status_code == 301
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.django_db
def test_the_one_script_that_a_page_has_in_itself_is_named_in_the_policy() -> None:
    page = Client().get("/")
    scripts = re.findall(r"<script>(.*?)</script>", page.content.decode(), re.DOTALL)
    hashes = [b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts]
    policy = page.headers["Content-Security-Policy"]
    assert [f"'sha256-{one}'" in policy for one in hashes] == [True]
    assert "unsafe" not in policy
