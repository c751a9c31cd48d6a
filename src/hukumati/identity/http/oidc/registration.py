"""Dynamic client registration, RFC 7591 and RFC 7592: a site asks here, and is used once an operator approved it."""

from collections.abc import Mapping
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from hukumati.core import clock
from hukumati.core.json import NotJson, parse_json
from hukumati.core.limits import allow
from hukumati.core.network import client_network
from hukumati.identity.domain.registration_metadata import InvalidMetadata
from hukumati.identity.http.oidc.client_metadata import metadata_of, read_metadata
from hukumati.identity.http.oidc.refusals import Refused
from hukumati.identity.http.oidc.responses import never_stored
from hukumati.identity.models import Client
from hukumati.identity.use_cases.dynamic_registration import (
    ClientDetails,
    change_client,
    details_of,
    find_managed,
    find_token_owner,
    get_client,
    request_client,
    withdraw_client,
)

LONGEST_TOKEN: Final = 128
LARGEST: Final = 64 * 1024
PER_HOUR: Final = 60
NO_CONTENT: Final = 204


@csrf_exempt  # sites post here without a session of ours, and show a token
@require_POST
def register(request: HttpRequest) -> HttpResponse:
    """Store a site that waits for approval, and return its registration with what is shown once."""
    try:
        return _register(request)
    except Refused as refusal:
        return refusal.as_response()


def _register(request: HttpRequest) -> HttpResponse:
    now, token = clock.now(), _bearer(request)
    owner = find_token_owner(token=token, now=now) if token else None
    if owner is None:
        raise _unauthorized()
    try:
        wanted = read_metadata(_body(request)).as_request(owner=owner)
        made = request_client(request=wanted, actor=f"owner:{owner}", now=now, token=token)
    except InvalidMetadata as fault:
        raise Refused(fault.error, fault.description) from None
    said = {"registration_access_token": made.registration_token} | _shown(get_client(made.client_id))
    if made.secret:
        said |= {"client_secret": made.secret, "client_secret_expires_at": 0}
    return never_stored(JsonResponse(said, status=201))


@csrf_exempt  # as above
@require_http_methods(["GET", "PUT", "DELETE"])
def registration(request: HttpRequest, client_id: str) -> HttpResponse:
    """Show, change or withdraw a registration, for whoever shows its own token (RFC 7592 §2)."""
    try:
        return _manage(request, client_id)
    except Refused as refusal:
        return refusal.as_response()


def _manage(request: HttpRequest, client_id: str) -> HttpResponse:
    token, now = _bearer(request), clock.now()
    row = find_managed(client_id=client_id, token=token) if token else None
    if row is None:
        raise _unauthorized()
    if request.method == "DELETE":
        withdraw_client(client_id=client_id, now=now)
        return never_stored(HttpResponse(status=NO_CONTENT))
    if request.method == "PUT":
        return never_stored(JsonResponse(_shown(_change(request, row))))
    return never_stored(JsonResponse(_shown(details_of(row))))


def _change(request: HttpRequest, row: Client) -> ClientDetails:
    """Replace the registration by what was sent; whoever leaves something out lets its default stand (§2.2)."""
    sent = _body(request)
    if not isinstance(sent, Mapping) or sent.get("client_id") != row.client_id:
        raise Refused("invalid_client_metadata", "client_id is not this site's")
    actor = f"client:{row.client_id}"
    try:
        wanted = read_metadata(sent).as_request(owner=row.owner, before=details_of(row).request)
        return change_client(client_id=row.client_id, request=wanted, actor=actor, now=clock.now())
    except InvalidMetadata as fault:
        raise Refused(fault.error, fault.description) from None


def _shown(details: ClientDetails) -> dict[str, object]:
    address = f"{settings.HUKUMATI.identity_url}{reverse('identity_registered_client', args=[details.client_id])}"
    return {
        "client_id": details.client_id,
        "registration_client_uri": address,
        **({"client_id_issued_at": int(details.created_at.timestamp())} if details.created_at else {}),
        **metadata_of(details.request),
    }


def _bearer(request: HttpRequest) -> str:
    """Return the token of the header; empty where there is none. Raises Refused where a network asks too often."""
    if not allow(key=f"identity.registration:{client_network(request)}", at_most=PER_HOUR, per_seconds=3600):
        raise Refused("temporarily_unavailable", status=429)
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token if scheme.lower() == "bearer" and 0 < len(token) <= LONGEST_TOKEN else ""


def _unauthorized() -> Refused:
    return Refused("invalid_token", status=401, headers={"WWW-Authenticate": 'Bearer error="invalid_token"'})


def _body(request: HttpRequest) -> object:
    try:
        return parse_json(request.body, largest=LARGEST, unique_members=True)
    except NotJson:
        raise Refused("invalid_client_metadata", "the body is no JSON object") from None
