"""Giving a serial number and a code to a request, once."""

from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction

from hukumati.core.clock import now
from hukumati.core.rows import PreparedQuery, add
from hukumati.documents.adapters import codes
from hukumati.documents.domain.numbering import format_serial, new_code
from hukumati.documents.models import Allotment

BY_KEY = PreparedQuery(Allotment, "key = %s")
_NEXT = """
INSERT INTO document_counter AS c (prefix, year, last) VALUES (%s, %s, 1)
ON CONFLICT (prefix, year) DO UPDATE SET last = c.last + 1 RETURNING last
"""


@dataclass(frozen=True, slots=True)
class Allotted:
    id: int
    serial: str
    code: str


def allot(*, key: str, prefix: str, issued_on: date) -> Allotted:
    """Return the key's serial and code, new ones if it has none.

    The counter's row is locked until the commit and goes back with a rollback, so numbers have no gaps; whoever
    waited for that lock looks again for the key before taking a number.
    """
    found = BY_KEY.first(key)
    return _allotted(found or _take_number(key, prefix, issued_on.year))


@transaction.atomic
def _take_number(key: str, prefix: str, year: int) -> Allotment:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"documents:{key}"])
    found = BY_KEY.first(key)
    if found:
        return found
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [prefix, year])
        (number,) = cursor.fetchone()
    new = Allotment(
        key=key,
        prefix=prefix,
        year=year,
        number=number,
        serial=format_serial(prefix=prefix, year=year, number=number),
        code_encrypted=codes.encrypt(new_code()),
        allotted_at=now(),
    )
    add(new)
    return new


def _allotted(row: Allotment) -> Allotted:
    return Allotted(id=row.pk, serial=row.serial, code=codes.decrypt(row.code_encrypted))
