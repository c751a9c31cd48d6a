"""Discovery and the published keys: OIDC Discovery §3, RFC 8414, RFC 7517. Made from the modules that are enabled."""

from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from hukumati.identity import wiring
from hukumati.identity.domain import claims, dpop, encryption_algorithms, pairwise, pkce
from hukumati.identity.domain.assurance import Level
from hukumati.identity.domain.signing_keys import CACHE_TIME
from hukumati.identity.http.oidc import ciba, parameters
from hukumati.identity.http.oidc.addresses import mtls_endpoint_aliases
from hukumati.identity.http.oidc.client_authentication import registry as client_authentication
from hukumati.identity.http.oidc.grants import registry as grants
from hukumati.identity.use_cases import backchannel_logout

ENDPOINTS: Final = {
    "authorization_endpoint": "identity_authorize",
    "token_endpoint": "identity_token",
    "device_authorization_endpoint": "identity_device_authorization",
    "backchannel_authentication_endpoint": "identity_backchannel_authentication",
    "introspection_endpoint": "identity_introspect",
    "revocation_endpoint": "identity_revoke",
    "userinfo_endpoint": "identity_userinfo",
    "pushed_authorization_request_endpoint": "identity_par",
    "registration_endpoint": "identity_client_registration",
    "jwks_uri": "identity_jwks",
    "end_session_endpoint": "identity_logout",
}

_MODULES: Final = (
    *(parameters, pkce, client_authentication, grants, encryption_algorithms),
    *(ciba, dpop, backchannel_logout, claims, pairwise),
)
SIGNED_OBJECTS: Final = (
    "id_token_signing_alg_values_supported",
    "userinfo_signing_alg_values_supported",
    "introspection_signing_alg_values_supported",
    "authorization_signing_alg_values_supported",
)


def metadata() -> dict[str, object]:
    """Return the provider's metadata."""
    issuer = settings.HUKUMATI.identity_url
    endpoints = {name: f"{issuer}{reverse(view)}" for name, view in ENDPOINTS.items()}
    result: dict[str, object] = {"issuer": issuer, **endpoints, "acr_values_supported": list(Level)}
    result |= dict.fromkeys(SIGNED_OBJECTS, wiring.token_signer().algorithms())
    result["tls_client_certificate_bound_access_tokens"] = settings.HUKUMATI.client_certificate_header
    aliases = mtls_endpoint_aliases()
    result |= {"mtls_endpoint_aliases": aliases} if aliases else {}
    for module in _MODULES:
        result |= module.METADATA
    methods = result["token_endpoint_auth_methods_supported"]
    return result | {f"{name}_endpoint_auth_methods_supported": methods for name in ("introspection", "revocation")}


@require_safe
def discovery(_request: HttpRequest) -> HttpResponse:
    """Serve `/.well-known/openid-configuration`."""
    return _cached(JsonResponse(metadata()))


@require_safe
def jwks(_request: HttpRequest) -> HttpResponse:
    """Serve the public keys by which ID tokens are verified."""
    keys = wiring.token_signer().public_keys()
    return _cached(JsonResponse({"keys": keys}, content_type="application/jwk-set+json"))


def _cached(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, public=True, max_age=int(CACHE_TIME.total_seconds()))
    return response
