"""Cash notices: an agent company's report that it took cash is the proof of the payment."""

import hashlib
from typing import Final

from django.db import IntegrityError, transaction

from hukumati.core.clock import now
from hukumati.core.failpoints import hit
from hukumati.core.typed import bare_code
from hukumati.payments.channels.agent_cash.messages import CashNotice, Code
from hukumati.payments.channels.agent_cash.references import CHANNEL, create_awaiting
from hukumati.payments.domain.states import Cause, Event, State
from hukumati.payments.models import Bill, InboxMessage, Operation, Payment
from hukumati.payments.use_cases.inbox import mark_processed
from hukumati.payments.use_cases.operations import CAPTURE
from hukumati.payments.use_cases.transitions import Receipt, apply_inbound

_ENDED_WITHOUT_MONEY: Final = (State.EXPIRED, State.CANCELLED)


def record_notice(notice: CashNotice, *, message: InboxMessage) -> Code:
    """Record cash that an agent company took, once for its transaction number; again gives the same answer.

    The number is the sender's whose credential signed in (`message.source`): the company's name in the message is only
    told, and the same transaction under another name is not booked again.

    Cash that exceeds the bill, or comes after its payment ended, is recorded all the same and waits in suspense.
    """
    try:
        with transaction.atomic():
            code = _record(notice, message)
            hit("payments.cash.before_commit")
            return code
    except IntegrityError:  # the same notice at the same moment: the other process has recorded it
        with transaction.atomic():
            return _record(notice, message)


def _record(notice: CashNotice, message: InboxMessage) -> Code:
    InboxMessage.objects.select_for_update().get(id=message.id)
    known = Operation.objects.filter(psp=message.source, psp_ref=notice.transaction, kind=CAPTURE).first()
    if known is not None:
        return Code.SUCCESS if known.request_digest == _digest(notice) else Code.INTERNAL
    bill = Bill.objects.filter(cash_reference=bare_code(notice.reference)).first()
    if bill is None or bill.currency != notice.amount.currency:
        return _processed(message, Code.NOT_FOUND if bill is None else Code.INTERNAL)
    payment = _payment_for(bill, notice)
    payment.psp, payment.psp_ref = _psp(notice), notice.transaction
    operation = Operation.objects.create(
        payment=payment,
        kind=CAPTURE,
        amount=notice.amount.minor,
        currency=notice.amount.currency,
        psp=message.source,
        psp_ref=notice.transaction,
        state="sent",
        request_digest=_digest(notice),
        sent_at=now(),
    )
    receipt = Receipt(amount=notice.amount, operation=operation)
    apply_inbound(payment, Event.CAPTURED, cause=Cause.NOTICE, evidence=f"inbox:{message.id}", receipt=receipt)
    return _processed(message, Code.SUCCESS)


def _processed(message: InboxMessage, code: Code) -> Code:
    mark_processed(message, code.name.lower())
    return code


def _psp(notice: CashNotice) -> str:
    return f"agent:{notice.company}"


def _digest(notice: CashNotice) -> str:
    return hashlib.sha256(f"{notice.company}:{bare_code(notice.reference)}:{notice.amount}".encode()).hexdigest()


def _payment_for(bill: Bill, notice: CashNotice) -> Payment:
    """The payment that awaits cash; else one that ended without (its money is late); else a new one (a surplus)."""
    cash = Payment.objects.select_for_update(of=("self",)).select_related("bill").filter(bill=bill, channel=CHANNEL)
    found = (
        cash.filter(state=State.AWAITING_FUNDS).first()
        or cash.filter(state__in=_ENDED_WITHOUT_MONEY).order_by("-created_at").first()
    )
    return found or create_awaiting(bill, psp=_psp(notice), amount=notice.amount.minor)
