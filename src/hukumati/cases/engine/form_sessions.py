"""The form session of a case: built here alone, so that pages and engine see the same facts."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from hukumati.cases.models import Case
from hukumati.core.clock import local_date
from hukumati.service_language.api import Definition, FormSession


def session_of_effects(case: Case, definition: Definition, now: datetime) -> FormSession:
    """Return the session in which the effects of a state are worked out: as of the day on which it was entered.

    An effect that is repeated on a later day says what was said before it: register and paper tell of one period.
    """
    return session_of(case, definition, as_of_effects(case, now))


def as_of_effects(case: Case, now: datetime) -> datetime:
    """Return the moment as of which the effects of a case's state are worked out."""
    entered = case.reached.get(case.milestone)
    return now if entered is None else min(now, datetime.fromisoformat(entered))


def session_of(case: Case, definition: Definition, now: datetime, data: Mapping[str, Any] | None = None) -> FormSession:
    """Return the case's form as it stands; `data` is what an event is about to add.

    A draft is judged as of now, one that waits for a register as of the day on which it was submitted; afterwards the
    answers stand. Answers and registers are copied: the session stays as it is when the case moves on.
    """
    added = data or {}
    return FormSession(
        definition=definition,
        answers={**case.answers, **added.get("answers", {})},
        registers={**case.registers, **added.get("registers", {})},
        today=local_date(now),
        id_number=case.applicant.get("id_number"),
        account={"phone": case.applicant.get("phone"), "email": case.applicant.get("email")},
        case={"reference": case.reference, "reason": added.get("reason", case.reason)},
        requests={**case.requests, **added.get("requests", {})},
        answered_on=None if case.submitted_at is None else local_date(case.submitted_at),
        is_settled=case.state != definition.flow.start,
    )
