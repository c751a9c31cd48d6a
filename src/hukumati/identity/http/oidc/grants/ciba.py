"""The grant `urn:openid:params:grant-type:ciba`, CIBA Core 1.0 §10.1 (poll and ping)."""

from typing import Final

from hukumati.identity.domain.backchannel import GRANT_TYPE
from hukumati.identity.http.oidc.grants.base import TokenRequest
from hukumati.identity.http.oidc.grants.polled import issue_when_approved
from hukumati.identity.models import BackchannelRequest
from hukumati.identity.use_cases.tokens import IssuedTokens


class BackchannelAuthentication:
    """Gives a site tokens once the person has approved its request elsewhere."""

    name: Final = GRANT_TYPE

    def issue(self, request: TokenRequest) -> IssuedTokens:
        """Return tokens, or refuse with how the request stands."""
        return issue_when_approved(request, BackchannelRequest, parameter="auth_req_id", column="digest")
