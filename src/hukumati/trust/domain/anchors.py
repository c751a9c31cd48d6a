"""An anchor: the heads of the hash chains at one moment, signed, and chained to the anchor before it.

A chain can be written anew by whoever holds the database and the installation's key. An anchor that left the machine
can not: what it names must still be there, unchanged.
"""

import base64
import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from hukumati.core.chains import Head
from hukumati.core.json import canonical_json

NO_ANCHOR: Final = "0" * 64


class AnchorInvalid(ValueError):
    """The file is not an anchor."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """One anchor; `previous` is the SHA-256 of the file before it, in hexadecimal."""

    number: int
    at: datetime
    previous: str
    heads: tuple[Head, ...]
    signed: bytes
    signature: bytes


def write_anchor(
    *, number: int, at: datetime, previous: str, heads: Sequence[Head], sign: Callable[[bytes], bytes]
) -> bytes:
    """Return the content of an anchor's file: two lines, what is signed and the signature."""
    signed = canonical_json(
        {
            "number": number,
            "at": at.isoformat(),
            "previous": previous,
            "heads": [[head.chain, head.subject, head.number, head.hash] for head in heads],
        }
    )
    return signed + b"\n" + base64.b64encode(sign(signed)) + b"\n"


def read_anchor(content: bytes) -> Anchor:
    """Read an anchor's file; its signature is for the caller to verify. Raises AnchorInvalid."""
    try:
        signed, signature = content.rstrip(b"\n").split(b"\n")
        told: dict[str, Any] = json.loads(signed)
        return Anchor(
            number=int(told["number"]),
            at=datetime.fromisoformat(told["at"]),
            previous=str(told["previous"]),
            heads=tuple(Head(*head) for head in told["heads"]),
            signed=signed,
            signature=base64.b64decode(signature, validate=True),
        )
    except (ValueError, KeyError, TypeError) as fault:
        raise AnchorInvalid(str(fault)) from fault


def digest_of(content: bytes) -> str:
    """Return what the next anchor names this one by, and what leaves the machine: SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()
