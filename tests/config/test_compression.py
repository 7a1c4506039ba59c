"""What is the same for everybody is sent small; what is for one reader is sent as it is."""

import gzip
from collections.abc import Callable

import brotli
import pytest
from django.test import Client

from accounts.models import User
from config.settings import BASE_DIR
from forum.importer import import_path

ESSAY = "/essays/victor-serge/"
UNPACK: dict[str, Callable[[bytes], bytes]] = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}


@pytest.fixture(autouse=True)
def _seed(db: None) -> None:
    import_path(BASE_DIR / "essays" / "library" / "victor-serge")


@pytest.mark.parametrize(
    ("accepts", "way"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("BR", "br"),
        ("gzip", "gzip"),
        ("gzip;q=0.5, br;q=0.000", "gzip"),
        ("gzip;q=0, br;q=0", ""),
        ("identity", ""),
        ("", ""),
    ],
)
def test_a_public_page_is_packed_the_way_that_the_browser_takes(accepts: str, way: str) -> None:
    plain = Client().get(ESSAY)
    packed = Client().get(ESSAY, headers={"Accept-Encoding": accepts})
    assert packed.get("Content-Encoding", "") == way
    assert b"</html>" in UNPACK[way](packed.content)
    assert "Accept-Encoding" in packed["Vary"]
    assert "Accept-Encoding" in plain["Vary"]
    if way:
        assert len(packed.content) * 2 < len(plain.content)


def test_a_page_for_one_reader_is_not_packed(reader: User) -> None:
    client = Client(headers={"Accept-Encoding": "br"})
    client.force_login(reader)
    assert not client.get(ESSAY).has_header("Content-Encoding")


def test_a_page_with_a_token_is_not_packed() -> None:
    first = Client(headers={"Accept-Encoding": "br"}).get("/accounts/login/")
    assert first.cookies
    assert not first.has_header("Content-Encoding")


def test_what_is_small_stays_as_it_is() -> None:
    answer = Client(headers={"Accept-Encoding": "br"}).get(f"{ESSAY}news/?since=2030-01-01T00:00:00Z")
    assert not answer.has_header("Content-Encoding")
