"""Killed at every boundary of what the card's way has more: refund, follow-up, objection, two officials, courier."""

from collections import Counter
from pathlib import Path

from hukumati.cases.models import Case, Effect, Event
from hukumati.cases.tests.card import CardHolder, publish_card
from hukumati.cases.tests.conftest import LAYLA, Pay
from hukumati.cases.tests.test_killed import Check, Stepper, stepper
from hukumati.cases.use_cases.reading import standing_of
from hukumati.cases.use_cases.verify import folded
from hukumati.payments import api as payments

__all__ = ["stepper"]

THE_WAY = (
    ("hear", ""), ("work", ""),
    ("act", "reject"), ("work", ""), ("reopen", "object"),
    ("act", "approve"), ("confirm", ""), ("act", "produced"), ("work", ""),
    ("carry", "bag printed"), ("carry", "dispatch bagged"), ("work", ""), ("carry", "attempt with_courier"),
    ("carry", "dispatch attempted"), ("give", ""), ("work", ""),
)  # fmt: skip
ONCE = (
    "open", "prefill", "submit", "paid", "answered", "reject", "refunded", "started", "object", "propose",
    "approve", "produced", "bagged", "attempted", "handed_over",
)  # fmt: skip


def test_killed_everywhere_a_card_comes_home_and_everything_happened_once(
    stepper: Stepper, tmp_path: Path, pay_silently: Pay, all_is_well: Check
) -> None:
    publish_card(tmp_path / "services")
    for step in ("open", "save", "submit"):
        stepper.until_it_survives(f"card.{step}", LAYLA)
    holder = CardHolder(LAYLA, reference=Case.objects.get().reference)
    pay_silently(holder.reference)
    for step, detail in THE_WAY:
        stepper.until_it_survives(f"card.{step}", LAYLA, detail)
    assert holder.look().state == "done"
    assert {"cases.refund.before_commit", "cases.refunded.committed", "cases.started.committed"} < stepper.reached()
    assert {"cases.propose.committed", "cases.object.before_commit", "cases.attempted.committed"} < stepper.reached()
    case = Case.objects.get(reference=holder.reference)
    happened = Counter(Event.objects.filter(case=case).values_list("action", flat=True))
    assert {action: happened[action] for action in ONCE} == dict.fromkeys(ONCE, 1)
    assert happened["dispatched"] == 2
    assert folded(case) == standing_of(case)
    assert Case.objects.filter(service_code="MOJ-NCC").count() == 1
    assert not Effect.objects.filter(done_at=None).exists()
    assert case.bill_id is not None
    bill = payments.get_bill(bill_id=case.bill_id)
    assert bill.refunded == bill.total
    all_is_well()
