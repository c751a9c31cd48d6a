"""Entries of the ledger, leg by leg: what a capture credits, what is too much, what came late."""

import pytest

from hukumati.core.money import Money
from hukumati.payments.domain.posting import (
    REFUND_PAYABLE,
    SUSPENSE_LATE,
    SUSPENSE_UNMATCHED,
    Leg,
    Share,
    excess_of,
    post_capture,
    post_late_applied,
    post_late_capture,
    post_ordered_back,
    receivable,
)

FEE, DELIVERY = Share("FEE", due=2000), Share("DELIVERY", due=1000, credited=400)


def captured(minor: int) -> list[Leg]:
    return post_capture(psp="palpay", creditor="moj", shares=[FEE, DELIVERY], received=Money(minor, "ILS"))


def amounts(legs: list[Leg]) -> dict[str, int]:
    assert sum(leg.amount for leg in legs) == 0
    return {leg.account: leg.amount for leg in legs}


@pytest.mark.parametrize(
    ("received", "fee", "delivery", "excess"),
    [(2600, 2000, 600, 0), (2599, 1999, 600, 0), (1300, 1000, 300, 0), (2601, 2000, 600, 1), (5200, 2000, 600, 2600)],
)
def test_a_capture_fills_the_lines_in_proportion_and_the_rest_is_too_much(
    received: int, fee: int, delivery: int, excess: int
) -> None:
    legs = captured(received)
    expected = {"psp:palpay:receivable": received, "revenue:moj:FEE": -fee, "revenue:moj:DELIVERY": -delivery}
    assert amounts(legs) == expected | ({SUSPENSE_UNMATCHED: -excess} if excess else {})
    assert excess_of(legs) == excess
    assert [leg.of_bill for leg in legs] == [False] + [True] * (len(legs) - 1)


def test_money_for_a_bill_that_owes_nothing_is_all_too_much() -> None:
    legs = post_capture(psp="palpay", creditor="moj", shares=[], received=Money(500, "ILS"))
    assert amounts(legs) == {"psp:palpay:receivable": 500, SUSPENSE_UNMATCHED: -500}
    assert excess_of(legs) == 500


def test_lines_of_one_budget_code_are_credited_together() -> None:
    shares = [Share("FEE", due=100), Share("FEE", due=50)]
    legs = post_capture(psp="palpay", creditor="moj", shares=shares, received=Money(150, "ILS"))
    assert amounts(legs) == {"psp:palpay:receivable": 150, "revenue:moj:FEE": -150}
    assert len(legs) == 2


def test_what_is_ordered_back_leaves_suspense_and_counts_for_no_bill() -> None:
    legs = post_ordered_back(amount=Money(500, "ILS"))
    assert amounts(legs) == {SUSPENSE_UNMATCHED: 500, REFUND_PAYABLE: -500}
    assert not any(leg.of_bill for leg in legs)


def test_late_money_waits_apart_and_is_credited_only_where_as_much_is_owed() -> None:
    assert amounts(post_late_capture(psp="agent:PALM", received=Money(600, "ILS"))) == {
        "agent:PALM:receivable": 600,
        SUSPENSE_LATE: -600,
    }
    applied = post_late_applied(creditor="moj", shares=[DELIVERY], amount=Money(600, "ILS"))
    assert amounts(applied) == {SUSPENSE_LATE: 600, "revenue:moj:DELIVERY": -600}
    with pytest.raises(ValueError, match="owes"):
        post_late_applied(creditor="moj", shares=[DELIVERY], amount=Money(601, "ILS"))


def test_a_company_that_names_its_kind_keeps_it() -> None:
    assert [receivable(psp) for psp in ("palpay", "agent:PALM")] == ["psp:palpay:receivable", "agent:PALM:receivable"]
