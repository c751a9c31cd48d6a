"""Discovery and the published keys, OIDC Discovery §3, RFC 8414, RFC 7517; made from the modules that are enabled."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from hukumati.identity.adapters.key_files import CACHE_TIME, token_signer
from hukumati.identity.domain.login_sessions import SUBSTANTIAL
from hukumati.identity.http.oidc import claims, client_auth, pairwise, parameters, pkce, token

ENDPOINTS = {
    "authorization_endpoint": "identity_authorize",
    "token_endpoint": "identity_token",
    "userinfo_endpoint": "identity_userinfo",
    "jwks_uri": "identity_jwks",
    "end_session_endpoint": "identity_logout",
}


def metadata() -> dict[str, Any]:
    """Return the provider's description of itself."""
    issuer = settings.HUKUMATI.identity_url
    endpoints = {name: f"{issuer}{reverse(view)}" for name, view in ENDPOINTS.items()}
    said: dict[str, Any] = {"issuer": issuer, **endpoints, "acr_values_supported": [SUBSTANTIAL]}
    for module in (parameters, pkce, client_auth, token, claims, pairwise):
        said |= module.METADATA
    return said


def _cached(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, public=True, max_age=int(CACHE_TIME.total_seconds()))
    return response


@require_safe
def discovery(_request: HttpRequest) -> HttpResponse:
    """Answer `/.well-known/openid-configuration`."""
    return _cached(JsonResponse(metadata()))


@require_safe
def jwks(_request: HttpRequest) -> HttpResponse:
    """Answer the public keys by which ID tokens are verified."""
    return _cached(JsonResponse({"keys": token_signer().public_keys()}, content_type="application/jwk-set+json"))
