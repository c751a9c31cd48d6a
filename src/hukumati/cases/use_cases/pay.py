"""The bill of a case is paid."""

from datetime import datetime
from uuid import UUID

from hukumati.cases.actors import Actor
from hukumati.cases.models import Case
from hukumati.cases.use_cases.act import act_on
from hukumati.cases.use_cases.reading import SYSTEM, definition_of, lock_case
from hukumati.core.audit import record

PAYMENTS = Actor(kind="system", id="payments", name=SYSTEM.name)


def take_payment(*, bill_id: UUID, now: datetime) -> None:
    """This will move the case on, in the caller's transaction.

    Money for a case that is over stays where it is; it is recorded with the case, for a refund.
    """
    reference = Case.objects.filter(bill_id=bill_id).values_list("reference", flat=True).first()
    if reference is None:  # a bill of something else
        return
    case = lock_case(reference)
    if "paid" in definition_of(case).flow.states[case.state].actions:
        act_on(case, action="paid", actor=PAYMENTS, data={"bill": str(bill_id)}, now=now)
        return
    act_on(case, action="paid_late", actor=PAYMENTS, data={"bill": str(bill_id)}, now=now, note=True)
    record(subject=f"case:{reference}", actor=PAYMENTS.label, action="case.paid_late", details={"bill": str(bill_id)})
