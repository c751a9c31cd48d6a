"""The bill of a case is paid: in time, too late, or by money that the bill did not owe any more."""

from datetime import datetime
from uuid import UUID

from hukumati.cases.actors import PAYMENTS
from hukumati.cases.engine import effect_queue
from hukumati.cases.engine.act import act_on, record_note
from hukumati.cases.engine.case_row import lock_row
from hukumati.cases.engine.loading import definition_of
from hukumati.cases.models import LockedCase
from hukumati.core.audit import record


def take_payment(*, bill_id: UUID, now: datetime) -> None:
    """Move the case on, in the caller's transaction; money for a case that has ended is refunded."""
    case = lock_row(bill_id, by="bill_id")
    if case is None:  # a bill of something else
        return
    if "paid" in definition_of(case).flow.states[case.state].actions:
        act_on(case, action="paid", actor=PAYMENTS, data={"bill": str(bill_id)}, now=now)
    else:
        _too_late(case, bill_id, "", now)


def take_late_money(*, bill_id: UUID, payment_id: UUID, now: datetime) -> None:
    """Refund one payment that came when its bill no longer owed it, in the caller's transaction."""
    case = lock_row(bill_id, by="bill_id")
    if case is not None:
        _too_late(case, bill_id, str(payment_id), now)


def _too_late(case: LockedCase, bill_id: UUID, payment: str, now: datetime) -> None:
    """The money stays where it is until the effect has ordered its refund; both are recorded with the case."""
    event = record_note(case, action="paid_late", actor=PAYMENTS, data={"bill": str(bill_id)}, now=now)
    details = {"bill": str(bill_id)}
    record(subject=f"case:{case.reference}", actor=PAYMENTS.label, action="case.paid_late", details=details)
    effect_queue.create(case, [("refund", payment)], seq=event.seq, now=now)
