"""The grant `urn:ietf:params:oauth:grant-type:device_code`, RFC 8628 §3.4."""

from typing import Final

from hukumati.identity.domain.device_flow import GRANT_TYPE
from hukumati.identity.http.oidc.grants.base import TokenRequest
from hukumati.identity.http.oidc.grants.polled import issue_when_approved
from hukumati.identity.models import DeviceRequest
from hukumati.identity.use_cases.tokens import IssuedTokens


class DeviceCode:
    """Gives a device tokens once its person has approved it."""

    name: Final = GRANT_TYPE

    def issue(self, request: TokenRequest) -> IssuedTokens:
        """Return tokens, or refuse with how the request stands."""
        return issue_when_approved(request, DeviceRequest, parameter="device_code", column="device_digest")
