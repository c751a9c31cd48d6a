"""One at a time: a second request for the same thing waits until the first is done, across all processes."""

import contextlib
from collections.abc import Iterator
from typing import Final

from django.db import InterfaceError, OperationalError, connection, transaction

_LONGEST_WAIT: Final = "10s"


@contextlib.contextmanager
def one_at_a_time(key: str) -> Iterator[None]:
    """Run a block while no other holds the key; it may open and end transactions of its own.

    Raises OperationalError after ten seconds of waiting. The lock ends with the connection too, as when a process dies.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [_LONGEST_WAIT])
        cursor.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [key])
        cursor.execute("SELECT set_config('lock_timeout', '0', true)")
    try:
        yield
    finally:
        with contextlib.suppress(OperationalError, InterfaceError), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [key])
