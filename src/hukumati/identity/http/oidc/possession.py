"""What a token request proves to possess, and whether that is what its client must prove (RFC 9449, RFC 8705)."""

from datetime import datetime

from django.http import HttpRequest

from hukumati.identity.domain.client_settings import ClientSettings
from hukumati.identity.domain.sender_constraints import Possession
from hukumati.identity.http.oidc.client_certificate import read_client_certificate
from hukumati.identity.http.oidc.refusals import Refused


def possession_of(request: HttpRequest, chosen: ClientSettings, *, now: datetime) -> Possession:
    """Return the keys to which the tokens of a request are bound. Raises Refused."""
    certificate = read_client_certificate(request) if chosen.tls_client_certificate_bound_access_tokens else None
    possession = Possession(x5t_s256=certificate.thumbprint if certificate else "")
    if chosen.tls_client_certificate_bound_access_tokens and not possession.x5t_s256:
        raise Refused("invalid_grant", "a TLS client certificate is required")
    return possession
