"""A private key that stays in its store: lets `cryptography` sign certificates with a key it never sees."""

from typing import NoReturn

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.utils import Buffer

from hukumati.trust.ports import KeyStore


class KeyHandle(ec.EllipticCurvePrivateKey):
    """A key by its identifier; whatever would take the key out of the store raises TypeError."""

    def __init__(self, *, store: KeyStore, key_id: str) -> None:
        self._store, self._key_id = store, key_id

    def sign(self, data: Buffer, signature_algorithm: ec.EllipticCurveSignatureAlgorithm) -> bytes:
        """Return a DER-encoded ECDSA signature made by the store."""
        digest = signature_algorithm.algorithm
        if not isinstance(digest, hashes.HashAlgorithm):
            raise TypeError("only whole messages are signed, not digests made elsewhere")
        return self._store.sign(key_id=self._key_id, data=bytes(data), digest=digest)

    def public_key(self) -> ec.EllipticCurvePublicKey:
        """Return the public half."""
        return self._store.public_key(key_id=self._key_id)

    @property
    def curve(self) -> ec.EllipticCurve:
        """The key's curve."""
        return self.public_key().curve

    @property
    def key_size(self) -> int:
        """The curve's size in bits."""
        return self.curve.key_size

    def exchange(self, *_: object) -> NoReturn:
        """Refuse key agreement."""
        raise TypeError("this key signs certificates, nothing else")

    def private_numbers(self) -> NoReturn:
        """Refuse to give the key away."""
        raise TypeError("this key never leaves its store")

    def private_bytes(self, *_: object) -> NoReturn:
        """Refuse to give the key away."""
        raise TypeError("this key never leaves its store")

    def __copy__(self) -> "KeyHandle":
        return self

    def __deepcopy__(self, _: dict[int, object]) -> "KeyHandle":
        return self
