"""The transmitter's metadata: SSF 1.0 §7."""

from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from hukumati.identity.domain.signal_streams import METHODS
from hukumati.identity.domain.signing_keys import CACHE_TIME

ENDPOINTS: Final = {
    "jwks_uri": "identity_jwks",
    "configuration_endpoint": "identity_signal_streams",
    "status_endpoint": "identity_signal_status",
    "add_subject_endpoint": "identity_signal_add_subject",
    "remove_subject_endpoint": "identity_signal_remove_subject",
    "verification_endpoint": "identity_signal_verification",
}


@require_safe
def ssf_configuration(_request: HttpRequest) -> HttpResponse:
    """Serve `/.well-known/ssf-configuration`."""
    issuer = settings.HUKUMATI.identity_url
    metadata = {
        "spec_version": "1_0",
        "issuer": issuer,
        **{name: f"{issuer}{reverse(view)}" for name, view in ENDPOINTS.items()},
        "delivery_methods_supported": list(METHODS),
        "critical_subject_members": ["user"],
        "authorization_schemes": [{"spec_urn": "urn:ietf:rfc:6749"}],
        "default_subjects": "ALL",
    }
    response = JsonResponse(metadata)
    patch_cache_control(response, public=True, max_age=int(CACHE_TIME.total_seconds()))
    return response
