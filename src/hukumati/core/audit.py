"""The audit trail: who did what to whom, an append-only chain per subject; subjects are stored as keyed digests."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from operator import attrgetter
from typing import ClassVar

from django.db import connection

from hukumati.core.chains import Head, register_chains
from hukumati.core.clock import now
from hukumati.core.digests import chain_key, subject_digest
from hukumati.core.hash_chain import Link, broken_links, first_hash, next_hash
from hukumati.core.json import JsonObject, canonical_json
from hukumati.core.models import AuditEntry
from hukumati.core.paging import Order, Page
from hukumati.core.rows import PreparedQuery, add
from hukumati.core.transactions import joined_transaction

_NEWEST_FIRST: Order[AuditEntry] = Order({"number": int}, is_descending=True)
_LAST = PreparedQuery(AuditEntry, "subject = %s ORDER BY number DESC LIMIT 1")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a subject's chain."""

    number: int
    actor: str
    action: str
    details: JsonObject
    at: datetime
    digest: str


def record(*, subject: str, actor: str, action: str, details: Mapping[str, object] | None = None) -> None:
    """Append a line to the subject's chain, in the caller's transaction if there is one; `details` are JSON."""
    key = subject_digest(record="audit", subject=subject)
    with joined_transaction():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])
        last = _LAST.first(key)
        row = AuditEntry(
            subject=key,
            number=last.number + 1 if last else 1,
            actor=actor,
            action=action,
            details=dict(details or {}),
            at=now(),
            previous_digest=last.digest if last else first_hash("hukumati.audit", key).hex(),
        )
        row.digest = _digest(row)
        add(row)


def list_entries(*, subject: str) -> tuple[Entry, ...]:
    """Return the subject's lines, oldest first."""
    key = subject_digest(record="audit", subject=subject)
    rows = AuditEntry.objects.filter(subject=key).order_by("number")
    return tuple(_entry(row) for row in rows)


def _entry(row: AuditEntry) -> Entry:
    return Entry(row.number, row.actor, row.action, row.details, row.at, row.digest)


def page_entries(
    *,
    subject: str,
    actions: Iterable[str],
    about: Mapping[str, object] | None = None,
    after: str = "",
    before: str = "",
) -> Page[Entry]:
    """Return a page of the subject's lines with one of the actions, the newest first; `about` are details to match."""
    key = subject_digest(record="audit", subject=subject)
    rows = AuditEntry.objects.filter(subject=key, action__in=list(actions))
    if about:
        rows = rows.filter(details__contains=dict(about))
    return _NEWEST_FIRST.page(rows, after=after, before=before).showing(_entry)


def is_intact(*, subject: str) -> bool:
    """Recompute the subject's chain; return whether no line was changed, removed or inserted."""
    key = subject_digest(record="audit", subject=subject)
    return not any(_broken(key, AuditEntry.objects.filter(subject=key).order_by("number")))


class AuditChains:
    """The chains of the audit trail, as anchors know them; a subject is its keyed digest."""

    name: ClassVar[str] = "audit"

    def heads_since(self, moment: datetime) -> Iterator[Head]:
        """Yield the last line of each subject that got one since."""
        rows = AuditEntry.objects.filter(at__gt=moment).order_by("subject", "-number").distinct("subject")
        for row in rows.iterator(chunk_size=1000):
            yield Head(self.name, row.subject, row.number, row.digest)

    def hash_at(self, subject: str, number: int) -> str | None:
        """Return the digest of one line, None where there is none."""
        return AuditEntry.objects.filter(subject=subject, number=number).values_list("digest", flat=True).first()

    def broken(self) -> Iterator[str]:
        """Recompute every chain and yield what is wrong."""
        rows = AuditEntry.objects.order_by("subject", "number").iterator(chunk_size=1000)
        for subject, lines in groupby(rows, key=attrgetter("subject")):
            yield from (f"line {number} of subject {subject[:12]}…" for number in _broken(subject, lines))


def _broken(subject: str, rows: Iterable[AuditEntry]) -> Iterator[int]:
    """Yield the numbers of lines that were changed, or do not follow the one before."""
    first, key = first_hash("hukumati.audit", subject), chain_key("audit")
    yield from (position + 1 for position in broken_links(_links(rows), key=key, first=first))


def _digest(row: AuditEntry) -> str:
    return next_hash(key=chain_key("audit"), previous=bytes.fromhex(row.previous_digest), record=_record(row)).hex()


def _links(rows: Iterable[AuditEntry]) -> Iterator[Link]:
    for row in rows:
        yield Link(bytes.fromhex(row.previous_digest), _record(row), bytes.fromhex(row.digest))


def _record(row: AuditEntry) -> bytes:
    line: Mapping[str, object] = {
        "number": row.number,
        "actor": row.actor,
        "action": row.action,
        "details": row.details,
        "at": row.at.astimezone(UTC).isoformat(timespec="microseconds"),
    }
    return canonical_json(line)


register_chains(AuditChains())
