"""The door of payments.

PaymentsError
├── NoSuchBill, NoSuchPayment
├── InvalidBill
├── BillNotPayable
│   ├── BillAlreadyPaid
│   └── PaymentInFlight
├── IdempotencyConflict
└── AcquirerUnavailable
"""

from uuid import UUID

from hukumati.payments.domain.bills import BillStatus
from hukumati.payments.domain.states import State, Status
from hukumati.payments.errors import (
    AcquirerUnavailable,
    BillAlreadyPaid,
    BillNotPayable,
    IdempotencyConflict,
    InvalidBill,
    NoSuchBill,
    NoSuchPayment,
    PaymentInFlight,
    PaymentsError,
)
from hukumati.payments.failpoints import FAILPOINTS
from hukumati.payments.queries import Bill, BillLine, Payment, get_bill, get_payment, list_payments
from hukumati.payments.use_cases import card
from hukumati.payments.use_cases.bills import cancel_bill, issue_bill
from hukumati.payments.use_cases.card import CardCheckout, start_card_payment
from hukumati.payments.use_cases.cash import issue_cash_reference
from hukumati.payments.use_cases.refund import order_refund

__all__ = [
    "FAILPOINTS",
    "AcquirerUnavailable",
    "Bill",
    "BillAlreadyPaid",
    "BillLine",
    "BillNotPayable",
    "BillStatus",
    "CardCheckout",
    "IdempotencyConflict",
    "InvalidBill",
    "NoSuchBill",
    "NoSuchPayment",
    "Payment",
    "PaymentInFlight",
    "PaymentsError",
    "State",
    "Status",
    "cancel_bill",
    "get_bill",
    "get_payment",
    "issue_bill",
    "issue_cash_reference",
    "list_payments",
    "order_refund",
    "refresh_payment",
    "start_card_payment",
]


def refresh_payment(*, payment_id: UUID) -> Payment:
    """Ask the acquirer where a payment stands, apply it and return the payment: the browser's return.

    An acquirer that does not answer is no error here: the payment is returned as it was last heard of. Never inside a
    transaction. Raises NoSuchPayment.
    """
    card.refresh_payment(payment_id=payment_id)
    return get_payment(payment_id=payment_id)
