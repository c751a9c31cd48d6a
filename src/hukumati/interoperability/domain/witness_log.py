"""What a security server's message log holds of anchors, and whether ours are those (docs/reference/exchange.md).

Whoever holds the database, its key and the folder of anchors can write all of them anew. The log of another agency's
server, read where that agency keeps it, is out of their reach.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from hukumati.core.json import NotJson, parse_json

_ID: Final = re.compile(r"anchor-(?P<number>[1-9][0-9]{0,9})-(?P<digest>[0-9a-f]{64})", re.ASCII)


@dataclass(frozen=True, slots=True)
class WitnessLog:
    """What was read: `digests` of anchors by their number, and `faults` of the log's own chain."""

    digests: Mapping[int, frozenset[str]]
    faults: tuple[str, ...] = field(default=())


def witness_id(*, number: int, digest: str) -> str:
    """Return the id of the message that leaves an anchor's digest in the logs."""
    return f"anchor-{number}-{digest}"


def read_witness_log(lines: Iterable[bytes], *, client: str) -> WitnessLog:
    """Read the lines of a log, a whole one or the end of one: what `client` asked the server that keeps it.

    Only what was received counts: the log of the client's own server is no witness.
    """
    digests: dict[int, set[str]] = {}
    faults, before = [], None
    for position, line in enumerate(lines, start=1):
        record = _record(line)
        if record is None or not _follows(record, before):
            faults.append(f"the witness's log is broken at line {position}")
        before = record
        if record and (record.get("role"), record.get("kind"), record.get("client")) == ("provider", "request", client):
            found = _ID.fullmatch(str(record.get("query_id")))
            if found:
                digests.setdefault(int(found["number"]), set()).add(found["digest"])
    return WitnessLog({number: frozenset(told) for number, told in digests.items()}, tuple(faults))


def compare_with_witness(anchors: Mapping[int, str], log: WitnessLog) -> Iterator[str]:
    """Yield where the anchors, by number and digest, are not those that were witnessed.

    What is newer than the newest that was witnessed is no fault: the log was read before, or is asked again.
    """
    yield from log.faults
    if not log.digests:
        yield "the log holds no anchor of this installation: it is not the witness's, or nothing was witnessed"
        return
    newest = max(log.digests)
    for number in sorted({*log.digests, *(each for each in anchors if each < newest)}):
        witnessed, ours = log.digests.get(number), anchors.get(number)
        if witnessed is None:
            yield f"anchor {number} was not witnessed, though a later one was"
        elif ours is None:
            yield f"anchor {number} was witnessed and is missing"
        elif witnessed != {ours}:
            yield f"anchor {number} is not the one that was witnessed"


def _record(line: bytes) -> dict[str, object] | None:
    """Return a line's record if its hash is its own."""
    try:
        record = parse_json(line)
    except NotJson:
        return None
    if not isinstance(record, dict):
        return None
    hashed = {name: value for name, value in record.items() if name != "hash"}
    own = hashlib.sha256(json.dumps(hashed, separators=(",", ":")).encode()).hexdigest()
    return record if record.get("hash") == own else None


def _follows(record: Mapping[str, object], before: Mapping[str, object] | None) -> bool:
    if before is None:  # the first that we have, or one behind a fault that was told
        return True
    number = before.get("number")
    return isinstance(number, int) and (record.get("number"), record.get("previous")) == (
        number + 1,
        before.get("hash"),
    )
