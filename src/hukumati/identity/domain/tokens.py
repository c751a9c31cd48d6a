"""Random secrets of 256 bits: session cookies, authorization codes, access tokens, client secrets."""

import hashlib
import hmac
import secrets


def new_token() -> str:
    """Return 43 random URL-safe characters."""
    return secrets.token_urlsafe(32)


def token_digest(token: str) -> bytes:
    """Return what is stored of a secret: SHA-256, enough because nobody can guess 256 random bits."""
    return hashlib.sha256(token.encode()).digest()


def is_token(*, presented: str, stored: bytes) -> bool:
    """Compare a presented secret with the stored digest, in constant time."""
    return hmac.compare_digest(token_digest(presented), stored)
