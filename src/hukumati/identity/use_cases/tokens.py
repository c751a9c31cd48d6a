"""Random texts of 256 bits: session cookies, authorization codes, access tokens."""

import hashlib
import secrets


def new_token() -> str:
    """Return 43 URL-safe characters."""
    return secrets.token_urlsafe(32)


def token_digest(token: str) -> bytes:
    """Return what is stored of a token."""
    return hashlib.sha256(token.encode()).digest()
