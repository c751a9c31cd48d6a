"""Digests that tie a response to its request (PR-REST)."""

import hashlib
from base64 import b64encode

DEFAULT_ALGORITHM = "SHA-512"
_CONSTRUCTORS = {"SHA-512": hashlib.sha512, "SHA-384": hashlib.sha384, "SHA-256": hashlib.sha256}


class UnsupportedAlgorithm(ValueError):
    """A digest algorithm is unknown."""


def digest(data: bytes, *, algorithm: str = DEFAULT_ALGORITHM) -> bytes:
    """Return the digest of the bytes; the algorithm by its name on the wire, such as `SHA-512`."""
    try:
        return _CONSTRUCTORS[algorithm](data).digest()
    except KeyError as error:
        raise UnsupportedAlgorithm("unknown digest algorithm") from error


def request_hash(*, message: bytes, body: bytes | None, algorithm: str = DEFAULT_ALGORITHM) -> str:
    """Return base64(H(message)), or base64(H(H(message) ‖ H(body))) when a body was sent, even an empty one."""
    value = digest(message, algorithm=algorithm)
    if body is not None:
        value = digest(value + digest(body, algorithm=algorithm), algorithm=algorithm)
    return b64encode(value).decode("ascii")
