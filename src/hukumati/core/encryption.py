"""Encryption of what rests in the database for a while: sessions, and what people typed."""

import base64
import os
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_NONCE_BYTES: Final = 12


class CannotDecrypt(ValueError):
    """The text was not encrypted for this purpose with this installation's key, or was changed."""


def encrypt(data: bytes, *, purpose: str) -> str:
    """Return bytes encrypted (AES-256-GCM) under a key of the purpose's own, as ASCII."""
    nonce = os.urandom(_NONCE_BYTES)
    return base64.urlsafe_b64encode(nonce + _cipher(purpose).encrypt(nonce, data, None)).decode()


def decrypt(text: str, *, purpose: str) -> bytes:
    """Return what `encrypt` was given. Raises CannotDecrypt."""
    try:
        raw = base64.urlsafe_b64decode(text.encode())
        return _cipher(purpose).decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], None)
    except (ValueError, InvalidTag) as fault:
        raise CannotDecrypt(purpose) from fault


_ciphers: dict[tuple[str, str], AESGCM] = {}


def _cipher(purpose: str) -> AESGCM:
    """Return the cipher of a purpose; deriving its key costs more than a small text does."""
    key = (purpose, settings.SECRET_KEY)
    if key not in _ciphers:
        derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"hukumati.{purpose}".encode())
        _ciphers[key] = AESGCM(derived.derive(settings.SECRET_KEY.encode()))
    return _ciphers[key]
