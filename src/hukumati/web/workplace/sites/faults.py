"""What a site's developers read of a refused request, in plain words."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ENDPOINTS: Final[Mapping[str, Promise]] = {
    "authorize": _("Signing in"),
    "par": _("Pushed request"),
    "token": _("Token"),
    "userinfo": _("UserInfo"),
    "logout": _("Signing out"),
}
WORDS: Final[Mapping[str, Promise]] = {
    "unusable_request": _(
        "The redirect_uri was missing, or was not one of the registered addresses letter for letter. Compare "
        "both, the final “/” included."
    ),
    "invalid_request": _(
        "A parameter was missing, repeated or not accepted. PKCE with S256 is required of every site."
    ),
    "invalid_scope": _("The scope must contain “openid”, and only what was approved for the site."),
    "unsupported_response_type": _("Only response_type=code is offered."),
    "unsupported_grant_type": _("The grant type is not offered to this site."),
    "unauthorized_client": _("The site is not allowed to do this."),
    "invalid_client": _(
        "The site did not prove itself: a wrong secret, a key that is not registered, or another method than "
        "the registered one."
    ),
    "invalid_grant": _(
        "The code was used before, was older than 60 seconds, was issued for another redirect_uri, or did "
        "not fit the PKCE verifier."
    ),
    "invalid_token": _("The access token was not valid: it had expired, was revoked, or belongs to another key."),
    "insufficient_scope": _("The access token was issued without the scope “openid”."),
    "invalid_request_object": _("The signed request was not accepted: check its signature, audience and time."),
    "invalid_dpop_proof": _("The DPoP proof was not accepted: check its key, address, method and time."),
    "use_dpop_nonce": _("Repeat the request with the nonce of the answer's header DPoP-Nonce."),
    "request_not_supported": _("Signed requests are not accepted of this site."),
    "request_uri_not_supported": _("The address of a request is not accepted: push the request first (PAR)."),
}
OTHERWISE: Final = _("See the error's name in RFC 6749 or OpenID Connect Core.")


def words_for(error: str) -> Promise:
    """Return what a refusal means and what to do about it."""
    return WORDS.get(error, OTHERWISE)
