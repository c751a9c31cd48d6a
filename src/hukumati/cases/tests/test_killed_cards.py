"""Killed at every boundary of what the card's way has more: refund, follow-up, objection, two officials, courier."""

from collections import Counter
from pathlib import Path

from django.test import Client

from hukumati.cases.background.run_timers import run_timers
from hukumati.cases.background.verify import replay
from hukumati.cases.engine.loading import state_of
from hukumati.cases.models import Case, Effect, Event
from hukumati.cases.tests.card import CardHolder, publish_card
from hukumati.cases.tests.conftest import LAYLA, Citizen, Pay, later, notify_cash
from hukumati.cases.tests.test_killed import Check, Stepper, stepper
from hukumati.payments import api as payments
from hukumati.payments.tests.cash_references import issue_cash_reference

__all__ = ["stepper"]

MADE = (("act", "approve"), ("confirm", ""), ("act", "produced"), ("work", ""), ("carry", "bag printed"))
THE_WAY = (
    ("hear", ""), ("work", ""),
    ("act", "reject"), ("work", ""), ("reopen", "object"),
    ("act", "approve"), ("send_back", ""), *MADE,
    ("carry", "dispatch bagged"), ("work", ""), ("carry", "attempt with_courier"), ("carry", "return attempted"),
    *MADE, ("carry", "dispatch bagged"), ("give", ""), ("work", ""),
)  # fmt: skip
HAPPENED = {
    "open": 1, "prefill": 1, "submit": 1, "paid": 1, "answered": 1, "reject": 1, "refunded": 1, "started": 1,
    "object": 1, "propose": 3, "send_back": 1, "approve": 2, "produced": 2, "bagged": 2, "dispatched": 2,
    "attempted": 1, "returned": 1, "handed_over": 1, "correct": 1,
}  # fmt: skip
REACHED = frozenset(
    [
        *(f"cases.{action}.{place}" for action in HAPPENED for place in ("before_commit", "committed")),
        "cases.refund.before_commit", "cases.start.before_commit", "payments.refund.before_commit",
    ]
)  # fmt: skip


def test_killed_everywhere_a_card_comes_home_and_everything_happened_once(
    stepper: Stepper, tmp_path: Path, pay_silently: Pay, all_is_well: Check
) -> None:
    publish_card(tmp_path / "services")
    (stepper.folder / "payments.refund.before_commit").touch()
    for step in ("open", "save", "submit"):
        stepper.until_it_survives(f"card.{step}", LAYLA)
    holder = CardHolder(LAYLA, reference=Case.objects.get().reference)
    pay_silently(holder.reference)
    for step, detail in THE_WAY:
        stepper.until_it_survives(f"card.{step}", LAYLA, detail)
    assert holder.look().state == "done"
    all_is_well()
    stepper.until_it_survives("card.act", LAYLA, "correct")
    case = Case.objects.get(reference=holder.reference)
    happened = Counter(Event.objects.filter(case=case).values_list("action", flat=True))
    assert {action: happened[action] for action in HAPPENED} == HAPPENED
    assert stepper.reached() >= REACHED
    assert replay(case) == state_of(case)
    assert Case.objects.filter(service_code="MOJ-NCC").count() == 1
    assert not Effect.objects.filter(done_at=None).exists()
    assert case.bill_id is not None
    bill = payments.get_bill(bill_id=case.bill_id)
    assert bill.refunded == bill.total
    all_is_well()


def test_killed_everywhere_late_money_is_given_back_once(stepper: Stepper, client: Client, all_is_well: Check) -> None:
    layla = Citizen(LAYLA, reference=stepper.apply(LAYLA))
    bill_id = layla.look().bill_id
    assert bill_id is not None
    bill = payments.get_bill(bill_id=bill_id)
    number = issue_cash_reference(bill_id=bill.id)
    run_timers(now=later(days=8))
    notify_cash(client, number, bill)
    stepper.until_it_survives("hear", LAYLA)
    stepper.until_it_survives("work", LAYLA)
    assert stepper.reached() > {"cases.paid_late.before_commit", "cases.paid_late.committed"}
    happened = Counter(Event.objects.values_list("action", flat=True))
    assert (happened["paid_late"], happened["refunded"]) == (1, 1)
    assert payments.get_bill(bill_id=bill.id).refunded == bill.total
    all_is_well()
