"""PAR, RFC 9126: a client pushes its request here, authenticated, and opens it at the authorization endpoint."""

from datetime import datetime
from typing import Final

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict

from hukumati.core import clock
from hukumati.identity.domain.authorization import AuthorizationRequest
from hukumati.identity.http.oidc.client_endpoint import client_endpoint
from hukumati.identity.http.oidc.jar import UnusableObject
from hukumati.identity.http.oidc.parameters import Origin, Values, read_request
from hukumati.identity.http.oidc.refusals import Refused
from hukumati.identity.http.oidc.request_sources import PUSHED, unpacked
from hukumati.identity.http.oidc.targets import RefusedRequest, UnusableRequest
from hukumati.identity.models import Client
from hukumati.identity.use_cases.pushed_requests import LIFETIME, push_request

_CREDENTIALS: Final = frozenset({"client_secret", "client_assertion", "client_assertion_type"})
_NOT_YET_PUSHED: Final = "-"


@client_endpoint
def pushed_authorization_request(request: HttpRequest, client: Client) -> HttpResponse:
    """Store an acceptable request and return the `request_uri` by which the browser opens it."""
    now = clock.now()
    values, is_signed = _values(request.POST, client, now)
    _check(values, client, is_signed=is_signed)
    handle = push_request(client_id=client.client_id, values=values, is_signed=is_signed, now=now)
    pushed = {"request_uri": f"{PUSHED}{handle}", "expires_in": int(LIFETIME.total_seconds())}
    return JsonResponse(pushed, status=201)


def _values(form: QueryDict, client: Client, now: datetime) -> tuple[Values, bool]:
    outer = {name: str(form[name]) for name in form if name not in _CREDENTIALS}
    if "request_uri" in outer:
        raise Refused("invalid_request", "request_uri is not allowed here")
    try:
        return unpacked({"client_id": client.client_id, **outer}, client=client, now=now)
    except UnusableObject as fault:
        raise Refused("invalid_request_object", str(fault)) from None


def _check(values: Values, client: Client, *, is_signed: bool) -> AuthorizationRequest:
    """Judge the request as the authorization endpoint will (§2.1); nothing is stored that it would refuse."""
    try:
        return read_request(values, client=client, origin=Origin(pushed=_NOT_YET_PUSHED, is_signed=is_signed))
    except UnusableRequest as fault:
        raise Refused("invalid_request", f"{fault} is not registered") from None
    except RefusedRequest as fault:
        raise Refused(fault.error, fault.description) from None
