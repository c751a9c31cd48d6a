"""Hashes human passwords with Argon2id (OWASP: m = 19 MiB, t = 2, p = 1)."""

import gzip
from functools import cache
from pathlib import Path

from django.contrib.auth import password_validation
from django.contrib.auth.hashers import Argon2PasswordHasher

from hukumati.identity.domain.passwords import normalise_password


class Argon2id(Argon2PasswordHasher):
    """Django's hasher with our cost."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1


_HASHER = Argon2id()


def hash_password(text: str) -> str:
    """Return the encoded hash of a password."""
    return _HASHER.encode(normalise_password(text), _HASHER.salt())


@cache
def _nobodys_hash() -> str:
    return hash_password("nobody has this password")


def is_password(*, text: str, stored: str | None) -> bool:
    """Compare a password with its hash; without a stored hash it does the same work and answers False."""
    matches = _HASHER.verify(normalise_password(text), stored or _nobodys_hash())
    return matches and stored is not None


def needs_rehash(stored: str) -> bool:
    """Return whether a hash was made with another cost than today's."""
    return bool(_HASHER.must_update(stored))


@cache
def blocklist() -> frozenset[str]:
    """Return the 20,000 most common passwords, in lower case (the list that comes with Django)."""
    path = Path(password_validation.__file__).with_name("common-passwords.txt.gz")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return frozenset(line.strip() for line in lines)
