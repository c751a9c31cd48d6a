"""Client authentication, RFC 6749 §2.3.1: `client_secret_basic`, form-decoded, the secret kept as SHA-256."""

import base64
import hashlib
import hmac
from dataclasses import dataclass, field
from urllib.parse import unquote_plus

METHOD = "client_secret_basic"
METADATA = {"token_endpoint_auth_methods_supported": [METHOD]}
LONGEST_HEADER = 1024


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a client showed."""

    client_id: str
    secret: str = field(repr=False)


def read_basic(header: str) -> Credentials | None:
    """Read an Authorization header; both parts are percent-decoded, as the RFC demands."""
    scheme, _, encoded = header.partition(" ")
    if scheme.lower() != "basic" or len(header) > LONGEST_HEADER:
        return None
    try:
        text = base64.b64decode(encoded.strip(), validate=True).decode("utf-8")
    except ValueError:  # neither base64 nor UTF-8
        return None
    client_id, colon, secret = text.partition(":")
    return Credentials(unquote_plus(client_id), unquote_plus(secret)) if colon and client_id else None


def secret_digest(secret: str) -> bytes:
    """Return what is stored of a secret; it has 256 random bits, so a plain hash is enough."""
    return hashlib.sha256(secret.encode()).digest()


def is_secret(*, shown: str, stored: bytes) -> bool:
    """Compare a shown secret with the stored digest in constant time."""
    return hmac.compare_digest(secret_digest(shown), stored)
