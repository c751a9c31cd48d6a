"""Keeps what endpoints refuse to a site, so that its developers read it in their console."""

import base64
import binascii
from collections.abc import Callable
from functools import wraps
from typing import Final
from urllib.parse import unquote_plus

from django.http import HttpRequest, HttpResponse

from hukumati.core import clock
from hukumati.core.json import NotJson, parse_json
from hukumati.identity.domain.compact_jws import MalformedJws, read_compact_jws
from hukumati.identity.http.oidc.client_authentication.private_key_jwt import LONGEST_ASSERTION
from hukumati.identity.http.oidc.protected_resource import LONGEST_TOKEN
from hukumati.identity.use_cases.client_faults import note_fault
from hukumati.identity.use_cases.clients import LONGEST_CLIENT_ID
from hukumati.identity.use_cases.tokens import find_client_of_token

View = Callable[[HttpRequest], HttpResponse]
UNUSABLE: Final = "unusable_request"
"""A request without a registered address to return to: its answer is a page, and never an error of RFC 6749."""


def noting_refusals(endpoint: str) -> Callable[[View], View]:
    """Keep the errors that an endpoint answers with, by the client that a request names."""

    def noting(view: View) -> View:
        @wraps(view)
        def noted(request: HttpRequest) -> HttpResponse:
            response = view(request)
            error, description = refusal_of(response)
            client_id = _client_id(request) if error else ""
            if client_id:
                note_fault(
                    client_id=client_id, endpoint=endpoint, error=error, description=description, now=clock.now()
                )
            return response

        return noted

    return noting


def refusal_of(response: HttpResponse) -> tuple[str, str]:
    """Return the error of a response and its description; empty where it refuses nothing."""
    sent_back: tuple[str, str] | None = getattr(response, "oauth_error", None)
    if sent_back is not None:
        return sent_back
    if response.status_code not in {400, 401, 403}:
        return "", ""
    try:
        answer = parse_json(response.content)
    except NotJson:
        return UNUSABLE, ""
    found = answer if isinstance(answer, dict) else {}
    return str(found.get("error", "")), str(found.get("error_description", ""))


def _client_id(request: HttpRequest) -> str:
    named = request.POST.get("client_id") or request.GET.get("client_id")
    found = named or _of_basic(request) or _of_assertion(request) or _of_token(request)
    return found if found and len(found) <= LONGEST_CLIENT_ID and found.isprintable() else ""


def _of_basic(request: HttpRequest) -> str:
    scheme, _, credentials = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return ""
    try:
        return unquote_plus(base64.b64decode(credentials, validate=True).decode().partition(":")[0])
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return ""


def _of_assertion(request: HttpRequest) -> str:
    """Return which client an assertion says to be of (RFC 7523 §3), believed or not."""
    try:
        return read_compact_jws(request.POST.get("client_assertion", ""), longest=LONGEST_ASSERTION).text_claim("sub")
    except MalformedJws:
        return ""


def _of_token(request: HttpRequest) -> str:
    """Return to which client the access token of a request was issued, valid or not."""
    _scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    token = token or request.POST.get("access_token", "")
    return find_client_of_token(token) if 0 < len(token) <= LONGEST_TOKEN else ""
