"""Pages that are the same for everybody, made small for the way."""

import gzip
import re
from collections.abc import Callable

import brotli
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

WORTH_IT = 500  # bytes; below it the headers are most of what is sent
BROTLI_QUALITY = 5  # Of 11: from here on a page takes several times as long for a twentieth less.
GZIP_LEVEL = 6
REFUSED = re.compile(r";\s*q=0(\.0*)?\s*$")


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
        if not request.COOKIES and not response.cookies:
            compress(response, accepted(request))
        return response


def accepted(request: HttpRequest) -> set[str]:
    """The ways of compressing that the browser takes."""
    offers = request.headers.get("Accept-Encoding", "").lower().split(",")
    return {offer.partition(";")[0].strip() for offer in offers if not REFUSED.search(offer)}


def compress(response: HttpResponse, ways: set[str]) -> None:
    if "br" in ways:
        response.content = brotli.compress(response.content, mode=brotli.MODE_TEXT, quality=BROTLI_QUALITY)
        response["Content-Encoding"] = "br"
    elif "gzip" in ways:
        response.content = gzip.compress(response.content, GZIP_LEVEL, mtime=0)
        response["Content-Encoding"] = "gzip"
    if response.has_header("Content-Length"):
        response["Content-Length"] = str(len(response.content))
