"""Reading the DPoP proof of a request, RFC 9449: by it a client shows that it holds the key of a token."""

from datetime import datetime
from typing import Final

from django.http import HttpRequest, HttpResponse

from hukumati.identity import wiring
from hukumati.identity.domain.compact_jws import CompactJws, MalformedJws, read_compact_jws
from hukumati.identity.domain.dpop import ALGORITHMS, WINDOW, Use, fault_of, is_nonce, new_nonce
from hukumati.identity.http.oidc.addresses import addresses_of
from hukumati.identity.ports import SecretUse
from hukumati.identity.use_cases.replay import use_once

LONGEST_PROOF: Final = 4096
NONCE_HEADER: Final = "DPoP-Nonce"
CHALLENGE: Final = f'DPoP algs="{" ".join(ALGORITHMS)}"'


class InvalidProof(ValueError):
    """The proof is malformed, not for this request, or was used before; `error` is its registered name."""

    error = "invalid_dpop_proof"


class NonceNeeded(InvalidProof):
    """The proof has no nonce of ours, or an old one: the client makes another with the nonce of the response."""

    error = "use_dpop_nonce"


def has_proof(request: HttpRequest) -> bool:
    """Return whether a request has a proof, good or not."""
    return "DPoP" in request.headers


def read_proof(request: HttpRequest, *, access_token: str = "", now: datetime) -> str:
    """Return the thumbprint of the key that a request proves to hold. Raises InvalidProof, also NonceNeeded.

    The nonce is checked last, so that a client is told first what another nonce would not mend.
    """
    proof = _read(request.headers.get("DPoP", ""))
    use = Use(request.method or "", addresses_of(request.path), access_token)
    fault = fault_of(proof, use, now=now)
    if fault:
        raise InvalidProof(fault)
    verifier, key = wiring.signature_verifier(), proof.embedded_key or {}
    if not verifier.verifies(proof, key=key):
        raise InvalidProof("signature")
    if not is_nonce(proof.text_claim("nonce"), key=_nonce_key(), now=now):
        raise NonceNeeded("nonce")
    jkt = verifier.thumbprint(key=key)
    if not use_once(kind="dpop", issuer=jkt, identifier=proof.text_claim("jti"), expires_at=now + 2 * WINDOW, now=now):
        raise InvalidProof("jti")
    return jkt


def offer_nonce(response: HttpResponse, *, now: datetime) -> HttpResponse:
    """Give the client the nonce for its next proof, and return the response (RFC 9449 §8.2)."""
    response[NONCE_HEADER] = new_nonce(key=_nonce_key(), now=now)
    return response


def nonce_headers(*, now: datetime) -> dict[str, str]:
    """Return the header by which a refusal gives the client a nonce."""
    return {NONCE_HEADER: new_nonce(key=_nonce_key(), now=now)}


def _read(text: str) -> CompactJws:
    try:
        return read_compact_jws(text, longest=LONGEST_PROOF, embeds_key=True)
    except MalformedJws as error:
        raise InvalidProof(str(error)) from error


def _nonce_key() -> bytes:
    return wiring.derived_secrets().key(SecretUse.DPOP_NONCES)
