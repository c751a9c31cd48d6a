"""Pages that are the same for everybody: rendered once, compressed once."""

import gzip
from collections.abc import Callable
from typing import Final

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

SMALLEST: Final = 9
"""zlib's slowest level: it is paid once."""


HTML: Final = "text/html; charset=utf-8"


def kept_page(request: HttpRequest, *, key: str, draw: Callable[[], str], media_type: str = HTML) -> HttpResponse:
    """Return the page cached under `key`, rendering it if there is none; it must contain nobody's data."""
    both: tuple[bytes, bytes] | None = cache.get(key)
    if both is None:
        both = _both(draw())
        cache.set(key, both)
    plain, compressed = both
    if "gzip" not in request.headers.get("Accept-Encoding", ""):
        response = HttpResponse(plain, content_type=media_type)
    else:
        response = HttpResponse(compressed, content_type=media_type, headers={"Content-Encoding": "gzip"})
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def _both(page: str) -> tuple[bytes, bytes]:
    plain = page.encode()
    return plain, gzip.compress(plain, SMALLEST, mtime=0)
