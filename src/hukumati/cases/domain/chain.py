"""The hash chain of a case's events: what of an event is hashed.

Only a salted digest of an event's payload is in the chain; the payload can be erased one day without breaking it.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from hukumati.core import hash_chain
from hukumati.core.json import canonical_json

SALT_BYTES = 16
KIND = "cases"


@dataclass(frozen=True, slots=True)
class Link:
    """What is hashed of one event. `at` is aware; digests are 32 bytes."""

    reference: str
    seq: int
    action: str
    from_state: str
    to_state: str
    actor: str
    at: datetime
    payload_digest: bytes
    prev_hash: bytes


def payload_digest(*, salt: bytes, payload: Mapping[str, object]) -> bytes:
    """Digest a payload so that it cannot be guessed from the digest once its salt is erased."""
    return hashlib.sha256(salt + canonical_json(payload)).digest()


def first_hash(reference: str) -> bytes:
    """Return the hash that a case's first event follows."""
    return hash_chain.first_hash("hukumati.case", reference)


def record_of(link: Link) -> bytes:
    """Return the canonical bytes of one event, without the hash of the one before."""
    return canonical_json(
        {
            "case": link.reference,
            "seq": link.seq,
            "action": link.action,
            "from": link.from_state,
            "to": link.to_state,
            "actor": link.actor,
            "at": link.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "payload": link.payload_digest.hex(),
        }
    )


def link_hash(link: Link, *, key: bytes) -> bytes:
    """Hash one event together with the hash of the one before it, by the installation's key."""
    return hash_chain.next_hash(key=key, previous=link.prev_hash, record=record_of(link))
