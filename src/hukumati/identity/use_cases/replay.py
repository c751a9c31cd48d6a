"""What may be presented once alone: the identifiers (`jti`) of proofs, assertions and request objects."""

import hashlib
import json
from datetime import datetime
from typing import Final

from django.db import connection

from hukumati.identity.models import UsedIdentifier

# One statement finds out and takes: of two requests at once, the second finds a row that has not expired.
_USE: Final = """
    INSERT INTO identity_used_identifier AS used (digest, expires_at) VALUES (%s, %s)
    ON CONFLICT (digest) DO UPDATE SET expires_at = excluded.expires_at WHERE used.expires_at <= %s
    RETURNING 1
"""


def use_once(*, kind: str, issuer: str, identifier: str, expires_at: datetime, now: datetime) -> bool:
    """Use an identifier; return False if it was used before and has not expired since.

    `kind` keeps apart what is presented ("dpop", "client_assertion"), `issuer` who made it (a key's thumbprint, a
    client). `expires_at` is the moment from which the presented thing would be refused anyway.
    """
    with connection.cursor() as cursor:
        cursor.execute(_USE, [_digest(kind, issuer, identifier), expires_at, now])
        return cursor.fetchone() is not None


def remove_expired(*, now: datetime) -> None:
    """Remove the identifiers of what would be refused anyway."""
    UsedIdentifier.objects.filter(expires_at__lte=now).delete()


def _digest(*parts: str) -> bytes:
    return hashlib.sha256(json.dumps(parts).encode()).digest()
