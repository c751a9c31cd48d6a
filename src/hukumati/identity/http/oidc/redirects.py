"""Redirects that are followed with GET, and responses that nobody stores."""

from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit

from django.http import HttpResponse, HttpResponseRedirect


class SeeOther(HttpResponseRedirect):
    """A redirect that is followed with GET, also after a POST."""

    status_code = 303


def by_query(redirect_uri: str, values: Mapping[str, str]) -> HttpResponse:
    """Redirect the browser to a client with parameters in the query (RFC 6749 §4.1.2)."""
    return never_stored(SeeOther(f"{redirect_uri}{'&' if '?' in redirect_uri else '?'}{urlencode(values)}"))


def origin_of(url: str) -> str:
    """Return scheme, host and port of an address."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def never_stored(response: HttpResponse) -> HttpResponse:
    """Forbid every cache to store a response, and return it (RFC 6749 §5.1)."""
    response["Cache-Control"] = "no-store"
    response["Pragma"] = "no-cache"
    return response
