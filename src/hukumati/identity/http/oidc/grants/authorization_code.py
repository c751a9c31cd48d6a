"""The grant `authorization_code`, RFC 6749 §4.1.3 with PKCE (RFC 7636 §4.5)."""

from typing import Final

from hukumati.identity.domain import pkce
from hukumati.identity.http.oidc.grants.base import TokenRequest
from hukumati.identity.http.oidc.refusals import Refused
from hukumati.identity.use_cases.tokens import IssuedTokens, redeem_code

LONGEST_CODE: Final = 128


class AuthorizationCode:
    """Exchanges a code of the authorization endpoint for tokens."""

    name: Final = "authorization_code"

    def issue(self, request: TokenRequest) -> IssuedTokens:
        """Redeem the code, which uses it up even when the verifier or the redirect_uri turns out to be wrong."""
        parameters = request.parameters
        code = parameters.get("code", "")
        issued = None
        if 0 < len(code) <= LONGEST_CODE:
            issued = redeem_code(
                code=code,
                redirect_uri=parameters.get("redirect_uri", ""),
                challenge=pkce.challenge_answered(parameters.get("code_verifier", "")),
                issuing=request.issuing,
            )
        if issued is None:
            raise Refused("invalid_grant")
        return issued
