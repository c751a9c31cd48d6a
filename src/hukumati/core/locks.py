"""One at a time: a second request for the same thing waits until the first is done, across all processes."""

import contextlib
from collections.abc import Iterator
from typing import Final

from django.db import InterfaceError, OperationalError, connection

# the setting lasts as long as the statement, which is a transaction of its own
_LOCK: Final = "SELECT set_config('lock_timeout', '10s', true), pg_advisory_lock(hashtextextended(%s, 0))"
_UNLOCK: Final = "SELECT pg_advisory_unlock(hashtextextended(%s, 0))"


@contextlib.contextmanager
def one_at_a_time(key: str) -> Iterator[None]:
    """Run a block while no other holds the key; it may open and end transactions of its own.

    Raises OperationalError after ten seconds of waiting. The lock ends with the connection too, as when a process dies.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [key])
    try:
        yield
    finally:
        with contextlib.suppress(OperationalError, InterfaceError), connection.cursor() as cursor:
            cursor.execute(_UNLOCK, [key])
