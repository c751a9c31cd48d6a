"""Money for the bill of a case: in time, too late, or ordered back because the bill did not owe it or has ended."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from hukumati.cases.actors import PAYMENTS
from hukumati.cases.engine import effect_queue
from hukumati.cases.engine.act import act_on, record_note
from hukumati.cases.engine.bills import OF_ONE_BILL, lock_by_bill
from hukumati.cases.engine.loading import definition_of, language_of, lock_own_case
from hukumati.cases.engine.messages import send_notice
from hukumati.cases.engine.payment_messages import (
    amount_in_message,
    notify_of_part,
    notify_of_payment,
    notify_of_payment_number,
)
from hukumati.cases.models import LockedCase
from hukumati.core.audit import record
from hukumati.core.bilingual import Bilingual
from hukumati.core.money import Money
from hukumati.payments import api as payments

ORDERED_BACK = Bilingual(
    ar="الطلب {reference}: نعيد إليك {amount} بالطريقة التي دفعت بها، لأن هذا المبلغ غير مستحق عليك. {url}",
    en="Application {reference}: we return {amount} to you the way that you paid, as it is not due. {url}",
)


def take_payment(*, bill_id: UUID, paid: Money, channel: str, now: datetime) -> None:
    """Move the case on, in the caller's transaction; money for a case that has ended is refunded.

    Who paid far from the site is told that the money has arrived.
    """
    case = lock_by_bill(bill_id)
    if case is None:  # a bill of something else
        return
    if case.bill_id == bill_id and "paid" in definition_of(case).flow.states[case.state].actions:
        act_on(case, action="paid", actor=PAYMENTS, data={"bill": str(bill_id)}, now=now)
        if payments.pays_away(channel=channel):
            notify_of_payment(case, definition_of(case), bill_id=bill_id, paid=paid)
    else:
        _too_late(case, bill_id, f"{OF_ONE_BILL}{bill_id}", now)


def take_part(*, bill_id: UUID, payment_id: UUID, paid: Money, channel: str) -> None:
    """Tell who paid a part of a bill far from the site what arrived, what is still due and until when.

    Nothing is told where the rest came meanwhile, or is not due any more: another message tells that.
    """
    case = lock_by_bill(bill_id)
    if case is None or case.bill_id != bill_id or case.closed_at is not None or not payments.pays_away(channel=channel):
        return
    bill = payments.get_bill(bill_id=bill_id)
    if bill.status == "part_paid":
        notify_of_part(case, definition_of(case), bill=bill, payment_id=payment_id, paid=paid)


def take_late_money(*, bill_id: UUID, payment_id: UUID, now: datetime) -> None:
    """Refund one payment that came when its bill no longer owed it, in the caller's transaction."""
    case = lock_by_bill(bill_id)
    if case is not None:
        _too_late(case, bill_id, str(payment_id), now)


def take_ordered_back(*, bill_id: UUID, amount: Money, now: datetime) -> None:
    """Record with the case, and tell its owner, that payments has ordered money back by itself."""
    case = lock_by_bill(bill_id)
    if case is None or case.erased_at is not None:
        return
    owed = f"{amount.format()} {amount.currency}"
    event = record_note(case, action="refunded", actor=PAYMENTS, data={"refund": [owed]}, now=now)
    told = amount_in_message(amount, language_of(case))
    send_notice(case, definition_of(case), ORDERED_BACK, key=f"{event.seq}:ordered_back", amount=told)


def send_payment_number(*, reference: str, sub: str, number: str) -> None:
    """Send a person the number by which their bill is paid away from the site, once. Raises NoSuchCase."""
    with transaction.atomic():
        case = lock_own_case(reference, sub)
        if case.bill_id is not None:
            bill = payments.get_bill(bill_id=case.bill_id)
            notify_of_payment_number(case, definition_of(case), bill=bill, number=number)


def _too_late(case: LockedCase, bill_id: UUID, payment: str, now: datetime) -> None:
    """The money stays where it is until the effect has ordered its refund; both are recorded with the case."""
    event = record_note(case, action="paid_late", actor=PAYMENTS, data={"bill": str(bill_id)}, now=now)
    details = {"bill": str(bill_id)}
    record(subject=f"case:{case.reference}", actor=PAYMENTS.label, action="case.paid_late", details=details)
    effect_queue.create(case, [("refund", payment)], seq=event.seq, now=now)
