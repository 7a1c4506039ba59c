"""The content security policy is on every answer, also on those that no view gives."""

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
