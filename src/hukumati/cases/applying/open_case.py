"""Starting an application, or finding the one that was started."""

from dataclasses import asdict
from datetime import datetime

from django.db import IntegrityError, transaction

from hukumati.cases.actors import citizen
from hukumati.cases.applying.drafts import closing_state, expire_if_due
from hukumati.cases.domain.case_state import CaseState
from hukumati.cases.domain.chain import first_hash
from hukumati.cases.engine.event_log import append_event
from hukumati.cases.errors import AlreadyOpen, ServiceNotOpen
from hukumati.cases.models import Case, Timer
from hukumati.cases.queries import view_of
from hukumati.cases.views import Applicant, CaseView
from hukumati.catalogue import api as catalogue
from hukumati.catalogue.api import Service
from hukumati.core.clock import end_of_day, local_date
from hukumati.core.failpoints import hit
from hukumati.core.references import new_reference
from hukumati.core.rows import add, write

TRIES = 5


def open_case(*, service_code: str, applicant: Applicant, now: datetime) -> CaseView:
    """Return the applicant's draft for a service, a new one if there is none.

    Raises NoSuchService (of the catalogue), ServiceNotOpen, AlreadyOpen(reference).
    """
    service = catalogue.get_service(code_or_slug=service_code)
    for attempt in range(TRIES):
        case = _running(service, applicant, now)
        if case is not None:
            return view_of(case, now=now)
        if service.definition.status.now != "open" or service.definition.kind == "enquiry":
            raise ServiceNotOpen(service.definition.status.reason)
        call = service.definition.call
        if call is not None and (refusal := call.refusal(local_date(now))):
            raise ServiceNotOpen(refusal)
        try:
            return view_of(_create(service, applicant, now), now=now)
        except IntegrityError:  # another tab was faster, or the reference is taken
            if attempt == TRIES - 1:
                raise
    raise AssertionError("the last attempt returns or raises")


def _running(service: Service, applicant: Applicant, now: datetime) -> Case | None:
    running = Case.objects.filter(
        service_code=service.definition.code, applicant_sub=applicant.sub, closed_at=None
    ).order_by("-opened_at")
    others = []
    for case in running:
        if case.submitted_at is not None:
            others.append(case)
        elif not expire_if_due(case, now):
            return case
    limit = service.definition.once.open_at_most
    if limit is not None and len(others) >= limit:
        raise AlreadyOpen(others[0].reference)
    return None


def _create(service: Service, applicant: Applicant, now: datetime) -> Case:
    definition = service.definition
    start = definition.flow.states[definition.flow.start]
    expires_at = end_of_day(now, days_later=definition.keep_draft_days)
    reference = new_reference(definition.reference_prefix)
    with transaction.atomic():
        case = Case(
            reference=reference,
            service_code=definition.code,
            version_id=service.version_id,
            provider=definition.provider,
            applicant_sub=applicant.sub,
            applicant=_kept(applicant),
            state=start.name,
            entered_by="open",
            milestone=start.milestone,
            reached={start.milestone: now.isoformat()},
            last_hash=first_hash(reference),
            single_open=definition.once.open_at_most == 1,
            opened_at=now,
            draft_expires_at=expires_at,
        )
        add(case)
        who, begun = citizen(applicant.sub), {"begun": begun_as(case, version=service.number)}
        append_event(case, action="open", to_state=start.name, actor=who, data=begun, now=now, before=CaseState())
        write(case, "last_seq", "last_hash")  # all else is as the first event leaves it
        add(Timer(case=case, seq=1, action="expired", to_state=closing_state(definition.flow), due_at=expires_at))
        hit("cases.open.before_commit")
    hit("cases.open.committed")
    return case


def begun_as(case: Case, *, version: int) -> dict[str, object]:
    """Return what the first event holds of a case, and no later one changes but the version: whose it is, of what."""
    return {
        "applicant": case.applicant,
        "service": case.service_code,
        "provider": case.provider,
        "version": version,
    }


def _kept(applicant: Applicant) -> dict[str, object]:
    by = applicant.represented_by
    acted = {**asdict(by), "name": {"ar": by.name.ar, "en": by.name.en}} if by else None
    return {
        "id_number": applicant.id_number,
        "name": {"ar": applicant.name.ar, "en": applicant.name.en},
        "phone": applicant.phone,
        "email": applicant.email,
        "language": "en" if applicant.language.startswith("en") else "ar",
    } | ({"represented_by": acted} if acted else {})
