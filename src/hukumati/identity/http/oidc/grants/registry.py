"""The grants that the token endpoint knows; each is a module beside this one."""

from collections.abc import Mapping
from typing import Final

from hukumati.identity.http.oidc.grants.authorization_code import AuthorizationCode
from hukumati.identity.http.oidc.grants.base import GrantType
from hukumati.identity.http.oidc.grants.ciba import BackchannelAuthentication
from hukumati.identity.http.oidc.grants.client_credentials import ClientCredentials
from hukumati.identity.http.oidc.grants.device_code import DeviceCode
from hukumati.identity.http.oidc.grants.refresh_token import RefreshTokenGrant
from hukumati.identity.http.oidc.grants.token_exchange import TokenExchange

_ALL: Final[tuple[GrantType, ...]] = (
    *(AuthorizationCode(), RefreshTokenGrant(), DeviceCode(), BackchannelAuthentication(), TokenExchange()),
    ClientCredentials(),
)
GRANTS: Final[Mapping[str, GrantType]] = {grant.name: grant for grant in _ALL}
METADATA: Final = {"grant_types_supported": list(GRANTS)}
