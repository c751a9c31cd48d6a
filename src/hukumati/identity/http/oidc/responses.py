"""The responses of the authorization endpoint, which always name the issuer (RFC 9207), and OAuth errors."""

from django.http import HttpResponse, JsonResponse

from hukumati.identity.http.oidc.redirects import SeeOther, never_stored, origin_of
from hukumati.identity.http.oidc.response_modes import send_back
from hukumati.identity.http.oidc.targets import Target

__all__ = ["SeeOther", "never_stored", "origin_of", "refuse", "send_code_back", "send_error_back"]


def send_code_back(target: Target, code: str) -> HttpResponse:
    """Send the browser to the client with a code."""
    return send_back(target, code=code)


def send_error_back(target: Target, error: str, description: str = "") -> HttpResponse:
    """Send the browser to the client with an error."""
    return send_back(target, error=error, error_description=description)


def refuse(error: str, *, status: int, description: str = "") -> JsonResponse:
    """Return an OAuth error (RFC 6749 §5.2)."""
    body = {"error": error} | ({"error_description": description} if description else {})
    response = JsonResponse(body, status=status)
    never_stored(response)
    return response
