"""Keyed digests under which people are recorded where their identifiers must not stand."""

import hashlib
import hmac

from django.conf import settings


def subject_digest(*, record: str, subject: str) -> str:
    """Return HMAC-SHA256 of a subject in hexadecimal; `record` keeps the digests of two records from matching."""
    return hmac.new(settings.SECRET_KEY.encode(), f"{record}:{subject}".encode(), hashlib.sha256).hexdigest()
