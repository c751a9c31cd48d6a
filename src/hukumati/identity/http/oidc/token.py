"""The token endpoint, RFC 6749 §4.1.3 and OIDC Core §3.1.3: `authorization_code` alone."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from hukumati.core import clock
from hukumati.core.failpoints import hit
from hukumati.identity.adapters.key_files import ALGORITHM, token_signer
from hukumati.identity.http.oidc import client_auth, pkce
from hukumati.identity.http.oidc.answers import never_stored, refuse
from hukumati.identity.http.oidc.claims import Authentication, id_token_claims
from hukumati.identity.http.oidc.subjects import subject_for
from hukumati.identity.models import Client, Code
from hukumati.identity.use_cases.clients import find_client
from hukumati.identity.use_cases.grants import ACCESS_TOKEN_LIFETIME, Redeemed, issue_access_token, take_code

GRANT_TYPE = "authorization_code"
LONGEST_CODE = 128
METADATA = {
    "grant_types_supported": [GRANT_TYPE],
    "id_token_signing_alg_values_supported": [ALGORITHM],
}


@csrf_exempt
@require_POST
def token(request: HttpRequest) -> HttpResponse:
    """Exchange a code for an access token and an ID token."""
    if request.GET:
        return refuse("invalid_request", status=400, description="nothing may stand in the query string")
    client = _authenticate(request)
    if client is None:
        response = refuse("invalid_client", status=401)
        response["WWW-Authenticate"] = 'Basic realm="token"'
        return response
    if any(len(values) > 1 for _, values in request.POST.lists()):
        return refuse("invalid_request", status=400, description="a parameter is repeated")
    if request.POST.get("grant_type") != GRANT_TYPE:
        return refuse("unsupported_grant_type", status=400)
    return _exchange(request, client, clock.now())


def _authenticate(request: HttpRequest) -> Client | None:
    shown = client_auth.read_basic(request.headers.get("Authorization", ""))
    if shown is None or "client_secret" in request.POST:
        return None
    client = find_client(shown.client_id)
    if client is None or request.POST.get("client_id", client.client_id) != client.client_id:
        return None
    return client if client_auth.is_secret(shown=shown.secret, stored=bytes(client.secret_digest)) else None


def _exchange(request: HttpRequest, client: Client, now: datetime) -> HttpResponse:
    with transaction.atomic():
        redeemed = _redeem(request, client, now)
        hit("identity.token.before_commit")
    hit("identity.token.after_commit")
    if redeemed is None:
        return refuse("invalid_grant", status=400)
    answer = {
        "access_token": redeemed.access_token,
        "token_type": "Bearer",
        "expires_in": int(ACCESS_TOKEN_LIFETIME.total_seconds()),
        "scope": " ".join(redeemed.grant.scopes),
        "id_token": _id_token(redeemed, now),
    }
    return never_stored(JsonResponse(answer))


def _redeem(request: HttpRequest, client: Client, now: datetime) -> Redeemed | None:
    shown = request.POST.get("code", "")
    if not 0 < len(shown) <= LONGEST_CODE:
        return None
    code = take_code(code=shown, client_id=client.client_id, now=now)
    if code is None or not _belongs(request, code):
        return None
    return issue_access_token(code=code, now=now)


def _belongs(request: HttpRequest, code: Code) -> bool:
    same_target = request.POST.get("redirect_uri", "") == code.redirect_uri
    return pkce.proves(verifier=request.POST.get("code_verifier", ""), challenge=code.challenge) and same_target


def _id_token(redeemed: Redeemed, now: datetime) -> str:
    session = redeemed.grant.login_session
    claims = id_token_claims(
        issuer=settings.HUKUMATI.identity_url,
        subject=subject_for(redeemed.grant),
        client=redeemed.grant.client_id,
        nonce=redeemed.nonce,
        authentication=Authentication(session.auth_time, session.acr, tuple(session.amr), str(session.id)),
        now=now,
    )
    return token_signer().sign(claims=claims, now=now)
