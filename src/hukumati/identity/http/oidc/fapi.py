"""FAPI: which requests its profiles accept from the clients that are held to them.

Security Profile §5.3.2.2 and Message Signing §5.3–5.4. A client may also be held to one of these rules by itself
(RFC 9126 §6, RFC 9101 §10.5). What holds for all clients is not repeated here: the code grant alone, PKCE with S256,
`iss` in every response, 303 redirects, codes of 60 seconds. Backchannel requests are held to FAPI-CIBA §5.2.2.
"""

from typing import Final
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse

from hukumati.identity.domain.client_settings import ClientSettings
from hukumati.identity.http.oidc.response_modes import SIGNED_MODES

INTERACTION: Final = "x-fapi-interaction-id"


def fault_of(chosen: ClientSettings, *, is_pushed: bool, is_signed: bool, response_mode: str) -> str:
    """Return what a request lacks that its client's profile demands; empty if nothing."""
    if not is_pushed and (chosen.is_fapi or chosen.require_pushed_authorization_requests):
        return "the request must be pushed (RFC 9126)"
    if not is_signed and (chosen.signs_messages or chosen.require_signed_request_object):
        return "the request must be signed (RFC 9101)"
    if chosen.signs_messages and response_mode not in SIGNED_MODES:
        return "the response must be signed: response_mode=jwt"
    return ""


def backchannel_fault_of(chosen: ClientSettings, *, is_signed: bool, has_message: bool) -> str:
    """Return what a backchannel request lacks that its client's profile demands; empty if nothing.

    There is no other context of an authorization here than the binding message, so it is never left out.
    """
    if not is_signed and (chosen.is_fapi or chosen.backchannel_authentication_request_signing_alg):
        return "the request must be signed"
    if not has_message and chosen.is_fapi:
        return "binding_message is required"
    return ""


def with_interaction(response: HttpResponse, request: HttpRequest) -> HttpResponse:
    """Name the interaction of a request for a resource in its response, by the client's UUID or one of ours.

    FAPI 1.0 Baseline §6.2.1, on which FAPI-CIBA rests; anything but a UUID is not sent back.
    """
    try:
        interaction = UUID(request.headers.get(INTERACTION, ""))
    except ValueError:
        interaction = uuid4()
    response[INTERACTION] = str(interaction)
    return response
