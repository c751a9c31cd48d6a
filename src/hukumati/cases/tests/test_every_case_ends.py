"""An application that waits for its fee ends in bounded time, whatever is paid, withdrawn and heard of, and when."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from itertools import count

import pytest
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from hukumati.cases import api as cases
from hukumati.cases.background.run_timers import run_timers
from hukumati.cases.background.verify import verify
from hukumati.cases.models import Case
from hukumati.cases.tests.conftest import LAYLA, Citizen, later, let_cases_hear, notify_cash, soon
from hukumati.cases.tests.test_model import _Sibling
from hukumati.core.money import Money
from hukumati.payments import api as payments
from hukumati.payments.tests.cash_references import issue_cash_reference

FEE = 2000
NUMBERS = count(1)
MOVES = st.lists(
    st.one_of(
        st.tuples(st.just("cash"), st.sampled_from([1, 100, 1900, FEE, 2500])),
        st.tuples(st.sampled_from(["withdraw", "hear", "next day"]), st.just(0)),
    ),
    max_size=7,
)


@pytest.fixture
def applied(service: None) -> Callable[[], Citizen]:
    """A function that submits a new application of a new account."""

    def apply() -> Citizen:
        person = _Sibling(LAYLA, number=next(NUMBERS))
        person.fill()
        person.submit()
        return person

    return apply


def bill_of(person: Citizen) -> payments.Bill:
    bill_id = Case.objects.get(reference=person.reference).bill_id
    assert bill_id is not None
    return payments.get_bill(bill_id=bill_id)


def move(person: Citizen, client: Client, name: str, minor: int, now: datetime) -> int:
    """Do one thing, and return how much cash an agent took."""
    if name == "cash":
        bill = bill_of(person)
        notify_cash(client, bill.cash_reference or "", bill, Money(minor, "ILS"))
        return minor
    if name == "hear":
        let_cases_hear()
    elif name == "withdraw":
        with suppress(cases.NotPossibleHere, cases.PaymentUnderWay):
            cases.withdraw(reference=person.reference, sub=person.sub, now=now)
    return 0


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=MOVES)
@example(moves=[("cash", 1900), ("next day", 0)])
@example(moves=[("cash", 1900), ("withdraw", 0), ("cash", 100)])
@example(moves=[("cash", 100), ("cash", 1900), ("withdraw", 0), ("cash", FEE)])
def test_a_case_leaves_its_payment_with_every_shekel_accounted_for(
    applied: Callable[[], Citizen], client: Client, moves: list[tuple[str, int]]
) -> None:
    person, taken, day = applied(), 0, 0
    issue_cash_reference(bill_id=bill_of(person).id)
    for name, minor in moves:
        day += name == "next day"
        taken += move(person, client, name, minor, soon(days=day))
        run_timers(now=soon(days=day))
    let_cases_hear()
    run_timers(now=later(days=9))
    let_cases_hear()
    bill, state = bill_of(person), person.look().state
    assert (state, bill.status) in {("withdrawn", "cancelled"), ("checking", "paid"), ("checking", "overpaid")}
    kept = 0 if state == "withdrawn" else FEE
    late = sum(each.amount.minor for each in payments.list_payments(bill_id=bill.id) if each.state == "captured_late")
    assert bill.refunded.minor + late == taken - kept  # late money is ordered back by an effect of the case
    assert [found.what for found in verify() if found.reference == person.reference] == []
