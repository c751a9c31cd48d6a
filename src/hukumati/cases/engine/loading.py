"""Finding a case and its service."""

from collections.abc import Mapping

from django.conf import settings

from hukumati.cases.domain.case_state import CaseState
from hukumati.cases.engine.case_row import lock_row
from hukumati.cases.errors import NoSuchCase
from hukumati.cases.models import Case, Event, EventPayload, Handover, LockedCase
from hukumati.catalogue import api as catalogue
from hukumati.core.bilingual import Bilingual
from hukumati.core.references import normalise_reference
from hukumati.core.rows import PreparedQuery
from hukumati.service_language.api import Definition

_LATEST_HANDOVER = PreparedQuery(Handover, "case_id = %s ORDER BY seq DESC LIMIT 1")
_BY_REFERENCE = PreparedQuery(Case, "reference = %s")


def lock_case(reference: str) -> LockedCase:
    """Lock a case until the transaction ends. Raises NoSuchCase."""
    case = lock_row(normalise_reference(reference))
    if case is None:
        raise NoSuchCase
    return case


def lock_case_by_id(case_id: int) -> LockedCase:
    """Lock a case that is known to be there until the transaction ends. Raises NoSuchCase."""
    case = lock_row(case_id, by="id")
    if case is None:
        raise NoSuchCase
    return case


def find_case(reference: str) -> Case | None:
    """Read a case without locking it."""
    return _BY_REFERENCE.first(normalise_reference(reference))


def own_case(reference: str, sub: str) -> Case:
    """Read a person's own case. Raises NoSuchCase, for somebody else's too."""
    case = find_case(reference)
    if case is None or case.applicant_sub != sub:
        raise NoSuchCase
    return case


def lock_own_case(reference: str, sub: str) -> LockedCase:
    """Lock a person's own case. Raises NoSuchCase, for somebody else's too."""
    case = lock_case(reference)
    if case.applicant_sub != sub:
        raise NoSuchCase
    return case


def definition_of(case: Case) -> Definition:
    """Return the service as it was when the case began."""
    return catalogue.get_version(version_id=case.version_id).definition


def state_of(case: Case) -> CaseState:
    """Return the state of a case from its row, which keeps the fold of its events."""
    return CaseState(
        state=case.state,
        seq=case.last_seq,
        answers=case.answers,
        registers=case.registers,
        pages=tuple(case.pages),
        documents=tuple(case.documents),
        reason=case.reason,
        declared=case.declared,
        queued=case.queued,
        requests=case.requests,
        proposal=case.proposal,
        entered_by=case.entered_by,
    )


def applicant_name(case: Case) -> Bilingual:
    """Return the name under which the person applied."""
    return Bilingual(ar=case.applicant["name"]["ar"], en=case.applicant["name"]["en"])


def language_of(case: Case) -> str:
    """Return the language of the application, "ar" or "en"."""
    return str(case.applicant.get("language", "ar"))


def handover_of(case: Case) -> Handover | None:
    """Return the latest hand-over of a case."""
    return _LATEST_HANDOVER.first(case.id)


def has_event(case: Case, *, seq: int, action: str) -> bool:
    """Return whether the event of this number is this action."""
    return Event.objects.filter(case=case, seq=seq, action=action).exists()


def is_repeated(case: Case, *, seq: int, action: str, data: Mapping[str, object]) -> bool:
    """Return whether the last event is this one, and this action with the same data."""
    if seq != case.last_seq or not has_event(case, seq=seq, action=action):
        return False
    return bool(EventPayload.objects.get(case=case, seq=seq).payload == dict(data))


def secret() -> bytes:
    """Return the key from which collect codes are derived."""
    return b"cases.collect:" + settings.SECRET_KEY.encode()
