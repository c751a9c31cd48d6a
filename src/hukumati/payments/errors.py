"""The error tree of this part.

PaymentsError
├── NoSuchBill, NoSuchPayment
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


class InvalidBill(PaymentsError):
    """The bill has no lines, mixes currencies, has an amount that is not positive, or its key is another bill's."""

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
    """The acquirer does not answer; nothing was taken that will not be found again. Try later."""

    code = "payments.acquirer_unavailable"
    status = 503
