"""Switches, numbers and lists from the environment mean what was meant, or are refused."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import addresses


@pytest.mark.parametrize(
    ("value", "on"),
    [
        ("1", True),
        ("true", True),
        ("Yes", True),
        (" on ", True),
        ("0", False),
        ("false", False),
        ("OFF", False),
        ("", False),
    ],
)
def test_a_switch_is_on_or_off(monkeypatch: pytest.MonkeyPatch, value: str, on: bool) -> None:
    monkeypatch.setenv("PRODUCTION", value)
    assert addresses.flag("PRODUCTION") is on


@pytest.mark.parametrize(("value", "expected"), [("0", 0), ("12", 12), ("", 7)])
def test_a_number_is_read_or_stays_as_it_was(monkeypatch: pytest.MonkeyPatch, value: str, expected: int) -> None:
    monkeypatch.setenv("TRUSTED_PROXY_COUNT", value)
    assert addresses.number("TRUSTED_PROXY_COUNT", default=7) == expected


@pytest.mark.parametrize("value", ["one", "-1", "1.5", "²"])
def test_what_is_no_whole_number_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("TRUSTED_PROXY_COUNT", value)
    with pytest.raises(ImproperlyConfigured, match=r"^TRUSTED_PROXY_COUNT is not a whole number: set it to one"):
        addresses.number("TRUSTED_PROXY_COUNT", default=1)


@pytest.mark.parametrize(
    ("value", "expected"),
    [("", []), ("a.example", ["a.example"]), ("a.example, b.example,", ["a.example", "b.example"])],
)
def test_a_list_has_commas_with_or_without_spaces(
    monkeypatch: pytest.MonkeyPatch, value: str, expected: list[str]
) -> None:
    monkeypatch.setenv("ALLOWED_HOSTS", value)
    assert addresses.words("ALLOWED_HOSTS") == expected
