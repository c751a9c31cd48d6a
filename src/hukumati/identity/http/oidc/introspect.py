"""Token introspection, RFC 7662; signed if the caller accepts that (RFC 9701).

Access tokens are opaque: resource servers ask here, so that what is revoked is dead everywhere at once.
"""

from datetime import datetime
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse

from hukumati.core import clock
from hukumati.identity import wiring
from hukumati.identity.domain.claims import Claims
from hukumati.identity.domain.client_settings import ClientSettings
from hukumati.identity.http.oidc.client_endpoint import client_endpoint
from hukumati.identity.http.oidc.refusals import Refused
from hukumati.identity.models import Client, RefreshToken
from hukumati.identity.use_cases.acting import acting_claims
from hukumati.identity.use_cases.grants import sign_in_of
from hukumati.identity.use_cases.subjects import subject_of_grant
from hukumati.identity.use_cases.tokens import UsableToken, find_usable, find_usable_refresh_token

LONGEST_TOKEN: Final = 128
KIND: Final = "token-introspection+jwt"
SIGNED: Final = f"application/{KIND}"
INACTIVE: Final[Claims] = {"active": False}


@client_endpoint
def introspect(request: HttpRequest, client: Client) -> HttpResponse:
    """Return whether a token is active, and what a resource server needs to know of it."""
    now = clock.now()
    token = request.POST.get("token", "")
    if not token:
        raise Refused("invalid_request", "token is missing")
    chosen = ClientSettings.from_json(client.settings)
    found = _describe(token, client, chosen, now) if len(token) <= LONGEST_TOKEN else INACTIVE
    if SIGNED in request.headers.get("Accept", "") or chosen.signs_messages:
        return HttpResponse(_signed(found, client, chosen, now), content_type=SIGNED)
    return JsonResponse(found)


def _describe(token: str, client: Client, chosen: ClientSettings, now: datetime) -> Claims:
    """Return what a client may know: a resource server of every access token, others of their own tokens."""
    usable = find_usable(access_token=token, now=now)
    if usable is not None:
        is_allowed = chosen.may_introspect or usable.grant.client_id == client.client_id
        return _of_access_token(usable, client) if is_allowed else INACTIVE
    refresh_token = find_usable_refresh_token(token=token, client_id=client.client_id, now=now)
    return INACTIVE if refresh_token is None else _of_refresh_token(refresh_token, client)


def _of_access_token(usable: UsableToken, client: Client) -> Claims:
    """Return the claims of §2.2; the subject is the one by which the caller's own sector knows the person."""
    token, grant = usable.token, usable.grant
    sign_in = sign_in_of(grant)
    found: Claims = {
        "active": True,
        "iss": settings.HUKUMATI.identity_url,
        "client_id": grant.client_id,
        "sub": subject_of_grant(grant, sector=client.sector),
        "scope": " ".join(usable.scopes),
        "token_type": token.required.token_type,
        "exp": int(token.expires_at.timestamp()),
        "acr": sign_in.acr,
        "amr": list(sign_in.amr),
        "auth_time": int(sign_in.at.timestamp()),
    }
    if token.issued_at is not None:
        found["iat"] = int(token.issued_at.timestamp())
    confirmation = token.required.as_claim()
    found |= acting_claims(grant, sector=client.sector)
    return found | ({"cnf": confirmation} if confirmation else {})


def _of_refresh_token(token: RefreshToken, client: Client) -> Claims:
    return {
        "active": True,
        "iss": settings.HUKUMATI.identity_url,
        "client_id": client.client_id,
        "sub": subject_of_grant(token.grant, sector=client.sector),
        "scope": " ".join(token.grant.scopes),
        "iat": int(token.issued_at.timestamp()),
        "exp": int(token.expires_at.timestamp()),
    }


def _signed(found: Claims, client: Client, chosen: ClientSettings, now: datetime) -> str:
    claims = {
        "iss": settings.HUKUMATI.identity_url,
        "aud": client.client_id,
        "iat": int(now.timestamp()),
        "token_introspection": found,
    }
    algorithm = chosen.introspection_signed_response_alg
    return wiring.token_signer().sign(claims=claims, now=now, algorithm=algorithm, kind=KIND)
