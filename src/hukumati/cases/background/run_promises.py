"""Promises that are over: the supervisor is told, or silence decides by law; once each.

Never while the clock stands: then there is nothing that could be over.
"""

from datetime import datetime

from django.db import transaction

from hukumati.cases.actors import PROMISE_CLOCK
from hukumati.cases.engine.act import act_on, record_note
from hukumati.cases.engine.loading import definition_of, lock_case
from hukumati.cases.errors import PaymentUnderWay
from hukumati.cases.models import Case, LockedCase, Task
from hukumati.core.failpoints import hit
from hukumati.service_language.api import Definition, Promise

AT_ONCE = 500
TACIT = {"accept": "tacitly_accepted", "reject": "tacitly_rejected"}


def run_promises(*, now: datetime) -> int:
    """Act on promises that are over, each in a transaction of its own; return how many."""
    late = Case.objects.filter(closed_at=None, late_at=None, due_at__lte=now).order_by("due_at")
    return sum(run_promise(reference=each, now=now) for each in late.values_list("reference", flat=True)[:AT_ONCE])


def run_promise(*, reference: str, now: datetime) -> bool:
    """Act on one promise unless the case was faster; money on its way puts it off."""
    try:
        with transaction.atomic():
            return _run(reference, now)
    except PaymentUnderWay:
        return False


def _run(reference: str, now: datetime) -> bool:
    case = lock_case(reference)
    definition = definition_of(case)
    promise = definition.promise
    runs = promise is not None and promise.runs_in(definition.flow.states[case.state])
    if promise is None or not runs or case.late_at or case.closed_at or case.due_at is None or case.due_at > now:
        return False
    case.late_at = now
    if promise.decides:
        _decide(case, promise, now)
    else:
        _escalate(case, definition, now)
    hit("cases.late.before_commit")
    transaction.on_commit(lambda: hit("cases.late.committed"))
    return True


def _decide(case: LockedCase, promise: Promise, now: datetime) -> None:
    """The citizen reads the law as the reason."""
    law = promise.legal_reference
    reason = law.of(case.applicant.get("language", "ar")) if law else None
    action = TACIT[promise.if_late]
    act_on(case, action=action, actor=PROMISE_CLOCK, data={"reason": reason}, now=now, fixed=promise.late_to)


def _escalate(case: LockedCase, definition: Definition, now: datetime) -> None:
    """The supervisors find it in their inbox, whoever had taken it."""
    Task.objects.filter(case=case, closed_at=None).update(escalated_at=now, claimed_by="", claimed_at=None)
    due_at = case.due_at.isoformat() if case.due_at else None
    record_note(case, action="escalated", actor=PROMISE_CLOCK, data={"due_at": due_at}, now=now)
