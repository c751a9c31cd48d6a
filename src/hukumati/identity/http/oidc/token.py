"""The token endpoint, RFC 6749 §3.2 and OIDC Core §3.1.3."""

from django.http import HttpRequest, HttpResponse, JsonResponse

from hukumati.core import clock
from hukumati.core.failpoints import hit
from hukumati.identity.domain.backchannel import GRANT_TYPE as CIBA
from hukumati.identity.domain.client_settings import ClientSettings
from hukumati.identity.http.oidc.client_endpoint import client_endpoint
from hukumati.identity.http.oidc.dpop import offer_nonce
from hukumati.identity.http.oidc.grants.base import GrantType, TokenRequest
from hukumati.identity.http.oidc.grants.registry import GRANTS
from hukumati.identity.http.oidc.id_tokens import id_token_for
from hukumati.identity.http.oidc.possession import possession_of
from hukumati.identity.http.oidc.refusals import Refused
from hukumati.identity.models import Client
from hukumati.identity.use_cases.known_subjects import remember_subject
from hukumati.identity.use_cases.service_tokens import ServiceTokens
from hukumati.identity.use_cases.tokens import IssuedTokens


@client_endpoint
def token(request: HttpRequest, client: Client) -> HttpResponse:
    """Issue tokens for a grant."""
    chosen, now = ClientSettings.from_json(client.settings), clock.now()
    grant_type = _grant_type(request.POST.get("grant_type", ""), chosen)
    possession = possession_of(request, chosen, now=now)
    hit("identity.token.before_commit")
    issued = grant_type.issue(TokenRequest(request.POST, client, chosen, possession, now))
    hit("identity.token.after_commit")
    tokens = _token_response(issued)
    if isinstance(issued, IssuedTokens) and "openid" in issued.scopes:
        tokens["id_token"] = id_token_for(issued, client=client, chosen=chosen, now=now)
        if CIBA in chosen.grant_types:
            remember_subject(issued.grant, sector=client.sector)
    response = JsonResponse(tokens)
    return offer_nonce(response, now=now) if possession.jkt else response


def _grant_type(name: str, chosen: ClientSettings) -> GrantType:
    if name not in GRANTS:
        raise Refused("unsupported_grant_type" if name else "invalid_request")
    if name not in chosen.grant_types:
        raise Refused("unauthorized_client", "the grant is not registered for the client")
    return GRANTS[name]


def _token_response(issued: IssuedTokens | ServiceTokens) -> dict[str, object]:
    tokens: dict[str, object] = {
        "access_token": issued.access_token,
        "token_type": issued.possession.token_type,
        "expires_in": int(issued.lifetime.total_seconds()),
        "scope": " ".join(issued.scopes),
    }
    tokens |= {"issued_token_type": issued.token_kind} if issued.token_kind else {}
    return tokens | ({"refresh_token": issued.refresh_token} if issued.refresh_token else {})
