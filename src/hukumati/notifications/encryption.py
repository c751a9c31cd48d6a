"""Addresses and texts wait encrypted until they are delivered, and are erased then."""

import json
import os
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_NONCE_BYTES = 12


def seal(content: dict[str, Any], *, bound_to: str) -> bytes:
    """Encrypt JSON content (AES-256-GCM), bound to the message it belongs to."""
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + _cipher().encrypt(nonce, json.dumps(content).encode(), bound_to.encode())


def unseal(sealed: bytes, *, bound_to: str) -> dict[str, Any]:
    """Decrypt what `seal` made; raises cryptography.exceptions.InvalidTag if key or message differ."""
    nonce, encrypted = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
    content: dict[str, Any] = json.loads(_cipher().decrypt(nonce, encrypted, bound_to.encode()))
    return content


def _cipher() -> AESGCM:
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"hukumati.notifications")
    return AESGCM(key.derive(settings.HUKUMATI.secret_key.get_secret_value().encode()))
