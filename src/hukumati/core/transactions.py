"""Joining a transaction, and guards for code that must run inside one, or outside of any."""

from django.db import connection, transaction


def joined_transaction() -> transaction.Atomic:
    """Run a block in the caller's transaction, or in one of its own.

    Without a savepoint, which would be two more round trips: an error in the block undoes the caller's work too, even
    if the caller catches it.
    """
    return transaction.atomic(savepoint=False)


def refuse_in_transaction(reason: str) -> None:
    """Raise RuntimeError(reason) when a transaction is open: a slow call outside must not hold rows locked.

    The transaction that a test case wraps around itself does not count.
    """
    if _is_in_transaction():
        raise RuntimeError(reason)


def require_transaction(reason: str) -> None:
    """Raise RuntimeError(reason) when no transaction is open; that of a test case does not count either."""
    if not _is_in_transaction():
        raise RuntimeError(reason)


def _is_in_transaction() -> bool:
    return any(not getattr(block, "_from_testcase", False) for block in connection.atomic_blocks)
