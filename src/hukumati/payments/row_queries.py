"""The rows that every step of a payment looks at."""

from typing import Final

from hukumati.core.rows import Reading
from hukumati.payments.models import Bill, BillLine, Operation, Payment

BILL: Final = Reading(Bill, "id = %s")
BILL_LOCKED: Final = Reading(Bill, "id = %s FOR UPDATE")
LINES_OF_BILL: Final = Reading(BillLine, "bill_id = %s ORDER BY n")
PAYMENT: Final = Reading(Payment, "id = %s")
PAYMENT_WITH_BILL: Final = Reading(Payment, "pay_payment.id = %s", related=["bill"])
PAYMENT_WITH_BILL_LOCKED: Final = Reading(Payment, "pay_payment.id = %s FOR UPDATE OF pay_payment", related=["bill"])
PAYMENTS_OF_BILL: Final = Reading(Payment, "bill_id = %s ORDER BY created_at")
OPERATION: Final = Reading(Operation, "op_id = %s")
OPERATION_OF_KIND: Final = Reading(Operation, "payment_id = %s AND kind = %s")
