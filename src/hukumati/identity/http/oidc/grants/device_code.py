"""The grant `urn:ietf:params:oauth:grant-type:device_code`, RFC 8628 §3.4."""

from typing import Final

from hukumati.identity.domain.device_flow import GRANT_TYPE, Standing
from hukumati.identity.http.oidc.grants.base import TokenRequest
from hukumati.identity.http.oidc.refusals import Refused
from hukumati.identity.use_cases.devices import poll
from hukumati.identity.use_cases.tokens import IssuedTokens, issue_tokens

LONGEST_CODE: Final = 128


class DeviceCode:
    """Gives a device tokens once its person has approved it."""

    name: Final = GRANT_TYPE

    def issue(self, request: TokenRequest) -> IssuedTokens:
        """Return tokens, or refuse with how the request stands."""
        code = request.parameters.get("device_code", "")
        if not code:
            raise Refused("invalid_request", "device_code is missing")
        if len(code) > LONGEST_CODE:
            raise Refused(Standing.UNKNOWN)
        found = poll(device_code=code, client_id=request.client.client_id, now=request.now)
        if isinstance(found, Standing):
            raise Refused(found)
        issued = issue_tokens(grant_id=found, issuing=request.issuing)
        if issued is None:
            raise Refused("invalid_grant")
        return issued
