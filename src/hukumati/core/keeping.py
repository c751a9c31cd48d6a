"""What is kept for a while: encrypted, found only by whoever has its key, and forgotten when its time is over."""

import json
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection

from hukumati.core.digests import subject_digest
from hukumati.core.encryption import CannotDecrypt, decrypt, encrypt
from hukumati.core.json import canonical_json
from hukumati.core.models import Kept

_KEEP: Final = """
INSERT INTO kept (key, data, expires_at) VALUES (%s, %s, %s)
ON CONFLICT (key) DO UPDATE SET data = excluded.data, expires_at = excluded.expires_at
"""


def keep(*, purpose: str, key: str, value: object, lifetime: timedelta, now: datetime) -> None:
    """Keep a value that JSON can hold; what was kept under the same key is replaced."""
    data = encrypt(canonical_json(value), purpose=f"kept.{purpose}")
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, [_digest(purpose, key), data, now + lifetime])


def find(*, purpose: str, key: str, now: datetime) -> Any:
    """Return what is kept under a key; None if nothing is, or its time is over."""
    row = Kept.objects.filter(key=_digest(purpose, key), expires_at__gt=now).first()
    if row is None:
        return None
    try:
        return json.loads(decrypt(row.data, purpose=f"kept.{purpose}"))
    except CannotDecrypt:  # the installation has another SECRET_KEY since
        return None


def forget(*, purpose: str, key: str) -> None:
    """Forget what is kept under a key."""
    Kept.objects.filter(key=_digest(purpose, key)).delete()


def purge(*, moment: datetime) -> None:
    """Forget everything whose time is over."""
    Kept.objects.filter(expires_at__lte=moment).delete()


def _digest(purpose: str, key: str) -> str:
    return subject_digest(record=f"kept.{purpose}", subject=key)
