"""The responses of the authorization endpoint, redirects that always name the issuer (RFC 9207), and OAuth errors."""

from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse

from hukumati.identity.http.oidc.parameters import Target


class SeeOther(HttpResponseRedirect):
    """A redirect that is followed with GET, also after a POST."""

    status_code = 303


def send_code_back(target: Target, code: str) -> HttpResponse:
    """Redirect the browser to the client with a code."""
    return _redirect(target, code=code)


def send_error_back(target: Target, error: str, description: str = "") -> HttpResponse:
    """Redirect the browser to the client with an error."""
    return _redirect(target, error=error, error_description=description)


def _redirect(target: Target, **values: str) -> HttpResponse:
    parameters = values | {"state": target.state, "iss": settings.HUKUMATI.identity_url}
    query = urlencode({name: value for name, value in parameters.items() if value})
    response = SeeOther(f"{target.redirect_uri}{'&' if '?' in target.redirect_uri else '?'}{query}")
    return never_stored(response)


def origin_of(url: str) -> str:
    """Return scheme, host and port of an address."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def never_stored(response: HttpResponse) -> HttpResponse:
    """Forbid every cache to store a response, and return it (RFC 6749 §5.1)."""
    response["Cache-Control"] = "no-store"
    response["Pragma"] = "no-cache"
    return response


def refuse(error: str, *, status: int, description: str = "") -> JsonResponse:
    """Return an OAuth error (RFC 6749 §5.2)."""
    body = {"error": error} | ({"error_description": description} if description else {})
    response = JsonResponse(body, status=status)
    never_stored(response)
    return response
