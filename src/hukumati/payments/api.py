"""The door of payments.

PaymentsError
├── NoSuchBill, NoSuchPayment
├── UnknownChannel, NoInstructions
├── InvalidBill
├── BillNotPayable
│   ├── BillAlreadyPaid
│   └── PaymentInFlight
├── IdempotencyConflict
└── AcquirerUnavailable
"""

from uuid import UUID

from hukumati.payments.channels.base import Checkout, Instructions, InstructionsLink
from hukumati.payments.domain.bills import BillStatus
from hukumati.payments.domain.states import State, Status
from hukumati.payments.errors import (
    AcquirerUnavailable,
    BillAlreadyPaid,
    BillNotPayable,
    IdempotencyConflict,
    InvalidBill,
    NoInstructions,
    NoSuchBill,
    NoSuchPayment,
    PaymentInFlight,
    PaymentsError,
    UnknownChannel,
)
from hukumati.payments.failpoints import FAILPOINTS
from hukumati.payments.queries import Bill, BillLine, Payment, get_bill, get_payment, list_payments, payment_view
from hukumati.payments.use_cases import channel_payments
from hukumati.payments.use_cases.bills import cancel_bill, issue_bill
from hukumati.payments.use_cases.channel_payments import (
    OfferedChannel,
    get_instructions,
    list_channels,
    pays_away,
    start_payment,
)
from hukumati.payments.use_cases.refund import order_refund

__all__ = [
    "FAILPOINTS",
    "AcquirerUnavailable",
    "Bill",
    "BillAlreadyPaid",
    "BillLine",
    "BillNotPayable",
    "BillStatus",
    "Checkout",
    "IdempotencyConflict",
    "Instructions",
    "InstructionsLink",
    "InvalidBill",
    "NoInstructions",
    "NoSuchBill",
    "NoSuchPayment",
    "OfferedChannel",
    "Payment",
    "PaymentInFlight",
    "PaymentsError",
    "State",
    "Status",
    "UnknownChannel",
    "cancel_bill",
    "get_bill",
    "get_instructions",
    "get_payment",
    "issue_bill",
    "list_channels",
    "list_payments",
    "order_refund",
    "pays_away",
    "refresh_payment",
    "start_payment",
]


def refresh_payment(*, payment_id: UUID) -> Payment:
    """Ask the payment company for a payment's status, apply it and return the payment: for the browser's return.

    A company that does not answer is no error here: the payment is returned as it was last known. Never inside a
    transaction. Raises NoSuchPayment, UnknownChannel.
    """
    return payment_view(channel_payments.refresh_payment(payment_id=payment_id))
