"""Paying in cash: a number to dictate, a bill to pull by it, and the notice that the money was taken."""

import hashlib
import secrets
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction

from hukumati.core.clock import now
from hukumati.core.failpoints import hit
from hukumati.core.money import Money
from hukumati.payments import ledger
from hukumati.payments.adapters.ebpp_biller.messages import CashNotice, Code, bill_record
from hukumati.payments.domain.bills import PAYABLE, BillStatus
from hukumati.payments.domain.cash_reference import is_cash_reference, new_cash_reference
from hukumati.payments.domain.states import Event, State
from hukumati.payments.errors import BillAlreadyPaid, BillNotPayable, NoSuchBill
from hukumati.payments.models import Bill, InboxMessage, Operation, Payment
from hukumati.payments.queries import status_of_bill
from hukumati.payments.use_cases.operations import CAPTURE
from hukumati.payments.use_cases.transitions import Cause, Receipt, command, news, remaining_of

_LATE: Final = (State.EXPIRED, State.CANCELLED)
_BILL_STATUS: Final = {
    BillStatus.PART_PAID: "BillPartiallyPaid",
    BillStatus.PAID: "BillPaid",
    BillStatus.OVERPAID: "BillOverPaid",
}


def issue_cash_reference(*, bill_id: UUID) -> str:
    """Return the number by which the bill is paid in cash; it is the bill's for ever.

    Raises BillAlreadyPaid, BillNotPayable, NoSuchBill.
    """
    with transaction.atomic():
        bill = Bill.objects.select_for_update().filter(id=bill_id).first()
        if bill is None:
            raise NoSuchBill
        remaining = remaining_of(bill)
        if remaining <= 0:
            raise BillAlreadyPaid if bill.paid_at is not None else BillNotPayable("The bill is cancelled or expired.")
        if bill.cash_reference is None:
            bill.cash_reference = _free_reference()
            bill.save(update_fields=["cash_reference"])
        if not bill.payments.filter(channel="cash", state=State.AWAITING_FUNDS).exists():
            _expect(bill, psp="agent:any", amount=remaining)
    return bill.cash_reference


def _free_reference() -> str:
    for _ in range(20):
        reference = new_cash_reference(secrets.randbelow)
        if not Bill.objects.filter(cash_reference=reference).exists():
            return reference
    raise RuntimeError("No free cash reference was found.")


def _expect(bill: Bill, *, psp: str, amount: int) -> Payment:
    payment = Payment.objects.create(
        bill=bill,
        channel="cash",
        psp=psp,
        amount=amount,
        currency=bill.currency,
        created_at=now(),
        touched_at=now(),
    )
    command(payment, Event.CASH_AWAITED, cause=Cause.START)
    return payment


def pull_bill(*, reference: str) -> tuple[Code, dict[str, object]]:
    """Return what an agent may see of the bill behind a number: what is due, and the payer's initials."""
    if not is_cash_reference(reference):
        return Code.INVALID_BILLING_NUMBER, bill_record(reference=reference[:20], code=Code.INVALID_BILLING_NUMBER)
    bill = Bill.objects.filter(cash_reference=reference).first()
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


def take_notice(notice: CashNotice, *, message: InboxMessage) -> Code:
    """Record cash that an agent company took, once for its transaction number; again gives the same answer.

    Cash that exceeds the bill, or comes after its payment ended, is recorded all the same and waits in suspense.
    """
    try:
        with transaction.atomic():
            code = _take(notice, message)
            hit("payments.cash.before_commit")
            return code
    except IntegrityError:  # the same notice at the same moment: the other has recorded it
        with transaction.atomic():
            return _take(notice, message)


def _take(notice: CashNotice, message: InboxMessage) -> Code:
    InboxMessage.objects.select_for_update().get(id=message.id)
    known = Operation.objects.filter(psp=_psp(notice), psp_ref=notice.transaction, kind=CAPTURE).first()
    if known is not None:
        return _again(known, notice)
    bill = Bill.objects.filter(cash_reference=notice.reference).first()
    if bill is None or bill.currency != notice.amount.currency:
        return _done(message, Code.NOT_FOUND if bill is None else Code.INTERNAL)
    payment = _payment_for(bill, notice)
    payment.psp, payment.psp_ref = _psp(notice), notice.transaction
    operation = Operation.objects.create(
        payment=payment,
        kind=CAPTURE,
        amount=notice.amount.minor,
        currency=notice.amount.currency,
        psp=payment.psp,
        psp_ref=notice.transaction,
        state="sent",
        request_digest=_digest(notice),
        sent_at=now(),
    )
    receipt = Receipt(amount=notice.amount, operation=operation)
    news(payment, Event.CAPTURED, cause=Cause.NOTICE, evidence=f"inbox:{message.id}", receipt=receipt)
    return _done(message, Code.SUCCESS)


def _done(message: InboxMessage, code: Code) -> Code:
    InboxMessage.objects.filter(id=message.id).update(processed_at=now(), outcome=code.name.lower())
    return code


def _again(known: Operation, notice: CashNotice) -> Code:
    return Code.SUCCESS if known.request_digest == _digest(notice) else Code.INTERNAL


def _psp(notice: CashNotice) -> str:
    return f"agent:{notice.company}"


def _digest(notice: CashNotice) -> str:
    return hashlib.sha256(f"{notice.reference}:{notice.amount}".encode()).hexdigest()


def _payment_for(bill: Bill, notice: CashNotice) -> Payment:
    """The payment that expects cash; else one that ended without (its money is late); else a new one (a surplus)."""
    cash = Payment.objects.select_for_update(of=("self",)).select_related("bill").filter(bill=bill, channel="cash")
    found = (
        cash.filter(state=State.AWAITING_FUNDS).first() or cash.filter(state__in=_LATE).order_by("-created_at").first()
    )
    return found or _expect(bill, psp=_psp(notice), amount=notice.amount.minor)
