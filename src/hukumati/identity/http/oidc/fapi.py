"""FAPI 2.0: which authorization requests its profiles accept from the clients that are held to them.

Security Profile §5.3.2.2 and Message Signing §5.3–5.4. A client may also be held to one of these rules by itself
(RFC 9126 §6, RFC 9101 §10.5). What holds for all clients is not repeated here: the code grant alone, PKCE with S256,
`iss` in every response, 303 redirects, codes of 60 seconds.
"""

from hukumati.identity.domain.client_settings import ClientSettings
from hukumati.identity.http.oidc.response_modes import SIGNED_MODES


def fault_of(chosen: ClientSettings, *, is_pushed: bool, is_signed: bool, response_mode: str) -> str:
    """Return what a request lacks that its client's profile demands; empty if nothing."""
    if not is_pushed and (chosen.is_fapi or chosen.require_pushed_authorization_requests):
        return "the request must be pushed (RFC 9126)"
    if not is_signed and (chosen.signs_messages or chosen.require_signed_request_object):
        return "the request must be signed (RFC 9101)"
    if chosen.signs_messages and response_mode not in SIGNED_MODES:
        return "the response must be signed: response_mode=jwt"
    return ""
