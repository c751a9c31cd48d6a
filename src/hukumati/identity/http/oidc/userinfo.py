"""The UserInfo endpoint, OIDC Core §5.3; the token comes in the Authorization header alone (RFC 6750 §2.1)."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from hukumati.core import clock
from hukumati.identity.domain.claims import userinfo_claims
from hukumati.identity.http.oidc.dpop import offer_nonce
from hukumati.identity.http.oidc.protected_resource import require_token
from hukumati.identity.http.oidc.refusals import Refused
from hukumati.identity.http.oidc.responses import never_stored
from hukumati.identity.use_cases.subjects import holder_of, subject_for


@csrf_exempt  # OIDC Core §5.3.1: a client may post here; it changes nothing and needs a token, not a cookie
@require_http_methods(["GET", "POST"])
def userinfo(request: HttpRequest) -> HttpResponse:
    """Return the claims that the granted scopes release to the client."""
    now = clock.now()
    try:
        usable = require_token(request, scope="openid", now=now)
    except Refused as refusal:
        return refusal.as_response()
    grant = usable.grant
    claims = userinfo_claims(subject=subject_for(grant), holder=holder_of(grant.account), scopes=usable.scopes)
    response = never_stored(JsonResponse(claims))
    return offer_nonce(response, now=now) if usable.token.jkt else response
