"""Pages that are the same for everybody, made small for the way."""

import gzip
import re
from collections.abc import Callable
from functools import lru_cache, partial

import brotli
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

WORTH_IT = 500  # bytes; below it the headers are most of what is sent
BROTLI_QUALITY = 5  # Of 11: from here on a page takes several times as long for a twentieth less.
GZIP_LEVEL = 6
REFUSED = re.compile(r";\s*q=0(\.0*)?\s*$")
# The best first.
WAYS: dict[str, Callable[[bytes], bytes]] = {
    "br": partial(brotli.compress, mode=brotli.MODE_TEXT, quality=BROTLI_QUALITY),
    "gzip": partial(gzip.compress, compresslevel=GZIP_LEVEL, mtime=0),
}


class Compression:
    """Compress a page that was asked for without a cookie and sets none.

    A page for somebody in particular is sent as it is: how small it gets would tell what secrets in it are like
    words that somebody else had put there (BREACH).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.streaming or len(response.content) < WORTH_IT or response.has_header("Content-Encoding"):
            return response
        patch_vary_headers(response, ["Accept-Encoding"])
        way = best(request.headers.get("Accept-Encoding", ""))
        if way and not request.COOKIES and not response.cookies:
            compress(response, way)
        return response


@lru_cache(maxsize=256)  # There are few, and strangers choose them.
def best(offers: str) -> str:
    """The best of our ways of compressing that an Accept-Encoding header takes, "" for none of them."""
    taken = {offer.partition(";")[0].strip() for offer in offers.lower().split(",") if not REFUSED.search(offer)}
    return next((way for way in WAYS if way in taken), "")


def compress(response: HttpResponse, way: str) -> None:
    response.content = WAYS[way](response.content)
    response["Content-Encoding"] = way
    if response.has_header("Content-Length"):
        response["Content-Length"] = str(len(response.content))
