"""What an agent may see of the bill behind a cash reference."""

from typing import Final

from hukumati.core.money import Money
from hukumati.core.typed import bare_code
from hukumati.payments import ledger
from hukumati.payments.channels.agent_cash.messages import Code, Record, bill_record
from hukumati.payments.domain.bills import PAYABLE, BillStatus
from hukumati.payments.domain.cash_reference import is_cash_reference
from hukumati.payments.models import Bill
from hukumati.payments.queries import status_of_bill

_BILL_STATUS: Final = {
    BillStatus.PART_PAID: "BillPartiallyPaid",
    BillStatus.PAID: "BillPaid",
    BillStatus.OVERPAID: "BillOverPaid",
}
MOST_ECHOED: Final = 20


def pull_bill(*, reference: str) -> tuple[Code, Record]:
    """Return the bill behind a cash reference, however it is grouped, or why it cannot be paid."""
    number, reference = bare_code(reference), reference[:MOST_ECHOED]
    if not is_cash_reference(number):
        code = Code.INVALID_BILLING_NUMBER
        return code, bill_record(reference=reference, code=code)
    bill = Bill.objects.filter(cash_reference=number).first()
    if bill is None:
        return Code.NOT_FOUND, bill_record(reference=reference, code=Code.NOT_FOUND)
    paid = ledger.received_for(bill.id)
    status = status_of_bill(bill, paid=paid)
    if status not in PAYABLE:
        code = Code.ALREADY_PAID if status in _BILL_STATUS else Code.NOT_FOUND
        return code, bill_record(reference=reference, code=code, status=_BILL_STATUS.get(status, "BillUpdated"))
    record = bill_record(
        reference=reference,
        code=Code.SUCCESS,
        status=_BILL_STATUS.get(status, "BillNew"),
        due=Money(bill.total - paid, bill.currency),
        issued_at=bill.created_at.isoformat(),
        due_at=bill.due_at.isoformat() if bill.due_at else "",
        payer=bill.payer_initials,
        text=bill.title_ar,
    )
    return Code.SUCCESS, record
