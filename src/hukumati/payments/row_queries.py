"""The prepared queries of rows that every step of a payment reads."""

from typing import Final

from hukumati.core.rows import PreparedQuery
from hukumati.payments.models import Bill, BillLine, InboxMessage, Operation, Payment

BILL_LOCKED: Final = PreparedQuery(Bill, "id = %s FOR UPDATE")
LINES_OF_BILL: Final = PreparedQuery(BillLine, "bill_id = %s ORDER BY n")
PAYMENT: Final = PreparedQuery(Payment, "id = %s")
PAYMENT_WITH_BILL: Final = PreparedQuery(Payment, "pay_payment.id = %s", related=["bill"])
PAYMENT_WITH_BILL_LOCKED: Final = PreparedQuery(
    Payment, "pay_payment.id = %s FOR UPDATE OF pay_payment", related=["bill"]
)
PAYMENTS_OF_BILL: Final = PreparedQuery(Payment, "bill_id = %s ORDER BY created_at")
OPERATION: Final = PreparedQuery(Operation, "op_id = %s")
OPERATION_OF_KIND: Final = PreparedQuery(Operation, "payment_id = %s AND kind = %s")
MESSAGE: Final = PreparedQuery(InboxMessage, "id = %s")
