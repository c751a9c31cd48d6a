"""Where the parameters of an authorization request stand: in the address or form, in an object that it carries, or in
a request that its client pushed before.
"""

from dataclasses import replace
from datetime import datetime
from typing import Final

from django.http import QueryDict

from hukumati.identity.domain.authorization import AuthorizationRequest
from hukumati.identity.domain.tokens import new_token
from hukumati.identity.http.oidc.jar import UnusableObject, read_object
from hukumati.identity.http.oidc.parameters import Origin, Values, read_request, single_values
from hukumati.identity.http.oidc.targets import RefusedRequest, target_of
from hukumati.identity.models import Client
from hukumati.identity.use_cases.pushed_requests import find_pushed

PUSHED: Final = "urn:ietf:params:oauth:request_uri:"
LONGEST_HANDLE: Final = 64


def read_sent_request(parameters: QueryDict, *, client: Client, now: datetime) -> AuthorizationRequest:
    """Return the request of an address or form. Raises UnusableRequest or RefusedRequest."""
    outer = single_values(parameters, client)
    if "request_uri" in outer:
        return _pushed_request(outer, client, now)
    try:
        values, is_signed = unpacked(outer, client=client, now=now)
    except UnusableObject as fault:  # only what stands beside the object can be believed
        raise RefusedRequest(target_of(outer, client), "invalid_request_object", str(fault)) from None
    return read_request(values, client=client, origin=Origin(is_signed=is_signed))


def unpacked(outer: Values, *, client: Client, now: datetime) -> tuple[Values, bool]:
    """Return the parameters that count, and whether they were signed: those of the object alone, if there is one.

    Raises UnusableObject.
    """
    if "request" not in outer:
        return outer, False
    return read_object(outer["request"], client=client, now=now), True


def _pushed_request(outer: Values, client: Client, now: datetime) -> AuthorizationRequest:
    """Return the request that this client pushed; nothing that stands beside its `request_uri` counts."""
    uri = outer["request_uri"]
    if "request" in outer or not uri.startswith(PUSHED):
        raise RefusedRequest(target_of(outer, client), "request_uri_not_supported")
    handle = uri.removeprefix(PUSHED)
    usable = 0 < len(handle) <= LONGEST_HANDLE and handle.isascii() and handle.isprintable()
    row = find_pushed(handle=handle, client_id=client.client_id, now=now) if usable else None
    if row is None:
        raise RefusedRequest(target_of(outer, client), "invalid_request_uri", "it has expired, or was used")
    origin = Origin(pushed=bytes(row.digest).hex(), is_signed=row.is_signed)
    return replace(read_request(row.values, client=client, origin=origin), flow=new_token())
