"""The UserInfo endpoint, OIDC Core §5.3; the token comes in the Authorization header or in a posted form."""

import json
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from hukumati.core import clock
from hukumati.identity import wiring
from hukumati.identity.domain.claims import Claims, userinfo_claims
from hukumati.identity.domain.claims_request import released_claims
from hukumati.identity.domain.client_settings import ClientSettings
from hukumati.identity.http.oidc import fapi
from hukumati.identity.http.oidc.dpop import offer_nonce
from hukumati.identity.http.oidc.encrypted_objects import encrypt_for
from hukumati.identity.http.oidc.protected_resource import require_token
from hukumati.identity.http.oidc.refusals import Refused
from hukumati.identity.http.oidc.responses import never_stored
from hukumati.identity.models import Client
from hukumati.identity.use_cases.acting import acting_claims, holder_of_grant, ledger_subject_of
from hukumati.identity.use_cases.ledger import record_release
from hukumati.identity.use_cases.subjects import subject_for
from hukumati.identity.use_cases.tokens import UsableToken


@csrf_exempt  # OIDC Core §5.3.1: a client may post here; it changes nothing and needs a token, not a cookie
@require_http_methods(["GET", "POST"])
def userinfo(request: HttpRequest) -> HttpResponse:
    """Return the claims that the granted scopes release to the client, signed and encrypted if it chose that."""
    now = clock.now()
    try:
        usable = require_token(request, scope="openid", now=now)
        response = never_stored(_response(_released(usable, now), usable.grant.client, now))
        if ClientSettings.from_json(usable.grant.client.settings).is_fapi:
            response = fapi.with_interaction(response, request)
    except Refused as refusal:
        return refusal.as_response()
    return offer_nonce(response, now=now) if usable.token.jkt else response


def _released(usable: UsableToken, now: datetime) -> Claims:
    """Return what the client receives; the first time that a grant does, the ledger records it."""
    grant, holder = usable.grant, holder_of_grant(usable.grant)
    single = released_claims(grant.claims, holder=holder)
    claims = single | userinfo_claims(subject=subject_for(grant), holder=holder, scopes=usable.scopes)
    if grant.released_at is None:
        record_release(grant, claims=[*claims], subject=ledger_subject_of(grant), now=now)
    return claims | acting_claims(grant, sector=grant.client.sector)


def _response(claims: Claims, client: Client, now: datetime) -> HttpResponse:
    chosen = ClientSettings.from_json(client.settings)
    algorithm, encryption = chosen.userinfo_signed_response_alg, chosen.userinfo_encrypted_response_alg
    if not algorithm and not encryption:
        return JsonResponse(claims)
    text, kind = json.dumps(claims), ""
    if algorithm:
        signed = claims | {"iss": settings.HUKUMATI.identity_url, "aud": client.client_id}
        text, kind = wiring.token_signer().sign(claims=signed, now=now, algorithm=algorithm), "JWT"
    text = encrypt_for(
        client, text, algorithm=encryption, encryption=chosen.userinfo_encrypted_response_enc, kind=kind, now=now
    )
    return HttpResponse(text, content_type="application/jwt")
