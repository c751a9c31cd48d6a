"""Keys derived from the platform's secret key (HKDF-SHA256, RFC 5869), one for each purpose."""

import base64
import hashlib
import hmac
from functools import lru_cache

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

LOOKUP = "lookup.v1"
SEALING = "sealing.v1"
SMS_CODES = "sms-codes.v1"
PAIRWISE = "pairwise.v1"


@lru_cache(maxsize=64)
def _derive(secret: str, label: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=f"hukumati.identity.{label}".encode()).derive(
        secret.encode()
    )


def derived_key(label: str) -> bytes:
    """Return the 32-byte key of one purpose."""
    return _derive(settings.HUKUMATI.secret_key.get_secret_value(), label)


def keyed_digest(label: str, text: str) -> bytes:
    """Return HMAC-SHA256 of the text under one purpose's key."""
    return hmac.new(derived_key(label), text.encode(), hashlib.sha256).digest()


@lru_cache(maxsize=4)
def _fernet(key: bytes) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(key))


def seal(text: str) -> str:
    """Encrypt a text for storage."""
    return _fernet(derived_key(SEALING)).encrypt(text.encode()).decode("ascii")


def unseal(sealed: str) -> str:
    """Decrypt what `seal` made; raises cryptography's InvalidToken for anything else."""
    return _fernet(derived_key(SEALING)).decrypt(sealed).decode()
