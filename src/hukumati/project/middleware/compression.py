"""Pages travel compressed: a third of the bytes, where many have a slow connection."""

from typing import Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

COMPRESSED: Final = ("text/", "application/json", "application/problem+json")


class CompressionMiddleware(GZipMiddleware):
    """Django's compression, for text alone: PDF and fonts are compressed already.

    Against guessing a secret by a compressed page's length (BREACH) Django masks the CSRF token anew in each page and
    pads each answer by chance; and session cookies are SameSite=Lax, so that no other site can ask in a person's name.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Compress text for clients that accept it."""
        if not response.headers.get("Content-Type", "").startswith(COMPRESSED):
            return response
        return super().process_response(request, response)
