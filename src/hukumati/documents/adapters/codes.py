"""Printed codes at rest: encrypted, because a code opens a document's particulars, yet must be printable again."""

from base64 import urlsafe_b64encode
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from hukumati.documents.errors import DocumentDamaged


def encrypt(code: str) -> str:
    return _cipher(settings.SECRET_KEY).encrypt(code.encode()).decode()


def decrypt(encrypted: str) -> str:
    """Return the code; raises DocumentDamaged if the platform's secret key is another than it was."""
    try:
        return _cipher(settings.SECRET_KEY).decrypt(encrypted.encode()).decode()
    except InvalidToken as error:
        raise DocumentDamaged("a printed code cannot be decrypted: was the secret key changed?") from error


@lru_cache(maxsize=2)
def _cipher(secret: str) -> Fernet:
    key = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"hukumati documents: printed codes")
    return Fernet(urlsafe_b64encode(key.derive(secret.encode())))
