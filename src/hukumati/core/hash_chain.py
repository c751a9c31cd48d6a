"""A keyed hash chain: each record is hashed with the hash of the one before it, so that a change anywhere shows.

Hashes are HMAC-SHA256, 32 bytes: who can write the table but has not the installation's key cannot make them. Where a
chain is stored, and what a record holds, is for its owner to decide.
"""

import hashlib
import hmac
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

HASH_BYTES = 32


@dataclass(frozen=True, slots=True)
class Link:
    """A stored record: its canonical bytes, the hash it claims to follow, and its own hash."""

    previous: bytes
    record: bytes
    hash: bytes


def first_hash(chain: str, subject: str) -> bytes:
    """Return the hash that the first record follows; it differs for each chain and each subject of it."""
    return hashlib.sha256(f"{chain}:{subject}".encode()).digest()


def next_hash(*, key: bytes, previous: bytes, record: bytes) -> bytes:
    """Return the hash of a record that follows the one with the hash `previous`."""
    if len(previous) != HASH_BYTES:  # a fixed length keeps the border between the two unambiguous
        raise ValueError(f"a hash has {HASH_BYTES} bytes")
    return hmac.digest(key, previous + record, "sha256")


def broken_links(links: Iterable[Link], *, key: bytes, first: bytes) -> Iterator[int]:
    """Yield the positions, from 0, of records that were changed or do not follow the one stored before them."""
    expected = first
    for position, link in enumerate(links):
        if link.previous != expected or next_hash(key=key, previous=link.previous, record=link.record) != link.hash:
            yield position
        expected = link.hash
