"""The answers of the authorization endpoint: redirects that always name the issuer (RFC 9207)."""

from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse

from hukumati.identity.http.oidc.parameters import Target


class SeeOther(HttpResponseRedirect):
    """A redirect that is followed with GET."""

    status_code = 303


def _redirect(target: Target, **values: str) -> HttpResponse:
    said = values | {"state": target.state, "iss": settings.HUKUMATI.identity_url}
    query = urlencode({name: value for name, value in said.items() if value})
    response = SeeOther(f"{target.redirect_uri}{'&' if '?' in target.redirect_uri else '?'}{query}")
    return never_stored(response)


def answer_code(target: Target, code: str) -> HttpResponse:
    """Send the browser back with a code."""
    return _redirect(target, code=code)


def answer_error(target: Target, error: str, description: str = "") -> HttpResponse:
    """Send the browser back with an error."""
    return _redirect(target, error=error, error_description=description)


def origin_of(url: str) -> str:
    """Return scheme, host and port of an address."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def never_stored(response: HttpResponse) -> HttpResponse:
    """Forbid every cache to keep an answer (RFC 6749 §5.1)."""
    response["Cache-Control"] = "no-store"
    response["Pragma"] = "no-cache"
    return response


def refuse(error: str, *, status: int, description: str = "") -> JsonResponse:
    """Answer an OAuth error (RFC 6749 §5.2)."""
    said = {"error": error} | ({"error_description": description} if description else {})
    response = JsonResponse(said, status=status)
    never_stored(response)
    return response
