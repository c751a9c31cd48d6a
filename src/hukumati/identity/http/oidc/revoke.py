"""Token revocation, RFC 7009."""

from typing import Final

from django.http import HttpRequest, HttpResponse

from hukumati.core import clock
from hukumati.identity.http.oidc.client_endpoint import client_endpoint
from hukumati.identity.http.oidc.refusals import Refused
from hukumati.identity.models import Client
from hukumati.identity.use_cases.service_tokens import revoke_service_token
from hukumati.identity.use_cases.tokens import revoke_token

LONGEST_TOKEN: Final = 128


@client_endpoint
def revoke(request: HttpRequest, client: Client) -> HttpResponse:
    """Revoke a token of the client; an unknown one, or another client's, is answered alike (§2.2)."""
    token = request.POST.get("token", "")
    if not token:
        raise Refused("invalid_request", "token is missing")
    if len(token) <= LONGEST_TOKEN:
        revoke_token(token=token, client_id=client.client_id, now=clock.now())
        revoke_service_token(token=token, client_id=client.client_id)
    return HttpResponse()
