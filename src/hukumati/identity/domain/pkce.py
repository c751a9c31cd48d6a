"""Proof key for code exchange, RFC 7636: S256 alone."""

import base64
import hashlib
import re
from typing import Final

METHOD: Final = "S256"
METADATA: Final = {"code_challenge_methods_supported": [METHOD]}
_VERIFIER = re.compile(r"[A-Za-z0-9\-._~]{43,128}")
_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")


def challenge_of(verifier: str) -> str:
    """Return BASE64URL(SHA256(verifier)), RFC 7636 §4.2."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode("ascii")).digest()).rstrip(b"=").decode("ascii")


def is_challenge(*, challenge: str, method: str) -> bool:
    """Return whether a request carries an acceptable challenge; `plain` and a missing method are not."""
    return method == METHOD and is_digest(challenge)


def is_digest(text: str) -> bool:
    """Return whether a text is SHA-256 in base64url, as challenges and thumbprints of keys are written."""
    return _CHALLENGE.fullmatch(text) is not None


def challenge_answered(verifier: str) -> str:
    """Return the challenge that a verifier answers, RFC 7636 §4.6; empty, which is none, if it is malformed."""
    return "" if _VERIFIER.fullmatch(verifier) is None else challenge_of(verifier)
