"""Cash references: the number that a payer dictates to an agent, and the payment that awaits the cash."""

import secrets
from typing import Final
from uuid import UUID

from django.db import transaction

from hukumati.core.clock import now
from hukumati.payments.domain.cash_reference import new_cash_reference
from hukumati.payments.domain.states import Cause, Event, State
from hukumati.payments.errors import NoSuchBill
from hukumati.payments.models import Bill, Payment
from hukumati.payments.use_cases.transitions import apply_command, require_payable_amount

CHANNEL: Final = "cash"
ANY_COMPANY: Final = "agent:any"
MOST_DRAWS: Final = 20


def await_cash(*, bill_id: UUID) -> Payment:
    """Give the bill its cash reference, for ever, and return the payment that awaits the cash.

    Raises BillAlreadyPaid, BillNotPayable, NoSuchBill.
    """
    with transaction.atomic():
        bill = Bill.objects.select_for_update().filter(id=bill_id).first()
        if bill is None:
            raise NoSuchBill
        amount = require_payable_amount(bill)
        if bill.cash_reference is None:
            bill.cash_reference = _free_reference()
            bill.save(update_fields=["cash_reference"])
        awaiting = bill.payments.filter(channel=CHANNEL, state=State.AWAITING_FUNDS).select_related("bill").first()
        return awaiting or create_awaiting(bill, psp=ANY_COMPANY, amount=amount)


def create_awaiting(bill: Bill, *, psp: str, amount: int) -> Payment:
    """Create a cash payment that awaits its money; `psp` is the agent company, or any."""
    payment = Payment.objects.create(
        bill=bill,
        channel=CHANNEL,
        psp=psp,
        amount=amount,
        currency=bill.currency,
        created_at=now(),
        touched_at=now(),
    )
    apply_command(payment, Event.CASH_AWAITED, cause=Cause.START)
    return payment


def _free_reference() -> str:
    for _ in range(MOST_DRAWS):
        reference = new_cash_reference(secrets.randbelow)
        if not Bill.objects.filter(cash_reference=reference).exists():
            return reference
    raise RuntimeError("No free cash reference was found.")
