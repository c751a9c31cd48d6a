"""What the inspector's program is asked and what it answers."""

import base64
import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from hukumati.documents.domain.inspection import Inspection


def pack(*, roots: Sequence[bytes], data: bytes) -> bytes:
    """Write the question: a line of JSON with the trusted roots, then the file."""
    return json.dumps([base64.b64encode(root).decode() for root in roots]).encode() + b"\n" + data


def read_question(question: bytes) -> tuple[list[bytes], bytes]:
    header, _, data = question.partition(b"\n")
    return [base64.b64decode(root) for root in json.loads(header)], data


def write_answer(found: Inspection | None) -> str:
    if found is None:
        return "null"
    return json.dumps(asdict(found) | {"signed_at": found.signed_at and found.signed_at.isoformat()})


def unpack(answer: bytes) -> Inspection | None:
    """Read the answer; None if there was no PDF that could be read."""
    found = json.loads(answer)
    if found is None:
        return None
    moment = found.pop("signed_at")
    return Inspection(**found, signed_at=datetime.fromisoformat(moment) if moment else None)
