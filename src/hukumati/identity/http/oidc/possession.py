"""What a token request proves to possess, and whether that is what its client must prove (RFC 9449, RFC 8705)."""

from datetime import datetime

from django.http import HttpRequest

from hukumati.identity.domain.client_settings import ClientSettings
from hukumati.identity.domain.sender_constraints import NOTHING, Possession
from hukumati.identity.http.oidc.client_certificate import read_client_certificate
from hukumati.identity.http.oidc.dpop import InvalidProof, has_proof, nonce_headers, read_proof
from hukumati.identity.http.oidc.refusals import Refused


def possession_of(request: HttpRequest, chosen: ClientSettings, *, now: datetime) -> Possession:
    """Return the keys to which the tokens of a request are bound. Raises Refused."""
    possession = Possession(jkt=proven_key(request, now=now), x5t_s256=_certificate(request, chosen))
    if chosen.dpop_bound_access_tokens and not possession.jkt:
        raise Refused("invalid_grant", "a DPoP proof is required")
    if chosen.tls_client_certificate_bound_access_tokens and not possession.x5t_s256:
        raise Refused("invalid_grant", "a TLS client certificate is required")
    if chosen.is_fapi and possession == NOTHING:
        raise Refused("invalid_grant", "the client receives tokens only bound to a key")
    return possession


def proven_key(request: HttpRequest, *, now: datetime) -> str:
    """Return the thumbprint of the key of a request's DPoP proof; empty if it has none. Raises Refused."""
    if not has_proof(request):
        return ""
    try:
        return read_proof(request, now=now)
    except InvalidProof as fault:
        raise Refused(fault.error, str(fault), headers=nonce_headers(now=now)) from fault


def _certificate(request: HttpRequest, chosen: ClientSettings) -> str:
    if not chosen.tls_client_certificate_bound_access_tokens:
        return ""
    certificate = read_client_certificate(request)
    return certificate.thumbprint if certificate else ""
