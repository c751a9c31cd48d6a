"""The failpoints of this part, where a test may kill the process: one at every boundary of I/O and of commit."""

from typing import Final

FAILPOINTS: Final = (
    "payments.bill_issued.before_commit",
    "payments.idempotency.claimed",
    "payments.operation.written",
    "payments.acquirer.before_send",
    "payments.acquirer.after_answer",
    "payments.outcome.before_commit",
    "payments.outcome.after_commit",
    "payments.posting.before_commit",
    "payments.inbox.before_commit",
    "payments.inbox.stored",
    "payments.inbox.processed",
    "payments.cash.before_commit",
    "payments.cash.before_answer",
    "payments.refund.before_commit",
)
