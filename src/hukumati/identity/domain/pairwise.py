"""Pairwise subject identifiers, OIDC Core §8.1: an account has another `sub` in each sector."""

import base64
import hashlib
import hmac
import re
from typing import Final

METADATA: Final = {"subject_types_supported": ["pairwise"]}
FIRST_PARTY_SECTOR: Final = "hukumati"
_SUBJECT: Final = re.compile(r"[A-Za-z0-9_-]{43}")


def pairwise_subject(*, key: bytes, account: str, sector: str) -> str:
    """Return the account's `sub` in a sector: 43 URL-safe characters, stable while the key's version is."""
    digest = hmac.new(key, f"{sector}\n{account}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")


def is_subject(text: str) -> bool:
    """Return whether a text could be the `sub` of somebody."""
    return _SUBJECT.fullmatch(text) is not None
