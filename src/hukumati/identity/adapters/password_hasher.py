"""Hashes human passwords with Argon2id (OWASP: m = 19 MiB, t = 2, p = 1)."""

from functools import cached_property

from django.contrib.auth.hashers import Argon2PasswordHasher

from hukumati.identity.domain.passwords import normalise_password


class _DjangoHasher(Argon2PasswordHasher):
    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1


class Argon2id:
    """A PasswordHasher: Django's Argon2 at our cost."""

    def __init__(self) -> None:
        self._hasher = _DjangoHasher()

    def hash(self, password: str) -> str:
        """Return the encoded hash of a password."""
        return self._hasher.encode(normalise_password(password), self._hasher.salt())

    def matches(self, *, password: str, stored: str | None) -> bool:
        """Compare a password with its hash; without a stored hash do the same work and return False."""
        matches = self._hasher.verify(normalise_password(password), stored or self._nobodys_hash)
        return matches and stored is not None

    def needs_rehash(self, stored: str) -> bool:
        """Return whether a hash was made at another cost than today's."""
        return bool(self._hasher.must_update(stored))

    @cached_property
    def _nobodys_hash(self) -> str:
        return self.hash("nobody has this password")
