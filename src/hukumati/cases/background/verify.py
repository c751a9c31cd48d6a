"""Whether every case is what its events say, and what the other parts know of it."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Final
from uuid import UUID

from django.db.models import F

from hukumati.cases.actors import citizen
from hukumati.cases.applying.drafts import is_draft
from hukumati.cases.applying.open_case import begun_as
from hukumati.cases.background.erase import ERASED
from hukumati.cases.domain import chain
from hukumati.cases.domain.case_state import MIGRATED, BrokenHistory, CaseState, RecordedEvent, fold
from hukumati.cases.domain.handover import OVER_FOR_THE_HOLDER
from hukumati.cases.engine.bills import KEY
from hukumati.cases.engine.loading import definition_of, state_of
from hukumati.cases.models import Case, Effect, Event, EventPayload, Handover, Request, Task, Timer, Upload
from hukumati.catalogue import api as catalogue
from hukumati.core import audit
from hukumati.core.chains import Head
from hukumati.core.digests import chain_key
from hukumati.core.hash_chain import Link, broken_links
from hukumati.documents import api as documents
from hukumati.payments import api as payments
from hukumati.service_language.api import files_in


@dataclass(frozen=True, slots=True)
class Violation:
    """Something that must never be."""

    reference: str
    what: str


def verify(*, reference: str | None = None) -> Iterator[Violation]:
    """Check every case, or one; silence means all is well."""
    cases = Case.objects.order_by("id") if reference is None else Case.objects.filter(reference=reference)
    for case in cases.iterator(chunk_size=500):
        for check in _CHECKS:
            yield from (Violation(case.reference, what) for what in check(case))


def _chain(case: Case) -> Iterator[str]:
    payloads = {row.seq: row for row in EventPayload.objects.filter(case=case)}
    events = list(Event.objects.filter(case=case).order_by("seq"))
    links = [_link(case, event) for event in events]
    first = chain.first_hash(case.reference)
    for position in broken_links(links, key=chain_key(chain.KIND), first=first):
        yield f"event {events[position].seq} was changed, or one before it is missing"
    for event in events:
        payload = payloads.pop(event.seq, None)
        if payload is None and case.erased_at is None:
            yield f"the payload of event {event.seq} is missing"
        if payload is not None and _digest(payload) != bytes(event.payload_digest):
            yield f"the payload of event {event.seq} was changed"
    if (links[-1].hash if links else first) != bytes(case.last_hash):
        yield "the last event is not the one the case knows"
    yield from (f"payload {seq} belongs to no event" for seq in payloads)


def _begun(case: Case) -> Iterator[str]:
    """Whose case it is and of which service is in its first event, and a new version in the event that led there.

    Cases begun before 0.2.0 hold only who began them.
    """
    first = Event.objects.filter(case=case, seq=1).first()
    if first is not None and first.actor != citizen(case.applicant_sub).label:
        yield "the case is somebody else's than who began it"
    payloads = EventPayload.objects.filter(case=case).order_by("seq")
    begun = payloads.filter(seq=1, payload__has_key="begun").values_list("payload", flat=True).first()
    if begun is None:
        return
    moved = Event.objects.filter(case=case, action=MIGRATED).values_list("seq", flat=True)
    versions = payloads.filter(seq__in=list(moved), payload__has_key="version").values_list(
        "payload__version", flat=True
    )
    version = ([begun["begun"]["version"], *versions])[-1]
    if begun["begun"] | {"version": version} != begun_as(case, version=_version_number(case)):
        yield "the applicant, the service or its version is not the one of the events"


def _version_number(case: Case) -> int:
    """Return the number of the case's version; 0 where it is another service's."""
    service = catalogue.get_version(version_id=case.version_id)
    return service.number if service.definition.code == case.service_code else 0


class CaseChains:
    """The chains of events, as anchors know them; a subject is a case's reference."""

    name: ClassVar[str] = chain.KIND

    def heads_since(self, moment: datetime) -> Iterator[Head]:
        """Yield the last event of each case that got one since."""
        rows = Event.objects.filter(at__gt=moment).order_by("case_id", "-seq").distinct("case_id")
        for row in rows.values_list("case__reference", "seq", "hash").iterator(chunk_size=1000):
            yield Head(self.name, row[0], row[1], bytes(row[2]).hex())

    def hash_at(self, subject: str, number: int) -> str | None:
        """Return the hash of one event, None where there is none."""
        rows = Event.objects.filter(case__reference=subject, seq=number).values_list("hash", flat=True)
        found = rows.first()
        return None if found is None else bytes(found).hex()

    def broken(self) -> Iterator[str]:
        """Recompute every chain and yield what is wrong."""
        for case in Case.objects.order_by("id").iterator(chunk_size=500):
            yield from (f"{case.reference}: {what}" for what in _chain(case))


def _link(case: Case, event: Event) -> Link:
    hashed = chain.Link(
        case.reference,
        event.seq,
        event.action,
        event.from_state,
        event.to_state,
        event.actor,
        event.at,
        bytes(event.payload_digest),
        bytes(event.prev_hash),
    )
    return Link(previous=hashed.prev_hash, record=chain.record_of(hashed), hash=bytes(event.hash))


def _digest(row: EventPayload) -> bytes:
    return chain.payload_digest(salt=bytes(row.salt), payload=row.payload)


