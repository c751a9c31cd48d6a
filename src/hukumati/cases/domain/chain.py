"""The chain of a case's events: each carries the hash of the one before, so that a change anywhere shows.

Only a salted digest of an event's payload is in the chain; the payload can be erased one day without breaking it.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

SALT_BYTES = 16


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


def canonical(value: Any) -> bytes:
    """Write JSON in one way only: sorted keys, no spaces, UTF-8."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode()


def is_storable(value: Any) -> bool:
    """Return whether PostgreSQL keeps the JSON as it is: no NUL, no half of a surrogate pair, no NaN."""
    try:
        return b"\\u0000" not in canonical(value)
    except ValueError:
        return False


def payload_digest(*, salt: bytes, payload: Mapping[str, Any]) -> bytes:
    """Digest a payload so that it cannot be guessed from the digest once its salt is erased."""
    return hashlib.sha256(salt + canonical(payload)).digest()


def first_hash(reference: str) -> bytes:
    """Return the hash that a case's first event follows."""
    return hashlib.sha256(b"hukumati.case:" + reference.encode()).digest()


def link_hash(link: Link) -> bytes:
    """Hash one event together with the hash of the one before it."""
    body = {
        "case": link.reference,
        "seq": link.seq,
        "action": link.action,
        "from": link.from_state,
        "to": link.to_state,
        "actor": link.actor,
        "at": link.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "payload": link.payload_digest.hex(),
        "prev": link.prev_hash.hex(),
    }
    return hashlib.sha256(canonical(body)).digest()
