"""The addresses of the provider: its own, and where clients present TLS certificates (RFC 8705 §5).

A proxy that asks every browser for a certificate shows people a prompt that they cannot answer. So certificates are
asked for on a host of their own, if there is one; discovery tells clients its endpoints.
"""

from typing import Final

from django.conf import settings
from django.urls import reverse

ALIASES: Final = {
    "token_endpoint": "identity_token",
    "revocation_endpoint": "identity_revoke",
    "introspection_endpoint": "identity_introspect",
    "device_authorization_endpoint": "identity_device_authorization",
    "pushed_authorization_request_endpoint": "identity_par",
    "backchannel_authentication_endpoint": "identity_backchannel_authentication",
    "userinfo_endpoint": "identity_userinfo",
}
"""The endpoints that clients call themselves, by their names in discovery."""


def addresses_of(path: str) -> tuple[str, ...]:
    """Return by which addresses a path of the provider is reached, its own first."""
    config = settings.HUKUMATI
    bases = (config.identity_url, config.identity_mtls_url) if config.identity_mtls_url else (config.identity_url,)
    return tuple(f"{base}{path}" for base in bases)


def mtls_endpoint_aliases() -> dict[str, str]:
    """Return the endpoints for clients with certificates; none where they are the same as for all."""
    base = settings.HUKUMATI.identity_mtls_url
    return {name: f"{base}{reverse(view)}" for name, view in ALIASES.items()} if base else {}
