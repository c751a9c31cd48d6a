"""What leaving a state means: its task, timers, question and effects end, and a bill that was not paid is cancelled."""

from collections.abc import Mapping
from uuid import UUID

from hukumati.cases.engine.event_log import Clauses
from hukumati.cases.errors import PaymentUnderWay
from hukumati.cases.models import Case
from hukumati.payments import api as payments
from hukumati.service_language.api import State

OBSOLETE_AFTERWARDS = ["ask", "tell", "fetch", "issue", "hand_over", "go_on"]
"""Effects that only make sense in the state which caused them; messages, refunds and checks are still carried out."""
LEAVING_SQL = """,
tasks AS (UPDATE cases_task SET closed_at = %(at)s WHERE case_id = %(case)s AND closed_at IS NULL),
timers AS (UPDATE cases_timer SET done_at = %(at)s WHERE case_id = %(case)s AND done_at IS NULL),
questions AS (
  UPDATE cases_request SET closed_at = %(at)s, state = 'answered', answer = %(answer)s
  WHERE case_id = %(case)s AND closed_at IS NULL AND name = ''
),
effects AS (
  UPDATE cases_effect SET done_at = %(at)s, outcome = 'obsolete'
  WHERE case_id = %(case)s AND done_at IS NULL AND kind = ANY(%(obsolete)s)
)"""


def leaving_clauses(data: Mapping[str, object]) -> Clauses:
    """Return what ends together with the state; `data` is the event's, with the citizen's `answer` to a question.

    Every action of every case goes this way: it is written in the event's own statement.
    """
    return Clauses(LEAVING_SQL, {"answer": data.get("answer", ""), "obsolete": OBSOLETE_AFTERWARDS})


def cancel_unpaid_bill(case: Case, left: State, *, action: str) -> None:
    """Cancel the bill of a state that was left otherwise than by payment; a part that came is ordered back.

    Raises PaymentUnderWay.
    """
    if left.awaits_payment and action != "paid" and case.bill_id is not None:
        _cancel_bill(case.bill_id, action)


def _cancel_bill(bill_id: UUID, action: str) -> None:
    try:
        payments.cancel_bill(bill_id=bill_id, reason=f"case {action}")
    except (payments.BillAlreadyPaid, payments.PaymentInFlight) as error:
        raise PaymentUnderWay from error
