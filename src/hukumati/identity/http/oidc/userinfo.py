"""The UserInfo endpoint, OIDC Core §5.3; the token comes in the Authorization header alone (RFC 6750 §2.1)."""

from typing import Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from hukumati.core import clock
from hukumati.identity.domain.claims import userinfo_claims
from hukumati.identity.http.oidc.responses import never_stored, refuse
from hukumati.identity.use_cases.acting import acting_claims, holder_of_grant, ledger_subject_of
from hukumati.identity.use_cases.ledger import record_release
from hukumati.identity.use_cases.subjects import subject_for
from hukumati.identity.use_cases.tokens import UsableToken, find_usable

LONGEST_TOKEN: Final = 128


@csrf_exempt  # OIDC Core §5.3.1: a client may post here; it changes nothing and needs a token, not a cookie
@require_http_methods(["GET", "POST"])
def userinfo(request: HttpRequest) -> HttpResponse:
    """Return the claims that the granted scopes release to the client."""
    usable = _usable(request)
    if usable is None:
        response = refuse("invalid_token", status=401)
        response["WWW-Authenticate"] = 'Bearer error="invalid_token"'
        return response
    grant = usable.grant
    claims = userinfo_claims(subject=subject_for(grant), holder=holder_of_grant(grant), scopes=usable.scopes)
    if grant.released_at is None:
        record_release(grant, claims=[*claims], subject=ledger_subject_of(grant), now=clock.now())
    return never_stored(JsonResponse(claims | acting_claims(grant, sector=grant.client.sector)))


def _usable(request: HttpRequest) -> UsableToken | None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not 0 < len(token) <= LONGEST_TOKEN:
        return None
    return find_usable(access_token=token, now=clock.now())
