"""The error tree of this part.

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

from hukumati.core.errors import HukumatiError


class PaymentsError(HukumatiError):
    """Any expected error of this part."""

    code = "payments.error"


class NoSuchBill(PaymentsError):
    """There is no such bill."""

    code = "payments.no_such_bill"
    status = 404


class NoSuchPayment(PaymentsError):
    """There is no such payment."""

    code = "payments.no_such_payment"
    status = 404


class UnknownChannel(PaymentsError):
    """No payment channel has this key."""

    code = "payments.unknown_channel"
    status = 404


class NoInstructions(PaymentsError):
    """The payment channel has no page of instructions: it leads elsewhere."""

    code = "payments.no_instructions"
    status = 404


class InvalidBill(PaymentsError):
    """The bill has no lines, mixes currencies, has an amount that is not positive, or uses the key of another bill."""

    code = "payments.invalid_bill"
    status = 422


class BillNotPayable(PaymentsError):
    """The bill is cancelled or expired."""

    code = "payments.bill_not_payable"
    status = 409


class BillAlreadyPaid(BillNotPayable):
    """The bill is paid."""

    code = "payments.bill_already_paid"


class PaymentInFlight(BillNotPayable):
    """A payment of the bill may be taking money now."""

    code = "payments.payment_in_flight"


class IdempotencyConflict(PaymentsError):
    """The idempotency key was used for another request."""

    code = "payments.idempotency_conflict"
    status = 409


class AcquirerUnavailable(PaymentsError):
    """The payment company does not answer; the sweep will find whatever was taken. Try later."""

    code = "payments.acquirer_unavailable"
    status = 503
