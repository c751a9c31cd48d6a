"""A private key that is only a name: it lets `cryptography` sign certificates with a key it never sees."""

from typing import Any, NoReturn

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from hukumati.trust.ports import KeyProvider


class KeyElsewhere(ec.EllipticCurvePrivateKey):
    def __init__(self, *, provider: KeyProvider, label: str) -> None:
        self._provider, self._label = provider, label

    def sign(self, data: Any, signature_algorithm: ec.EllipticCurveSignatureAlgorithm) -> bytes:
        digest = signature_algorithm.algorithm
        if not isinstance(digest, hashes.HashAlgorithm):
            raise TypeError("only whole messages are signed")
        return self._provider.sign(label=self._label, data=bytes(data), digest=digest)

    def public_key(self) -> ec.EllipticCurvePublicKey:
        return self._provider.public_key(label=self._label)

    @property
    def curve(self) -> ec.EllipticCurve:
        return self.public_key().curve

    @property
    def key_size(self) -> int:
        return self.curve.key_size

    def exchange(self, *_: Any) -> NoReturn:
        raise TypeError("this key signs certificates, nothing else")

    def private_numbers(self) -> NoReturn:
        raise TypeError("this key never leaves its provider")

    def private_bytes(self, *_: Any) -> NoReturn:
        raise TypeError("this key never leaves its provider")

    def __copy__(self) -> "KeyElsewhere":
        return self

    def __deepcopy__(self, _: dict[int, Any]) -> "KeyElsewhere":
        return self
