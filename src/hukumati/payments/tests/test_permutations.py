"""Whatever the order, repetition or loss of events, the end is the same: paid once, posted once, announced once."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from hukumati.payments import api
from hukumati.payments.models import Entry
from hukumati.payments.tests.conftest import DECLINED, Acquirer, age, announced, start
from hukumati.payments.tests.test_webhook import notice, post
from hukumati.payments.use_cases import sweep
from hukumati.payments.verify import compare_with_book, find_violations

pytestmark = pytest.mark.django_db
NewBill = Callable[..., api.Bill]
RunJobs = Callable[[], list[Exception]]

FAULTS = [
    "ok",
    "down",
    "down:get",
    "reset_before:capture",
    "commit_then_drop:capture",
    "commit_then_drop:get",
    "reset_before:create",
    "commit_then_drop:create",
]
SIX_FAULTS = st.lists(st.sampled_from(FAULTS), min_size=6, max_size=6)
STIMULI = ["webhook", "webhook", "return", "return", "sweep", "start_again"]


class _Journey:
    """One payment and everything that may happen to it."""

    def __init__(self, acquirer: Acquirer, bill: api.Bill, run_jobs: RunJobs) -> None:
        self.acquirer, self.bill, self.run_jobs = acquirer, bill, run_jobs
        self.checkout = start(bill)

    def happen(self, stimulus: str) -> None:
        """Apply one stimulus."""
        if stimulus == "webhook":
            post(notice(self.checkout.payment_id))
            self.run_jobs()
        elif stimulus == "return":
            api.refresh_payment(payment_id=self.checkout.payment_id)
        elif stimulus == "sweep":
            age(self.checkout.payment_id, minutes=2)
            sweep.sweep()
            self.run_jobs()
        else:
            self._start_again()

    def _start_again(self) -> None:
        try:
            start(self.bill)
        except (api.BillNotPayable, api.AcquirerUnavailable):
            return

    def drain(self) -> None:
        """Run every remaining job, with an acquirer in order."""
        self.acquirer.fault("ok")
        for _ in range(3):
            self.happen("sweep")
        assert self.run_jobs() == []


HYPOTHESIS = settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
)


@HYPOTHESIS
@given(
    order=st.permutations(STIMULI),
    card_at=st.integers(0, 4),
    faults=st.lists(st.sampled_from(FAULTS), min_size=6, max_size=6),
)
def test_an_accepted_card_is_taken_once_whatever_happens(
    acquirer: Acquirer, new_bill: NewBill, run_jobs: RunJobs, order: list[str], card_at: int, faults: list[str]
) -> None:
    acquirer.fault("ok")
    bill, before = new_bill(), Entry.objects.count()
    journey = _Journey(acquirer, bill, run_jobs)
    for n, (stimulus, fault) in enumerate(zip(order, faults, strict=True)):
        if n == card_at:
            acquirer.type_card(journey.checkout.redirect_url)
        acquirer.fault(fault)
        journey.happen(stimulus)
    journey.drain()
    assert api.get_payment(payment_id=journey.checkout.payment_id).state == "captured"
    assert api.get_bill(bill_id=bill.id).status == "paid"
    assert Entry.objects.count() == before + 1
    assert announced(bill) == 1
    assert compare_with_book(acquirer.captured(), channel="card") == []
    assert find_violations() == []


@HYPOTHESIS
@given(order=st.permutations(STIMULI), faults=SIX_FAULTS)
def test_a_declined_card_takes_nothing_whatever_happens(
    acquirer: Acquirer, new_bill: NewBill, run_jobs: RunJobs, order: list[str], faults: list[str]
) -> None:
    acquirer.fault("ok")
    bill, before = new_bill(), Entry.objects.count()
    journey = _Journey(acquirer, bill, run_jobs)
    acquirer.type_card(journey.checkout.redirect_url, DECLINED)
    for stimulus, fault in zip(order, faults, strict=True):
        acquirer.fault(fault)
        journey.happen(stimulus)
    journey.drain()
    assert api.get_payment(payment_id=journey.checkout.payment_id).state == "declined"
    assert Entry.objects.count() == before
    assert announced(bill) == 0
    assert find_violations() == []
