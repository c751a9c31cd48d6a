"""Allocating a serial number and a printed code to a request, once."""

from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction

from hukumati.core.clock import now
from hukumati.core.rows import PreparedQuery, add
from hukumati.documents import wiring
from hukumati.documents.domain.numbering import format_serial, new_code
from hukumati.documents.models import SerialAllocation

_BY_KEY = PreparedQuery(SerialAllocation, "key = %s")
_NEXT = """
INSERT INTO document_counter AS c (prefix, year, last) VALUES (%s, %s, 1)
ON CONFLICT (prefix, year) DO UPDATE SET last = c.last + 1 RETURNING last
"""


@dataclass(frozen=True, slots=True)
class AllocatedSerial:
    """A serial number with its printed code, in clear text."""

    id: int
    year: int
    serial: str
    code: str


def allocate_serial(*, key: str, prefix: str, issued_on: date) -> AllocatedSerial:
    """Return the serial and code of the key, new ones if it has none.

    The counter's row stays locked until the commit and a rollback takes the number back, so numbers have no gaps.
    The key is looked for under a lock of its own: most keys are new, and one who waited finds what the other took.
    """
    row = _allocate(key, prefix, issued_on.year)
    code = wiring.code_cipher().decrypt(row.code_encrypted)
    return AllocatedSerial(id=row.pk, year=row.year, serial=row.serial, code=code)


@transaction.atomic
def _allocate(key: str, prefix: str, year: int) -> SerialAllocation:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"documents:{key}"])
    found = _BY_KEY.first(key)
    if found:
        return found
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [prefix, year])
        (number,) = cursor.fetchone()
    row = SerialAllocation(
        key=key,
        prefix=prefix,
        year=year,
        number=number,
        serial=format_serial(prefix=prefix, year=year, number=number),
        code_encrypted=wiring.code_cipher().encrypt(new_code()),
        allocated_at=now(),
    )
    add(row)
    return row
