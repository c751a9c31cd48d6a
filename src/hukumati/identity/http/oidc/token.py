"""The token endpoint, RFC 6749 §3.2 and OIDC Core §3.1.3."""

from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from hukumati.core import clock
from hukumati.core.failpoints import hit
from hukumati.identity import wiring
from hukumati.identity.domain.claims import Authentication, id_token_claims
from hukumati.identity.domain.signing_keys import ALGORITHM
from hukumati.identity.http.oidc.client_authentication.registry import authenticate
from hukumati.identity.http.oidc.grants.base import GrantType
from hukumati.identity.http.oidc.grants.registry import GRANTS
from hukumati.identity.http.oidc.responses import never_stored, refuse
from hukumati.identity.models import Client
from hukumati.identity.use_cases.grants import ACCESS_TOKEN_LIFETIME, IssuedToken
from hukumati.identity.use_cases.subjects import subject_for

METADATA: Final = {"id_token_signing_alg_values_supported": [ALGORITHM]}


@csrf_exempt  # RFC 6749 §3.2: clients post here without a session of ours, and prove themselves otherwise
@require_POST
def token(request: HttpRequest) -> HttpResponse:
    """Issue an access token and an ID token for a grant."""
    if request.GET:
        return refuse("invalid_request", status=400, description="parameters in the query string are not allowed")
    client = authenticate(request)
    if client is None:
        response = refuse("invalid_client", status=401)
        response["WWW-Authenticate"] = 'Basic realm="token"'
        return response
    if any(len(values) > 1 for _, values in request.POST.lists()):
        return refuse("invalid_request", status=400, description="a parameter is repeated")
    grant_type = GRANTS.get(request.POST.get("grant_type", ""))
    if grant_type is None:
        return refuse("unsupported_grant_type", status=400)
    return _issue(request, client, grant_type, clock.now())


def _issue(request: HttpRequest, client: Client, grant_type: GrantType, now: datetime) -> HttpResponse:
    with transaction.atomic():
        issued = grant_type.issue(request.POST, client=client, now=now)
        hit("identity.token.before_commit")
    hit("identity.token.after_commit")
    if issued is None:
        return refuse("invalid_grant", status=400)
    tokens = {
        "access_token": issued.access_token,
        "token_type": "Bearer",
        "expires_in": int(ACCESS_TOKEN_LIFETIME.total_seconds()),
        "scope": " ".join(issued.grant.scopes),
        "id_token": _id_token(issued, now),
    }
    return never_stored(JsonResponse(tokens))


def _id_token(issued: IssuedToken, now: datetime) -> str:
    session = issued.grant.login_session
    claims = id_token_claims(
        issuer=settings.HUKUMATI.identity_url,
        subject=subject_for(issued.grant),
        client=issued.grant.client_id,
        nonce=issued.nonce,
        authentication=Authentication(session.auth_time, session.acr, tuple(session.amr), str(session.id)),
        now=now,
    )
    return wiring.token_signer().sign(claims=claims, now=now)
