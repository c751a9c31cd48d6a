"""Printed codes at rest: encrypted, because a code opens a document's particulars, yet must be printable again."""

from base64 import urlsafe_b64encode
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from hukumati.documents.errors import DocumentDamaged


class SecretKeyCipher:
    """Fernet under a key that HKDF derives from a secret."""

    def __init__(self, *, secret: str) -> None:
        self._fernet = _fernet(secret)

    def encrypt(self, code: str) -> str:
        """Return a code as it is stored."""
        return self._fernet.encrypt(code.encode()).decode()

    def decrypt(self, encrypted: str) -> str:
        """Return a stored code; raises DocumentDamaged if it was encrypted under another secret."""
        try:
            return self._fernet.decrypt(encrypted.encode()).decode()
        except InvalidToken as error:
            raise DocumentDamaged("a printed code cannot be decrypted: was the secret key changed?") from error


@lru_cache(maxsize=2)
def _fernet(secret: str) -> Fernet:
    key = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"hukumati documents: printed codes")
    return Fernet(urlsafe_b64encode(key.derive(secret.encode())))
