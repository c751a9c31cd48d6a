"""Addresses and texts are encrypted until they are delivered, and erased then."""

import json
import os
from typing import Final

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_NONCE_BYTES: Final = 12


def encrypt(content: dict[str, str], *, bound_to: str) -> bytes:
    """Encrypt texts (AES-256-GCM), bound to the id of the message they belong to."""
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + _cipher().encrypt(nonce, json.dumps(content).encode(), bound_to.encode())


def decrypt(encrypted: bytes, *, bound_to: str) -> dict[str, str]:
    """Decrypt the result of `encrypt`. Raises cryptography.exceptions.InvalidTag if the key or the id differ."""
    nonce, ciphertext = encrypted[:_NONCE_BYTES], encrypted[_NONCE_BYTES:]
    content: dict[str, str] = json.loads(_cipher().decrypt(nonce, ciphertext, bound_to.encode()))
    return content


def _cipher() -> AESGCM:
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"hukumati.notifications")
    return AESGCM(key.derive(settings.HUKUMATI.secret_key.get_secret_value().encode()))
