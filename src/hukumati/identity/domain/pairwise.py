"""Pairwise subject identifiers, OIDC Core §8.1: an account has another `sub` in each sector."""

import base64
import hashlib
import hmac
from typing import Final

METADATA: Final = {"subject_types_supported": ["pairwise"]}
FIRST_PARTY_SECTOR: Final = "hukumati"


def pairwise_subject(*, key: bytes, account: str, sector: str) -> str:
    """Return the account's `sub` in a sector: 43 URL-safe characters, stable while the key's version is."""
    digest = hmac.new(key, f"{sector}\n{account}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")
