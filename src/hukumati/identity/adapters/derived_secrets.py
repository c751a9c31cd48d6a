"""Secrets derived from the platform's secret key (HKDF-SHA256, RFC 5869), and the encryption of personal texts."""

import base64
import hashlib
import hmac
from functools import lru_cache

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from hukumati.identity.ports import SecretUse


class SecretsOfSettings:
    """DerivedSecrets of the one secret key in the settings."""

    def key(self, use: SecretUse) -> bytes:
        """Return the 32 bytes of one use."""
        return _derive(settings.HUKUMATI.secret_key.get_secret_value(), use)

    def digest(self, use: SecretUse, text: str) -> bytes:
        """Return HMAC-SHA256 of the text under the key of one use."""
        return hmac.new(self.key(use), text.encode(), hashlib.sha256).digest()


def encrypt(text: str) -> str:
    """Encrypt a text for storage (Fernet: AES-128-CBC with HMAC-SHA256)."""
    return _fernet(SecretsOfSettings().key(SecretUse.ENCRYPTION)).encrypt(text.encode()).decode("ascii")


def decrypt(encrypted: str) -> str:
    """Decrypt what `encrypt` returned. Raises cryptography's InvalidToken for anything else."""
    return _fernet(SecretsOfSettings().key(SecretUse.ENCRYPTION)).decrypt(encrypted).decode()


@lru_cache(maxsize=64)
def _derive(secret: str, use: SecretUse) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=f"hukumati.identity.{use}".encode()).derive(
        secret.encode()
    )


@lru_cache(maxsize=4)
def _fernet(key: bytes) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(key))
