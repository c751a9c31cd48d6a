"""The methods by which clients may authenticate, and the check of a request by its client's own method."""

from typing import Final

from django.http import HttpRequest

from hukumati.identity.http.oidc.client_authentication.base import Method
from hukumati.identity.http.oidc.client_authentication.client_secret_basic import ClientSecretBasic
from hukumati.identity.models import Client
from hukumati.identity.use_cases.clients import find_client

METHODS: Final[tuple[Method, ...]] = (ClientSecretBasic(),)
METADATA: Final = {"token_endpoint_auth_methods_supported": [method.name for method in METHODS]}


def authenticate(request: HttpRequest) -> Client | None:
    """Return the client that sent a request, if it proves so by the one method that is registered for it."""
    if "client_secret" in request.POST:  # client_secret_post is not offered, and no request may use two methods
        return None
    for method in METHODS:
        credentials = method.read(request)
        if credentials is None:
            continue
        client = find_client(credentials.client_id)
        if client is None or request.POST.get("client_id", client.client_id) != client.client_id:
            return None
        is_own_method = client.token_endpoint_auth_method == method.name
        return client if is_own_method and credentials.prove(client) else None
    return None
