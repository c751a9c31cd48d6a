"""Whatever anybody does, and leaves undone, every case of every service ends, with all money accounted for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hukumati.cases import api as cases
from hukumati.cases.background.verify import verify
from hukumati.cases.models import Effect, Handover, Request, Task, Timer
from hukumati.payments import api as payments
from hukumati.payments.domain.states import TERMINAL
from hukumati.payments.models import Payment
from hukumati.payments.tests.test_every_bill_ends import revenue_kept
from hukumati.payments.verify import find_violations
from tests.walks.moves import LONGEST, Begin, Walk
from tests.walks.profile import walks_of_each_service
from tests.walks.services import Scenario, names, publish, scenarios

MOST_MOVES = 12
SERVICES = [name for name in names() if name != "asking"]
"""All but the service that takes the place of another one."""


@pytest.mark.timeout(3600)
def test_every_case_of_every_service_ends(begin: Begin) -> None:
    for service in SERVICES:
        publish(service)
        ends(begin, scenarios(service))


def ends(begin: Begin, every: list[Scenario]) -> None:
    """Let cases of one service take random ways, each to its end."""

    @walks_of_each_service(few=1)
    @given(data=st.data())
    def random_ways(data: st.DataObject) -> None:
        walk = begin(every[data.draw(st.integers(0, len(every) - 1), label="scenario")])
        if not apply(walk):
            return
        for _ in range(data.draw(st.integers(0, MOST_MOVES), label="moves")):
            moves = data.draw(st.sampled_from([kind for kind in walk.moves() if kind]), label="kind")
            walk.do(data.draw(st.sampled_from(sorted(moves)), label="move"), moves)
            if data.draw(st.sampled_from([True, True, True, False]), label="the platform works"):
                walk.work()
        walk.let_it_end()
        nothing_is_left(walk)

    random_ways()


def apply(walk: Walk) -> bool:
    """Fill the form in and submit it, as far as the doors let the person; return whether there is a case at all."""
    try:
        walk.fill()
        walk.submit()
    except cases.CasesError as refusal:
        walk.told.append(f"{type(refusal).__name__} {getattr(refusal, 'errors', '')}")
    if not walk.person.reference:
        return False
    walk.work()
    return True


def nothing_is_left(walk: Walk) -> None:
    """Assert that a case has ended, that nothing of it is open, and that its money is where it belongs."""
    case = walk.case
    assert case.closed_at is not None
    assert not Task.objects.filter(case=case, closed_at=None).exists()
    assert not Request.objects.filter(case=case, closed_at=None).exists()
    assert not Timer.objects.filter(case=case, done_at=None).exists()
    assert not Effect.objects.filter(case=case, done_at=None).exists()
    assert set(Handover.objects.filter(case=case).values_list("state", flat=True)) <= {"handed_over", "returned"}
    assert [found.what for found in verify(reference=case.reference)] == []
    assert walk.now - walk.scenario.now < LONGEST
    for bill in walk.bills():
        is_accounted_for(bill, walk.taken[str(bill.id)])
    assert find_violations() == []


def is_accounted_for(bill: payments.Bill, cash: int) -> None:
    """Assert that a bill is paid whole or cancelled, and that all that it does not owe was ordered back."""
    kept = revenue_kept(bill)
    assert bill.status in {"paid", "overpaid", "cancelled"}
    assert kept in {0, bill.total.minor}
    assert bill.status != "cancelled" or kept == 0
    assert bill.refunded.minor == cash + card_taken(bill) - kept
    assert {each.state for each in payments.list_payments(bill_id=bill.id)} <= TERMINAL


def card_taken(bill: payments.Bill) -> int:
    """Return what was taken from cards for a bill."""
    rows = Payment.objects.filter(bill_id=bill.id, channel="card").exclude(captured_amount=None)
    return sum(taken or 0 for taken in rows.values_list("captured_amount", flat=True))
