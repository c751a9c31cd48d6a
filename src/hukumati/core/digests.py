"""Keys of the installation: for the digests that stand in place of people's identifiers, and for hash chains."""

import hashlib
import hmac

from django.conf import settings


def chain_key(chain: str) -> bytes:
    """Return the key of a hash chain of this installation."""
    return hmac.digest(settings.SECRET_KEY.encode(), f"hukumati.chain:{chain}".encode(), "sha256")


def subject_digest(*, record: str, subject: str) -> str:
    """Return HMAC-SHA256 of a subject in hexadecimal; `record` keeps the digests of two records from matching."""
    return hmac.new(settings.SECRET_KEY.encode(), f"{record}:{subject}".encode(), hashlib.sha256).hexdigest()