def _uploads(case: Case) -> Iterator[str]:
    """The digests of files are in the chain; their bytes must be those."""
    held = {str(file["id"]): file["sha256"] for recorded in _recorded(case) for file in files_in(recorded)}
    for upload in Upload.objects.filter(case=case).iterator(chunk_size=1):
        recorded = held.pop(str(upload.id), upload.sha256)
        if hashlib.sha256(bytes(upload.content)).hexdigest() != recorded:
            yield f"the file {upload.id} was changed"
    yield from (f"the file {missing} is missing" for missing in held)


def _recorded(case: Case) -> Iterator[object]:
    """Yield what the events say of files: answers, those in groups too, and the papers given to requests."""
    yield from case.answers.values()
    given = EventPayload.objects.filter(case=case, payload__has_key="papers")
    yield from (payload["papers"] for payload in given.values_list("payload", flat=True))


def replay(case: Case) -> CaseState:
    """Play a case's events from the beginning. Raises BrokenHistory."""
    payloads = dict(EventPayload.objects.filter(case=case).values_list("seq", "payload"))
    return fold(
        RecordedEvent(event.seq, event.action, event.from_state, event.to_state, payloads.get(event.seq))
        for event in Event.objects.filter(case=case).order_by("seq")
    )


def _fold(case: Case) -> Iterator[str]:
    try:
        replayed = replay(case)
    except BrokenHistory as error:
        yield str(error)
        return
    if replayed != state_of(case):
        yield "the case is not the fold of its events"


def _erasure(case: Case) -> Iterator[str]:
    """Only a draft that ended, and a case whose erasure is in the audit trail, has been erased by the platform."""
    if case.erased_at is None:
        return
    entries = audit.list_entries(subject=f"case:{case.reference}") if case.submitted_at else ()
    if case.closed_at is None or (case.submitted_at and all(entry.action != ERASED for entry in entries)):
        yield "the case was erased, and not by the platform"


def _end(case: Case) -> Iterator[str]:
    """A case is closed if and only if its state ends it, and by the action that led there."""
    if (case.closed_at is not None) != definition_of(case).flow.states[case.state].end:
        yield "the case is closed, or open, against its state"
    if case.closed_at is None:
        return
    last = Event.objects.filter(case=case).exclude(from_state=F("to_state")).order_by("-seq").first()
    if last is None or (last.action, last.at) != (case.ended_by, case.closed_at):
        yield "the case did not end as its events say"


def _documents(case: Case) -> Iterator[str]:
    if case.erased_at is not None:
        return
    issued = {document.serial for document in documents.list_documents(case_reference=case.reference)}
    at_work = Effect.objects.filter(case=case, kind="issue", done_at=None).exists()
    if issued != set(case.documents) and not (at_work and issued > set(case.documents)):
        yield f"{len(issued)} documents were issued, the case knows {len(case.documents)}"
    if Effect.objects.filter(case=case, kind="issue", outcome="done").count() != len(case.documents):
        yield "documents and the effects that issue them differ in number"


def _money(case: Case) -> Iterator[str]:
    """A case goes on as paid only by a bill that is, and past a bill only when it is paid or was cancelled."""
    if case.bill_id is None:
        return
    moved_by = _paid_bills(case)
    for bill_id in {case.bill_id, *moved_by}:
        if not payments.get_bill(bill_id=bill_id).key.startswith(f"{KEY}{case.reference}:"):
            yield "the case has another's bill"
    for bill_id in moved_by:
        if payments.get_bill(bill_id=bill_id).status not in {"paid", "overpaid"}:
            yield "the case moved on as paid, but its bill is not"
    last = payments.get_bill(bill_id=case.bill_id)
    beyond = "paid" not in definition_of(case).flow.states[case.state].actions and case.closed_at is None
    if beyond and case.bill_id not in moved_by and last.status != "cancelled":
        yield "the case is past its payment without one"


def _paid_bills(case: Case) -> set[UUID]:
    moved = Event.objects.filter(case=case, action="paid").values_list("seq", flat=True)
    payloads = EventPayload.objects.filter(case=case, seq__in=list(moved)).values_list("payload", flat=True)
    return {UUID(payload["bill"]) for payload in payloads if payload.get("bill")}


def _leftovers(case: Case) -> Iterator[str]:
    open_tasks = Task.objects.filter(case=case, closed_at=None).exists()
    timers = Timer.objects.filter(case=case, done_at=None).exists()
    effects = Effect.objects.filter(case=case, done_at=None).exists()
    asked = Request.objects.filter(case=case, closed_at=None).exists()
    carried = Handover.objects.filter(case=case).exclude(state__in=OVER_FOR_THE_HOLDER).exists()
    if case.closed_at is not None and (open_tasks or timers or asked or carried):
        yield "the case is closed, but something of it is still open"
    waits = open_tasks or timers or effects or asked or carried or is_draft(case)
    if case.closed_at is None and not waits:
        yield "the case waits for nobody"


def _queue(case: Case) -> Iterator[str]:
    """What an application waits for is asked, and nothing else."""
    asked = set(Effect.objects.filter(case=case, kind="fetch", done_at=None).values_list("argument", flat=True))
    if asked != set(case.queued.values()):
        yield "the case waits for other registers than are asked"


def _handovers(case: Case) -> Iterator[str]:
    handed = Handover.objects.filter(case=case, state="handed_over").count()
    noted = Event.objects.filter(case=case, action="handed_over").count()
    if handed != noted:
        yield f"{handed} papers were handed over, the case knows {noted}"


_CHECKS: Final = (_chain, _begun, _fold, _erasure, _end, _documents, _money, _leftovers, _queue, _handovers, _uploads)
