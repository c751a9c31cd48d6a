"""An address in capitals, with a slash too many or a full stop behind it leads to the page that is meant."""

import re
from collections.abc import Callable, Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import is_valid_path
from django.utils import translation

from hukumati.core.typed import plain

PERMANENT_SAME_METHOD = 308
"""RFC 9110 §15.4.9: a form that was sent arrives as it was sent."""


def redirect_for_good(address: str) -> HttpResponse:
    """Return a redirect that keeps method and body."""
    return HttpResponse(status=PERMANENT_SAME_METHOD, headers={"Location": address})


class SpellingMiddleware:
    """Redirects an address that no pattern knows if one knows it spelt otherwise."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 404 or request.resolver_match is not None:
            return response
        meant = next((path for path in _spellings(request.path_info) if _is_page(request, path)), None)
        if meant is None:
            return response
        query = request.META.get("QUERY_STRING", "")
        return redirect_for_good(f"{meant}?{query}" if query else meant)


def _spellings(path: str) -> Iterator[str]:
    tidy = re.sub("/+", "/", plain(path)).rstrip(" .,;:)")
    for spelt in (tidy, tidy.lower()):
        bare = spelt.rstrip("/")
        yield from (each for each in (spelt, bare, f"{bare}/") if each.isascii() and each.isprintable())


def _is_page(request: HttpRequest, path: str) -> bool:
    language = translation.get_language_from_path(path) or settings.LANGUAGE_CODE
    with translation.override(language):
        return path != request.path_info and bool(is_valid_path(path, getattr(request, "urlconf", None)))
