"""Reading the set of public keys of a client (RFC 7517 §5)."""

from collections.abc import Mapping, Sequence
from typing import Final

MOST_KEYS: Final = 20
LARGEST_KEY: Final = 20_000
_PRIVATE: Final = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})

Jwk = Mapping[str, object]


class UnusableKeys(ValueError):
    """The value is no set of public keys."""


def read_jwk_set(value: object) -> list[Jwk]:
    """Return the keys of a set. Raises UnusableKeys, also where a private or a symmetric key is among them."""
    keys = value.get("keys") if isinstance(value, dict) else None
    if not isinstance(keys, list) or not 0 < len(keys) <= MOST_KEYS:
        raise UnusableKeys("no set of at most 20 keys")
    for key in keys:
        if not isinstance(key, dict) or len(str(key)) > LARGEST_KEY or not is_public(key):
            raise UnusableKeys("a key that is not public")
    return keys


def is_public(key: Jwk) -> bool:
    """Return whether a key shows nothing that is secret."""
    return _PRIVATE.isdisjoint(key)


def with_id(keys: Sequence[Jwk], key_id: str | None) -> list[Jwk]:
    """Return the keys of an identifier; all of them where a token names none."""
    return [key for key in keys if key_id is None or key.get("kid") == key_id]
