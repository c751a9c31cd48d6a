"""The methods by which clients may authenticate, and the check of a request by its client's own method."""

from typing import Final

from django.http import HttpRequest

from hukumati.identity.domain import jose_algorithms
from hukumati.identity.http.oidc.client_authentication.base import Method, PresentedCredentials
from hukumati.identity.http.oidc.client_authentication.client_secret_basic import ClientSecretBasic
from hukumati.identity.http.oidc.client_authentication.client_secret_post import ClientSecretPost
from hukumati.identity.http.oidc.client_authentication.none import NoAuthentication
from hukumati.identity.http.oidc.client_authentication.private_key_jwt import PrivateKeyJwt
from hukumati.identity.http.oidc.client_authentication.self_signed_tls_client_auth import SelfSignedTlsClientAuth
from hukumati.identity.http.oidc.client_authentication.tls_client_auth import TlsClientAuth
from hukumati.identity.models import Client
from hukumati.identity.use_cases.clients import find_client

METHODS: Final[tuple[Method, ...]] = (
    PrivateKeyJwt(),
    TlsClientAuth(),
    SelfSignedTlsClientAuth(),
    ClientSecretBasic(),
    ClientSecretPost(),
    NoAuthentication(),
)
METADATA: Final = {
    "token_endpoint_auth_methods_supported": [method.name for method in METHODS],
    "token_endpoint_auth_signing_alg_values_supported": list(jose_algorithms.ALL),
}
_ONCE: Final = ("client_id", "client_secret", "client_assertion", "client_assertion_type")


def authenticate(request: HttpRequest) -> Client | None:
    """Return the client that sent a request, if it proves so by the one method that is registered for it.

    The same for every endpoint that clients call; a caller answers None with `invalid_client` (RFC 6749 §5.2).
    """
    used = [method for method in METHODS if method.is_used(request)]
    if len(used) > 1 or any(len(request.POST.getlist(name)) > 1 for name in _ONCE):
        return None
    if used:
        return _check(request, used[0], used[0].read(request))
    client = find_client(request.POST.get("client_id", ""))
    method = next((each for each in METHODS if client and each.name == client.token_endpoint_auth_method), None)
    return None if method is None else _check(request, method, method.read(request))


def _check(request: HttpRequest, method: Method, presented: PresentedCredentials | None) -> Client | None:
    if presented is None or request.POST.get("client_id", presented.client_id) != presented.client_id:
        return None
    client = find_client(presented.client_id)
    if client is None or client.token_endpoint_auth_method != method.name:
        return None
    return client if presented.prove(client) else None
