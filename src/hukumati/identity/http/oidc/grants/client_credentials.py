"""The grant `client_credentials`, RFC 6749 §4.4: a site comes for itself, to manage the signals that it receives."""

from typing import Final

from hukumati.identity.http.oidc.grants.base import TokenRequest
from hukumati.identity.http.oidc.refusals import Refused
from hukumati.identity.models import ClientAuthMethod
from hukumati.identity.use_cases.service_tokens import ServiceTokens, issue_service_token


class ClientCredentials:
    """Gives a site that authenticated a token for nobody's data."""

    name: Final = "client_credentials"

    def issue(self, request: TokenRequest) -> ServiceTokens:
        """Return a token of the scopes that are requested, or of all that there are."""
        if request.client.token_endpoint_auth_method == ClientAuthMethod.NONE:  # §4.4: confidential clients alone
            raise Refused("unauthorized_client")
        issued = issue_service_token(
            client_id=request.client.client_id,
            scopes=request.parameters.get("scope", "").split(),
            possession=request.possession,
            now=request.now,
        )
        if issued is None:
            raise Refused("invalid_scope")
        return issued
