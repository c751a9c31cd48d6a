"""Who did what to whom: an append-only chain per subject; subjects rest as keyed digests."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from hukumati.core.clock import now
from hukumati.core.digests import subject_digest
from hukumati.core.models import AuditEntry
from hukumati.core.rows import PreparedQuery, add

START = "0" * 64
_LAST = PreparedQuery(AuditEntry, "subject = %s ORDER BY number DESC LIMIT 1")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a subject's chain."""

    number: int
    actor: str
    action: str
    details: dict[str, Any]
    at: datetime
    digest: str


def entry_digest(*, previous: str, number: int, actor: str, action: str, details: dict[str, Any], at: datetime) -> str:
    """Return the SHA-256 over the line before and this line in canonical JSON."""
    line = json.dumps([previous, number, actor, action, details, at.isoformat()], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(line.encode()).hexdigest()


def record(*, subject: str, actor: str, action: str, details: dict[str, Any] | None = None) -> None:
    """Append a line to the subject's chain, in the caller's transaction if there is one."""
    key = subject_digest(record="audit", subject=subject)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])
        last = _LAST.first(key)
        number, previous = (last.number + 1, last.digest) if last else (1, START)
        line = {"number": number, "actor": actor, "action": action, "details": details or {}, "at": now()}
        digest = entry_digest(previous=previous, **line)  # type: ignore[arg-type]
        add(AuditEntry(subject=key, previous_digest=previous, digest=digest, **line))


def list_entries(*, subject: str) -> tuple[Entry, ...]:
    """Return the subject's lines, oldest first."""
    key = subject_digest(record="audit", subject=subject)
    rows = AuditEntry.objects.filter(subject=key).order_by("number")
    return tuple(Entry(row.number, row.actor, row.action, row.details, row.at, row.digest) for row in rows)


def is_intact(*, subject: str) -> bool:
    """Recompute the subject's chain and tell whether no line was changed, removed or put in."""
    previous = START
    key = subject_digest(record="audit", subject=subject)
    for expected, row in enumerate(AuditEntry.objects.filter(subject=key).order_by("number"), 1):
        digest = entry_digest(
            previous=previous, number=expected, actor=row.actor, action=row.action, details=row.details, at=row.at
        )
        if row.number != expected or row.previous_digest != previous or row.digest != digest:
            return False
        previous = digest
    return True
