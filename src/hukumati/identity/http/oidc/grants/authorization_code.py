"""The grant `authorization_code`, RFC 6749 §4.1.3 with PKCE (RFC 7636 §4.5)."""

from datetime import datetime
from typing import Final

from django.http import QueryDict

from hukumati.identity.domain import pkce
from hukumati.identity.models import Client, Code
from hukumati.identity.use_cases.grants import IssuedToken, issue_access_token, redeem_code

LONGEST_CODE: Final = 128


class AuthorizationCode:
    """Exchanges a code of the authorization endpoint for tokens."""

    name: Final = "authorization_code"

    def issue(self, parameters: QueryDict, *, client: Client, now: datetime) -> IssuedToken | None:
        """Redeem the code, which uses it up even when the verifier or the redirect_uri turns out to be wrong."""
        presented = parameters.get("code", "")
        if not 0 < len(presented) <= LONGEST_CODE:
            return None
        code = redeem_code(code=presented, client_id=client.client_id, now=now)
        if code is None or not _is_from_same_request(parameters, code):
            return None
        return issue_access_token(code=code, now=now)


def _is_from_same_request(parameters: QueryDict, code: Code) -> bool:
    is_same_target = parameters.get("redirect_uri", "") == code.redirect_uri
    return is_same_target and pkce.is_proof(verifier=parameters.get("code_verifier", ""), challenge=code.challenge)
