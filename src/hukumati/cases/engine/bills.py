"""The bills of a case: what is due in a state, and which of them it has had."""

from typing import Final
from uuid import UUID

from hukumati.cases.engine.case_row import lock_row
from hukumati.cases.models import Case, Event, EventPayload, LockedCase
from hukumati.core.bilingual import Bilingual
from hukumati.payments import api as payments
from hukumati.service_language.api import FormSession, State

DELIVERY: Final = "delivery"
DELIVERY_TITLE: Final = Bilingual(ar="رسم التوصيل", en="Delivery")
KEY: Final = "case:"
OF_ONE_BILL: Final = "bill:"
"""Before the number of a bill: what an effect refunds where not all of a case is paid back."""


def bill_key(reference: str, seq: int) -> str:
    """Return the key of the bill that an event issued."""
    return f"{KEY}{reference}:{seq}"


def lines_due(session: FormSession, state: State) -> tuple[payments.BillLine, ...]:
    """Return what is due in a state: the fee that it charges, or that of the application with its delivery."""
    return charge_lines(session, state.charge) if state.charge else bill_lines(session)


def bill_lines(session: FormSession) -> tuple[payments.BillLine, ...]:
    """Write fee and delivery as lines of a bill; none where the service is free for this person."""
    definition, fee, delivery = session.definition, session.fee(), session.delivery()
    code = definition.delivery_budget_code or definition.budget_code or DELIVERY
    lines = (
        payments.BillLine(kind="fee", title=definition.name, amount=fee, budget_code=definition.budget_code),
        payments.BillLine(kind=DELIVERY, title=DELIVERY_TITLE, amount=delivery, budget_code=code),
    )
    return tuple(line for line in lines if line.amount)


def charge_lines(session: FormSession, name: str) -> tuple[payments.BillLine, ...]:
    """Write a fee that a state charges as the line of a bill."""
    definition, amount = session.definition, session.charge(name)
    table = definition.tables[name]
    line = payments.BillLine(
        kind=name[:20],
        title=table.title or definition.name,
        amount=amount,
        budget_code=table.budget_code or definition.budget_code,
    )
    return (line,) if amount else ()


def title_due(session: FormSession, state: State) -> Bilingual:
    """Return what the bill of a state is called."""
    table = session.definition.tables.get(state.charge)
    return session.definition.name if table is None or table.title is None else table.title


def lock_by_bill(bill_id: UUID) -> LockedCase | None:
    """Lock the case that a bill belongs to, its last one or an earlier one; None for a bill of something else."""
    case = lock_row(bill_id, by="bill_id")
    if case is not None:
        return case
    try:
        key = payments.get_bill(bill_id=bill_id).key
    except payments.NoSuchBill:
        return None
    reference = key.removeprefix(KEY).rpartition(":")[0]
    return lock_row(reference) if key.startswith(KEY) else None


def bills_of(case: Case) -> list[UUID]:
    """List the bills of a case that were paid, oldest first, and the last one."""
    paid = Event.objects.filter(case=case, action__in=["paid", "paid_late"]).values_list("seq", flat=True)
    payloads = (
        EventPayload.objects.filter(case=case, seq__in=list(paid)).order_by("seq").values_list("payload", flat=True)
    )
    bills = [UUID(payload["bill"]) for payload in payloads if payload.get("bill")]
    return list(dict.fromkeys([*bills, *([case.bill_id] if case.bill_id else [])]))
