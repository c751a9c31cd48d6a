"""The grant `refresh_token`, RFC 6749 §6 and RFC 9700 §4.14.

Tokens are rotated: a second use of one kills its family. FAPI clients prove themselves by a key at each use, so their
tokens stay (FAPI 2.0 Security Profile §5.3.2.1).
"""

from typing import Final

from django.db import transaction

from hukumati.identity.http.oidc.grants.base import TokenRequest
from hukumati.identity.http.oidc.refusals import Refused
from hukumati.identity.use_cases.refresh_reuse import end_family
from hukumati.identity.use_cases.tokens import IssuedTokens, find_refresh_token, refresh

LONGEST_TOKEN: Final = 128


class RefreshTokenGrant:
    """Exchanges a refresh token for new tokens."""

    name: Final = "refresh_token"

    def issue(self, request: TokenRequest) -> IssuedTokens:
        """Use the token, once where tokens are rotated."""
        token = request.parameters.get("refresh_token", "")
        if not 0 < len(token) <= LONGEST_TOKEN:
            raise Refused("invalid_grant")
        scopes = request.parameters.get("scope", "").split()
        issued = refresh(
            token=token, scopes=scopes or None, rotates=not request.chosen.is_fapi, issuing=request.issuing
        )
        if issued is None:
            raise _refusal(token, scopes, request)
        return issued


def _refusal(token: str, scopes: list[str], request: TokenRequest) -> Refused:
    """Return why a token was refused; one that was used before, by who may use it, ends all tokens of its grant."""
    found = find_refresh_token(token=token, client_id=request.client.client_id)
    if found is None or found.expires_at <= request.now or not request.possession.proves(found.required):
        return Refused("invalid_grant")
    if found.used_at is not None:
        with transaction.atomic():
            end_family(found, now=request.now)
        return Refused("invalid_grant")
    is_too_much = not set(scopes) <= set(found.grant.scopes)
    return Refused("invalid_scope") if is_too_much else Refused("invalid_grant")
