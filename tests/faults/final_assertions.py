"""What must hold at the end of every journey: paid once, one document, each message once."""

from uuid import UUID

from tests.faults.crash_runs import CrashRun
from tests.faults.plan import Way
from tests.faults.system_state import SystemState, as_text, message_mark
from tests.people import wait_for

FEE = 2000


def assert_ended_once(run: CrashRun, state: SystemState) -> None:
    """Assert that a citizen's only case ended once, whatever happened on the way."""
    assert len(state.cases_of(run.citizen.login)) == 1
    case = state.case(run.reference)
    assert case["closed_at"] is not None, case["state"]
    if run.way is Way.WITHDRAWN:
        assert_without_effect(run, state, case["bill_id"])
        return
    assert_paid_once(run, state, case["bill_id"])
    documents = state.documents(run.reference)
    assert [row["revoked_at"] for row in documents] == [None], as_text(documents)
    assert case["documents"] == [row["serial"] for row in documents]
    assert run.citizen.wait_for_document(run.reference).startswith(b"%PDF-")
    assert_notified_once(run, state)
    assert not run.citizen.has_seen("500"), str(run)


def assert_paid_once(run: CrashRun, state: SystemState, bill: UUID) -> None:
    """Assert that the platform and the receiver of the money agree that the fee was paid, once.

    An agent whose notification was accepted but not answered repeats it, half a minute later at most.
    """
    by_card, in_cash = ([], ["20.000"]) if run.way is Way.CASH else ([FEE], [])
    assert state.taken_by_card(bill) == by_card
    wait_for(
        "the agent's payments to be confirmed",
        lambda: state.unconfirmed_cash_payments() == 0,
        seconds=60,
        progress=state.work_done,
    )
    assert state.taken_in_cash(bill) == in_cash
    assert state.captured(bill) == [FEE]
    assert state.revenue(bill) == FEE


def assert_without_effect(run: CrashRun, state: SystemState, bill: UUID) -> None:
    """Assert that nothing was paid or issued, and that the bill is cancelled."""
    assert [*state.taken_by_card(bill), *state.taken_in_cash(bill), *state.captured(bill)] == []
    assert state.documents(run.reference) == []
    assert state.rows("SELECT cancelled_at FROM pay_bill WHERE id = %s", bill)[0]["cancelled_at"] is not None


def assert_notified_once(run: CrashRun, state: SystemState) -> None:
    """Assert that each message arrived once.

    Where a worker died while sending, an ordinary message may arrive twice, a secret one not at all.
    """

    def all_closed() -> bool:
        return all(row["closed_at"] for row in state.notifications(run.reference))

    wait_for("every message to be settled", all_closed, seconds=60, progress=state.work_done)
    rows, arrived = state.notifications(run.reference), state.arrived(run.citizen.person)
    assert {row["key"].rpartition(":")[2] for row in rows} >= {"received"}
    for row in rows:
        count = arrived[message_mark(row)]
        least = 0 if row["secret"] and row["unknowns"] else 1
        most = 2 if row["unknowns"] and not row["secret"] else 1
        assert least <= count <= most, (count, as_text([row]))
