"""Finding a case and its service."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from hukumati.cases.actors import Actor
from hukumati.cases.domain.case_state import Standing
from hukumati.cases.domain.permissions import Owner
from hukumati.cases.engine.case_row import locked
from hukumati.cases.errors import NoSuchCase
from hukumati.cases.models import Case, Event, EventPayload, Handover
from hukumati.catalogue import api as catalogue
from hukumati.core.bilingual import Bilingual
from hukumati.core.references import normalise_reference
from hukumati.core.rows import PreparedQuery
from hukumati.service_language.api import Definition

_LATEST_HANDOVER = PreparedQuery(Handover, "case_id = %s ORDER BY seq DESC LIMIT 1")
_BY_REFERENCE = PreparedQuery(Case, "reference = %s")
SYSTEM = Actor(kind="system", id="cases", name=Bilingual(ar="المنصة", en="The platform"))


def citizen(sub: str) -> Actor:
    """Make the actor of a person acting on their own case."""
    return Actor(kind="citizen", id=sub, name=Bilingual(ar="", en=""))


def lock_case(reference: str) -> Case:
    """Take the case's row until the transaction ends. Raises NoSuchCase."""
    case = locked(normalise_reference(reference))
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


def lock_own_case(reference: str, sub: str) -> Case:
    """Lock a person's own case. Raises NoSuchCase, for somebody else's too."""
    case = lock_case(reference)
    if case.applicant_sub != sub:
        raise NoSuchCase
    return case


def definition_of(case: Case) -> Definition:
    """Return the service as it was when the case began."""
    return catalogue.get_version(version_id=case.version_id).definition


def owner_of(case: Case) -> Owner:
    """Return whose case it is."""
    return Owner(sub=case.applicant_sub, id_number=case.applicant.get("id_number", ""), provider=case.provider)


def standing_of(case: Case) -> Standing:
    """Read where the case stands from its row, the kept fold of its events."""
    return Standing(
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
    )


def handover_of(case: Case) -> Handover | None:
    """Find the latest hand-over of a case."""
    return _LATEST_HANDOVER.first(case.id)


def has_event(case: Case, *, seq: int, action: str) -> bool:
    """Return whether the event of this number is this action."""
    return Event.objects.filter(case=case, seq=seq, action=action).exists()


def is_repeated(case: Case, *, seq: int, action: str, data: Mapping[str, Any]) -> bool:
    """Return whether the last event is this one, and this action with the same data."""
    if seq != case.last_seq or not has_event(case, seq=seq, action=action):
        return False
    return bool(EventPayload.objects.get(case=case, seq=seq).payload == dict(data))


def secret() -> bytes:
    """Return the key from which collect codes are derived."""
    return b"cases.collect:" + settings.SECRET_KEY.encode()
