"""The invariants of payments as SQL: each query lists the rows that violate one, so each must be empty."""

from dataclasses import dataclass
from typing import Final

from django.db import connection

MOST_ROWS: Final = 100
INVARIANTS: Final = {
    "the ledger sums to zero in each currency": """
        SELECT currency, sum(amount) FROM led_leg GROUP BY currency HAVING sum(amount) <> 0""",
    "each entry has two legs or more, which sum to zero in each currency": """
        SELECT e.id::text, l.currency, sum(l.amount), count(l.id) FROM led_entry e
        LEFT JOIN led_leg l ON l.entry_id = e.id
        GROUP BY e.id, l.currency HAVING count(l.id) < 2 OR sum(l.amount) <> 0""",
    "each capture that is done has exactly one entry": """
        SELECT o.op_id::text, count(e.id) FROM pay_operation o
        LEFT JOIN led_entry e ON e.operation_id = o.op_id AND e.kind IN ('capture', 'late_capture')
        WHERE o.kind = 'capture' AND o.state = 'done' GROUP BY o.op_id HAVING count(e.id) <> 1""",
    "each entry of a capture belongs to a capture that is done": """
        SELECT e.posting_key, o.state FROM led_entry e JOIN pay_operation o ON o.op_id = e.operation_id
        WHERE e.kind IN ('capture', 'late_capture') AND (o.kind <> 'capture' OR o.state <> 'done')""",
    "a payment is captured if and only if its capture is posted, with its amount": """
        SELECT p.id::text, p.state, p.captured_amount FROM pay_payment p
        LEFT JOIN led_entry e ON e.payment_id = p.id AND e.kind IN ('capture', 'late_capture')
        LEFT JOIN led_leg l ON l.entry_id = e.id AND l.n = 1
        WHERE (p.state IN ('captured', 'captured_late')) <> (e.id IS NOT NULL)
           OR p.captured_amount IS DISTINCT FROM l.amount""",
    "no payment captures more than was authorised": """
        SELECT p.id::text, p.amount, p.captured_amount FROM pay_payment p
        JOIN pay_operation o ON o.payment_id = p.id AND o.kind = 'authorise'
        WHERE p.captured_amount > p.amount""",
    "a bill is marked paid if and only if its total was posted": """
        SELECT b.id::text, b.total, coalesce(-sum(l.amount), 0) FROM pay_bill b
        LEFT JOIN led_leg l ON l.bill_id = b.id
        GROUP BY b.id
        HAVING (b.paid_at IS NOT NULL) <> (coalesce(-sum(l.amount), 0) >= b.total AND b.cancelled_at IS NULL)""",
    "revenue of a bill never exceeds its total": """
        SELECT b.id::text, b.total, -sum(l.amount) FROM pay_bill b JOIN led_leg l ON l.bill_id = b.id
        JOIN led_account a ON a.id = l.account_id WHERE a.code LIKE 'revenue:%'
        GROUP BY b.id HAVING -sum(l.amount) > b.total""",
    "BillPaid is announced once for each paid bill, and for no other": """
        SELECT b.id::text, count(e.id) FROM pay_bill b
        LEFT JOIN outbox_event e ON e.name = 'payments.BillPaid' AND e.payload->>'bill_id' = b.id::text
        GROUP BY b.id HAVING count(e.id) <> CASE WHEN b.paid_at IS NULL THEN 0 ELSE 1 END""",
    "the lines of each bill sum to its total": """
        SELECT b.id::text, b.total, coalesce(sum(l.amount), 0) FROM pay_bill b
        LEFT JOIN pay_bill_line l ON l.bill_id = b.id
        GROUP BY b.id HAVING coalesce(sum(l.amount), 0) <> b.total""",
    "the state of each payment is what its events lead to": """
        SELECT p.id::text, p.state, p.version, e.to_state FROM pay_payment p
        LEFT JOIN pay_event e ON e.payment_id = p.id AND e.seq = p.version
        WHERE (p.version > 0 AND e.to_state IS DISTINCT FROM p.state) OR (p.version = 0 AND p.state <> 'created')""",
    "each event begins where the one before ended": """
        SELECT payment_id::text, seq, from_state, before FROM (
          SELECT payment_id, seq, from_state, lag(to_state) OVER (PARTITION BY payment_id ORDER BY seq) AS before
          FROM pay_event) AS steps
        WHERE from_state <> coalesce(before, 'created')""",
    "nothing is refunded beyond what was captured": """
        SELECT e.payment_id::text, p.captured_amount, -sum(l.amount) FROM led_leg l
        JOIN led_account a ON a.id = l.account_id JOIN led_entry e ON e.id = l.entry_id
        JOIN pay_payment p ON p.id = e.payment_id
        WHERE a.code = 'refund:payable' AND l.amount < 0
        GROUP BY e.payment_id, p.captured_amount HAVING -sum(l.amount) > coalesce(p.captured_amount, 0)""",
    "an excess is ordered back when it comes": """
        SELECT e.payment_id::text, sum(l.amount) FROM led_leg l
        JOIN led_account a ON a.id = l.account_id JOIN led_entry e ON e.id = l.entry_id
        WHERE a.code = 'suspense:unmatched' GROUP BY e.payment_id HAVING sum(l.amount) <> 0""",
    "a cancelled bill keeps no revenue": """
        SELECT b.id::text, -sum(l.amount) FROM pay_bill b JOIN pay_payment p ON p.bill_id = b.id
        JOIN led_entry e ON e.payment_id = p.id JOIN led_leg l ON l.entry_id = e.id
        JOIN led_account a ON a.id = l.account_id
        WHERE b.cancelled_at IS NOT NULL AND a.code LIKE 'revenue:%'
        GROUP BY b.id HAVING sum(l.amount) <> 0""",
    "nothing has been unknown for an hour": """
        SELECT op_id::text, kind, state FROM pay_operation
        WHERE state IN ('sent', 'unknown') AND sent_at < now() - interval '1 hour'""",
}


@dataclass(frozen=True, slots=True)
class Violation:
    """One row that violates an invariant."""

    invariant: str
    row: tuple[object, ...]


def find_violations() -> list[Violation]:
    """Check every invariant and return the rows that violate them, at most a hundred for each."""
    found = []
    with connection.cursor() as cursor:
        for invariant, sql in INVARIANTS.items():
            cursor.execute(sql)
            found += [Violation(invariant, row) for row in cursor.fetchmany(MOST_ROWS)]
    return found


def list_captures(*, channel: str) -> dict[str, tuple[int, str]]:
    """List what we captured on a channel that authorises, by the reference it knows: (minor units, currency)."""
    sql = """
        SELECT a.op_id::text, p.captured_amount, p.currency FROM pay_payment p
        JOIN pay_operation a ON a.payment_id = p.id AND a.kind = 'authorise'
        WHERE p.channel = %s AND p.captured_amount IS NOT NULL"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [channel])
        return {reference: (amount, currency) for reference, amount, currency in cursor.fetchall()}


def compare_with_book(book: dict[str, tuple[int, str]], *, channel: str) -> list[Violation]:
    """Compare what we captured on a channel with the payment company's own book."""
    ours = list_captures(channel=channel)
    return [
        Violation("the acquirer's book says the same", (reference, ours.get(reference), book.get(reference)))
        for reference in sorted(ours.keys() | book.keys())
        if ours.get(reference) != book.get(reference)
    ]
