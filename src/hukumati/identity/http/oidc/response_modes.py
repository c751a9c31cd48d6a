"""How the response of the authorization endpoint travels to the client (OAuth 2.0 Multiple Response Types §2.1)."""

from collections.abc import Mapping
from typing import Final

from django.conf import settings
from django.http import HttpResponse

from hukumati.core import clock
from hukumati.identity.http.oidc.form_post import by_form
from hukumati.identity.http.oidc.jarm import signed_response
from hukumati.identity.http.oidc.redirects import by_query
from hukumati.identity.http.oidc.targets import Target

SIGNED_MODES: Final = frozenset({"query.jwt", "form_post.jwt"})
MODES: Final = frozenset({"query", "form_post"}) | SIGNED_MODES
METADATA: Final = {"response_modes_supported": ["query", "form_post", "jwt", "query.jwt", "form_post.jwt"]}


def canonical_mode(mode: str) -> str:
    """Return a mode by its full name: for a code, `jwt` means `query.jwt` (JARM §2.3.4)."""
    return "query.jwt" if mode == "jwt" else mode


def send_back(target: Target, **values: str) -> HttpResponse:
    """Return the response that takes these parameters to the client, with the state and the issuer (RFC 9207)."""
    said = {name: value for name, value in {**values, "state": target.state}.items() if value}
    if target.response_mode in SIGNED_MODES:
        sent: Mapping[str, str] = {"response": signed_response(said, client_id=target.client_id, now=clock.now())}
    else:
        sent = {**said, "iss": settings.HUKUMATI.identity_url}
    send = by_form if target.response_mode.startswith("form_post") else by_query
    response = send(target.redirect_uri, sent)
    if "error" in said:  # a form and a signed response hide it from `noted_refusals`
        response.oauth_error = (said["error"], said.get("error_description", ""))  # type: ignore[attr-defined]
    return response
