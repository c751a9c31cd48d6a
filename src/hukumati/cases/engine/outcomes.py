"""What a message tells of an end: what of the fee comes back, and until when one may object."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from hukumati.cases.engine.bills import bills_of
from hukumati.cases.models import Case
from hukumati.core.bilingual import Bilingual
from hukumati.core.clock import end_of_day
from hukumati.payments import api as payments
from hukumati.service_language.api import Definition, State, placeholders_in

NOTHING_PAID: Final = Bilingual(ar="لم تدفع شيئًا.", en="You have paid nothing.")
RETURNED: Final = Bilingual(ar="يُعاد إليك ما دفعته.", en="What you paid is returned to you.")
KEPT: Final = Bilingual(ar="لا يُعاد الرسم الذي دفعته.", en="The fee that you paid is not returned.")


def fee_after(case: Case, definition: Definition) -> Bilingual | None:
    """Return what becomes of the fee of an ended case; None while it is open, and where the service is free."""
    state = definition.flow.states[case.state]
    if not state.end or definition.kind != "paid":
        return None
    if any(effect.kind == "refund" for effect in state.effects):
        return RETURNED
    bills = [payments.get_bill(bill_id=bill_id) for bill_id in bills_of(case)]
    if not any(bill.paid for bill in bills):
        return NOTHING_PAID
    return KEPT if any(bill.paid > bill.refunded for bill in bills) else RETURNED


def tells_reason(definition: Definition, targets: Iterable[str]) -> bool:
    """Return whether the applicant reads the reason that an official gives on the way into any of these states.

    They do where the case ends, where they are asked to answer, and where a message of the state has the reason.
    """
    states = [definition.flow.states[name] for name in targets]
    return any(state.end or "answer" in state.actions or _writes_reason(definition, state) for state in states)


def _writes_reason(definition: Definition, state: State) -> bool:
    sent = [definition.messages[each.argument] for each in state.effects if each.kind == "notify"]
    texts = [text for message in sent for text in (message.sms, message.body) if text is not None]
    return any("reason" in placeholders_in(text.ar) for text in texts)


def gave_reason(definition: Definition, state: State, ended_by: str) -> bool:
    """Return whether a case has ended in this state by an action for which an official gave a reason."""
    actions = [each.actions.get(ended_by) for each in definition.flow.states.values()]
    return state.end and any(
        "reason" in action.needs for action in actions if action and state.name in [to.to for to in action.branches]
    )


def object_until(case: Case, definition: Definition) -> datetime | None:
    """Return the end of the last day on which the applicant may object; None where they may not."""
    state = definition.flow.states[case.state]
    if case.closed_at is None or not state.end:
        return None
    days = objection_days(state)
    return None if days is None else end_of_day(case.closed_at, days_later=days)


def objection_days(state: State) -> int | None:
    """Return for how many days after an end the applicant may have it reviewed; None: they may not."""
    return max((way.within_days for way in state.reopen.values() if way.by == "citizen"), default=None)
