"""The rows that every step of a payment looks at."""

from functools import cache
from typing import Final
from uuid import UUID

from django.db import connection

from hukumati.core.rows import Reading, columns, made
from hukumati.payments.models import Bill, BillLine, Operation, Payment

BILL: Final = Reading(Bill, "id = %s")
BILL_LOCKED: Final = Reading(Bill, "id = %s FOR UPDATE")
LINES_OF_BILL: Final = Reading(BillLine, "bill_id = %s ORDER BY n")
PAYMENT: Final = Reading(Payment, "id = %s")
PAYMENTS_OF_BILL: Final = Reading(Payment, "bill_id = %s ORDER BY created_at")
OPERATION: Final = Reading(Operation, "op_id = %s")
OPERATION_OF_KIND: Final = Reading(Operation, "payment_id = %s AND kind = %s")


def payment_with_bill(payment_id: UUID, *, lock: bool = False) -> Payment:
    """This will read a payment and its bill at once; `lock` takes the payment's row. Raises Payment.DoesNotExist."""
    with connection.cursor() as cursor:
        cursor.execute(_with_bill(lock), [payment_id])
        row = cursor.fetchone()
    if row is None:
        raise Payment.DoesNotExist
    own = len(Payment._meta.concrete_fields)
    payment = made(Payment, row[:own])
    payment.bill = made(Bill, row[own:])
    return payment


@cache
def _with_bill(lock: bool) -> str:
    return (
        f"SELECT {columns(Payment, 'payment')}, {columns(Bill, 'bill')} FROM pay_payment AS payment "  # noqa: S608
        f"JOIN pay_bill AS bill ON bill.id = payment.bill_id WHERE payment.id = %s{' FOR UPDATE OF payment' * lock}"
    )
