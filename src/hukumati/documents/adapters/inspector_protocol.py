"""How the inspector's program is spoken to: one request in, one answer out."""

import base64
import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from hukumati.documents.domain.inspection import Inspection


def pack_request(*, roots: Sequence[bytes], data: bytes) -> bytes:
    """Serialise a request: a line of JSON with the trusted roots, then the file."""
    return json.dumps([base64.b64encode(root).decode() for root in roots]).encode() + b"\n" + data


def parse_request(request: bytes) -> tuple[list[bytes], bytes]:
    """Return the trusted roots and the file of a request."""
    header, _, data = request.partition(b"\n")
    return [base64.b64decode(root) for root in json.loads(header)], data


def pack_answer(found: Inspection | None) -> str:
    """Serialise what was found as JSON."""
    if found is None:
        return "null"
    return json.dumps(asdict(found) | {"signed_at": found.signed_at and found.signed_at.isoformat()})


def parse_answer(answer: bytes) -> Inspection | None:
    """Return what was found; None if there was no readable PDF."""
    found = json.loads(answer)
    if found is None:
        return None
    moment = found.pop("signed_at")
    return Inspection(**found, signed_at=datetime.fromisoformat(moment) if moment else None)
