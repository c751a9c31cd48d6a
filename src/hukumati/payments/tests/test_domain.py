"""The pure rules: transitions, allocation, check digits, postings, a bill's status."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hukumati.core.money import Money
from hukumati.payments.domain import damm, states
from hukumati.payments.domain.allocation import allocate
from hukumati.payments.domain.bills import bill_status
from hukumati.payments.domain.cash_reference import is_cash_reference, new_cash_reference
from hukumati.payments.domain.posting import (
    REFUND_PAYABLE,
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
from hukumati.payments.domain.states import RANK, TERMINAL, TRANSITIONS, Event, Posting, State, Status

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def test_every_state_has_a_rank_and_can_be_reached() -> None:
    assert set(RANK) == set(State)
    assert {edge.to for edge in TRANSITIONS.values()} | {State.CREATED} == set(State)


def test_a_terminal_state_is_left_only_for_money_that_came_late() -> None:
    leaving = {edge.to for (origin, _), edge in TRANSITIONS.items() if origin in TERMINAL}
    assert leaving == {State.CAPTURED_LATE}
    assert not [origin for (origin, _) in TRANSITIONS if origin in (State.CAPTURED, State.CAPTURED_LATE)]


def test_money_is_posted_exactly_where_a_payment_becomes_captured() -> None:
    rules = {State.CAPTURED: Posting.CAPTURE, State.CAPTURED_LATE: Posting.LATE_CAPTURE}
    assert all(edge.posting is rules.get(edge.to, Posting.NONE) for edge in TRANSITIONS.values())


def test_a_stale_report_is_never_applied() -> None:
    assert states.inbound_transition(State.CAPTURE_SENT, Event.AUTHORISED) is None
    assert states.inbound_transition(State.CAPTURED, Event.DECLINED) is None
    assert states.inbound_transition(State.ACTION_REQUIRED, Event.PAYER_ACTS) is None


def test_an_answer_settles_an_unknown_outcome_even_when_the_payer_is_still_to_act() -> None:
    edge = states.inbound_transition(State.AUTH_UNKNOWN, Event.PAYER_ACTS)
    assert edge is not None
    assert edge.to is State.ACTION_REQUIRED


def test_a_command_outside_the_table_is_a_defect() -> None:
    with pytest.raises(states.IllegalTransition):
        states.command_transition(State.CAPTURED, Event.CAPTURE_SENT)


@given(st.lists(st.sampled_from(list(Event)), max_size=30))
def test_reports_never_lower_the_rank_beyond_resolving_what_was_unknown(reported: list[Event]) -> None:
    state = State.CREATED
    path = [state]
    for event in reported:
        edge = states.inbound_transition(state, event)
        state = edge.to if edge else state
        path.append(state)
    assert all(RANK[b] >= RANK[a] or a is State.AUTH_UNKNOWN for a, b in pairwise(path))


def test_success_is_shown_only_for_captured() -> None:
    assert [state for state in State if states.status_of(state) is Status.SUCCESS] == [State.CAPTURED]


def test_late_money_leaves_the_status_as_it_was() -> None:
    assert states.status_of(State.CAPTURED_LATE, before_late=State.CANCELLED) is Status.CANCELLED


@given(st.integers(0, 10**12), st.lists(st.integers(0, 10**9), min_size=1, max_size=12).filter(any))
def test_shares_sum_to_the_amount_and_are_within_one_of_the_exact_share(amount: int, weights: list[int]) -> None:
    shares = allocate(amount, weights)
    assert sum(shares) == amount
    assert all(
        abs(share * sum(weights) - amount * weight) < sum(weights)
        for share, weight in zip(shares, weights, strict=True)
    )


def test_equal_remainders_go_to_the_earlier_share() -> None:
    assert allocate(100, [1, 1, 1]) == [34, 33, 33]


def test_the_check_digit_is_that_of_damms_example() -> None:
    assert damm.check_digit("572") == "4"


@given(st.text("0123456789", min_size=2, max_size=14), st.data())
def test_a_wrong_digit_and_a_swap_of_neighbours_are_found(digits: str, data: st.DataObject) -> None:
    number = digits + damm.check_digit(digits)
    assert damm.is_valid(number)
    at = data.draw(st.integers(0, len(number) - 1))
    other = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != number[at]]))
    assert not damm.is_valid(number[:at] + other + number[at + 1 :])
    at = data.draw(st.integers(0, len(number) - 2))
    if number[at] != number[at + 1]:
        assert not damm.is_valid(number[:at] + number[at + 1] + number[at] + number[at + 2 :])


@pytest.mark.parametrize("text", ["", "27", "٢٧١٢٣٤٥٦٧٨٩٠١", "2712345678901a", "1712345678901", "27" + "0" * 12])
def test_what_is_not_a_cash_reference_is_refused(text: str) -> None:
    assert not is_cash_reference(text)


def test_a_new_cash_reference_has_thirteen_digits_and_is_one() -> None:
    reference = new_cash_reference(lambda most: most - 1)
    assert len(reference) == 13
    assert is_cash_reference(reference)


SHARES = [Share("1-10", 1500), Share("1-20", 500)]


def _sum(legs: list[Leg]) -> int:
    return sum(leg.amount for leg in legs)


@given(st.integers(1, 10**9), st.lists(st.tuples(st.integers(1, 10**6), st.integers(0, 10**6)), min_size=1, max_size=5))
def test_each_capture_sums_to_zero_and_never_gives_a_line_more_than_it_is_due(
    received: int, lines: list[tuple[int, int]]
) -> None:
    shares = [Share(f"code-{n}", due, min(given_, due)) for n, (due, given_) in enumerate(lines)]
    legs = post_capture(psp="card", creditor="moj", shares=shares, received=Money(received, "ILS"))
    assert _sum(legs) == 0
    assert all(leg.amount for leg in legs)
    owed = {f"revenue:moj:{share.budget_code}": share.outstanding for share in shares}
    assert all(-leg.amount <= owed[leg.account] for leg in legs if leg.account in owed)


def test_a_full_payment_is_split_over_the_budget_codes() -> None:
    legs = post_capture(psp="card", creditor="moj", shares=SHARES, received=Money(2000, "ILS"))
    assert [(leg.account, leg.amount) for leg in legs] == [
        ("psp:card:receivable", 2000),
        ("revenue:moj:1-10", -1500),
        ("revenue:moj:1-20", -500),
    ]


def test_the_excess_waits_in_suspense_and_counts_for_the_bill() -> None:
    legs = post_capture(psp="agent:A", creditor="moj", shares=SHARES, received=Money(2100, "ILS"))
    assert legs[-1] == Leg("suspense:unmatched", -100, "ILS", of_bill=True)
    assert legs[0].account == "agent:A:receivable"


def test_late_money_does_not_touch_the_bill_until_it_is_applied() -> None:
    late = post_late_capture(psp="card", received=Money(2000, "ILS"))
    assert not any(leg.of_bill for leg in late)
    applied = post_late_applied(creditor="moj", shares=SHARES, amount=Money(2000, "ILS"))
    assert _sum(late + applied) == 0
    assert sum(leg.amount for leg in late + applied if leg.account == "suspense:late") == 0


def test_late_money_above_what_is_owed_is_not_applied() -> None:
    with pytest.raises(ValueError, match="owes"):
        post_late_applied(creditor="moj", shares=SHARES, amount=Money(2001, "ILS"))


@pytest.mark.parametrize(
    ("paid", "is_cancelled", "due_in_days", "status"),
    [
        (0, False, 1, "open"),
        (0, False, None, "open"),
        (1, False, 1, "part_paid"),
        (2000, False, 1, "paid"),
        (2000, False, -1, "paid"),
        (2001, False, 1, "overpaid"),
        (2001, True, 1, "cancelled"),
        (0, True, 1, "cancelled"),
        (0, False, -1, "expired"),
        (1, False, 0, "expired"),
    ],
)
def test_a_bills_status_follows_from_what_was_posted(
    paid: int, is_cancelled: bool, due_in_days: int | None, status: str
) -> None:
    due_at = None if due_in_days is None else NOON + timedelta(days=due_in_days)
    assert bill_status(total=2000, paid=paid, is_cancelled=is_cancelled, due_at=due_at, now=NOON) == status


@pytest.mark.parametrize(
    ("amount", "weights"), [(-1, [1]), (1, [0]), (1, [0, 0]), (1, [2, -1]), (0, [0]), (0, [-1]), (1, [-1, 3])]
)
def test_what_cannot_be_divided_is_refused(amount: int, weights: list[int]) -> None:
    with pytest.raises(ValueError, match="at least zero"):
        allocate(amount, weights)


def test_nothing_is_divided_into_nothing() -> None:
    assert allocate(0, [1, 0, 2]) == [0, 0, 0]


def test_the_largest_remainder_gets_what_is_left() -> None:
    assert allocate(10, [1, 1, 4]) == [2, 2, 6]
    assert allocate(11, [1, 1, 4]) == [2, 2, 7]
    assert allocate(5, [1, 2, 3]) == [1, 2, 2]


def test_a_number_of_another_length_or_series_is_not_a_cash_reference() -> None:
    for number in ("27123456789", "2712345678901", "171234567890", "722345678901"):
        assert not is_cash_reference(number + damm.check_digit(number))
    assert is_cash_reference("271234567890" + damm.check_digit("271234567890"))


@pytest.mark.parametrize("text", ["", "-5", "5724 ", "٥٧٢٤", "572a"])
def test_what_is_not_ascii_digits_has_no_check_digit(text: str) -> None:
    assert not damm.is_valid(text)


def test_only_a_payment_under_way_outside_may_move_money() -> None:
    assert {state.value for state in states.MAY_MOVE_MONEY} == {
        "auth_sent", "action_required", "auth_unknown", "authorised", "capture_queued", "capture_sent",
        "capture_unknown", "void_queued", "void_sent", "void_unknown",
    }  # fmt: skip
    assert {state.value for state in states.TERMINAL} == {
        "captured", "capture_failed", "voided", "declined", "failed", "expired", "cancelled", "captured_late",
    }  # fmt: skip
    assert {state.value for state in states.CAPTURING} == {
        "authorised", "capture_queued", "capture_sent", "capture_unknown",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("status", "shown"),
    [
        ("created", {"created"}),
        ("started", {"started", "auth_sent", "auth_unknown", "action_required", "awaiting_funds"}),
        (
            "submitted",
            {"authorised", "capture_queued", "capture_sent", "capture_unknown", "void_queued", "void_sent"}
            | {"void_unknown"},
        ),
        ("success", {"captured"}),
        ("failed", {"declined", "expired", "captured_late"}),
        ("cancelled", {"cancelled", "voided"}),
        ("error", {"failed", "capture_failed"}),
    ],
)
def test_every_state_has_its_status(status: str, shown: set[str]) -> None:
    assert {state.value for state in State if states.status_of(state) == status} == shown


def test_a_command_leads_along_the_table() -> None:
    assert states.command_transition(State.AUTHORISED, Event.CAPTURE_QUEUED).to is State.CAPTURE_QUEUED
    assert states.command_transition(State.AWAITING_FUNDS, Event.CAPTURED).posting is Posting.CAPTURE


def test_a_report_never_leads_back_from_what_is_unknown_to_the_beginning() -> None:
    assert states.inbound_transition(State.AUTH_UNKNOWN, Event.AUTHORISE_NOT_EXECUTED) is None
    edge = states.inbound_transition(State.AUTH_SENT, Event.PAYER_ACTS)
    assert edge is not None
    assert edge.to is State.ACTION_REQUIRED


def test_a_company_that_names_its_kind_keeps_it_in_its_account() -> None:
    assert [receivable(psp) for psp in ("card", "agent:PALM", "wallet:x")] == [
        "psp:card:receivable",
        "agent:PALM:receivable",
        "wallet:x:receivable",
    ]


def test_money_for_a_bill_that_owes_nothing_is_all_excess() -> None:
    shares = [Share("1-10", 1500, 1500), Share("1-20", 500, 500)]
    legs = post_capture(psp="card", creditor="moj", shares=shares, received=Money(10, "ILS"))
    assert [(leg.account, leg.amount, leg.of_bill) for leg in legs] == [
        ("psp:card:receivable", 10, False),
        ("suspense:unmatched", -10, True),
    ]


def test_shares_of_one_budget_code_are_one_leg() -> None:
    shares = [Share("1-10", 100), Share("1-10", 50)]
    legs = post_capture(psp="card", creditor="moj", shares=shares, received=Money(150, "ILS"))
    assert [(leg.account, leg.amount) for leg in legs[1:]] == [("revenue:moj:1-10", -150)]


def test_late_money_is_applied_in_part_in_proportion() -> None:
    legs = post_late_applied(creditor="moj", shares=SHARES, amount=Money(1000, "ILS"))
    assert [(leg.account, leg.amount, leg.of_bill) for leg in legs] == [
        ("suspense:late", 1000, False),
        ("revenue:moj:1-10", -750, True),
        ("revenue:moj:1-20", -250, True),
    ]


@pytest.mark.parametrize(("received", "excess"), [(1999, 0), (2000, 0), (2001, 1), (5000, 3000)])
def test_only_what_is_above_what_was_owed_is_an_excess(received: int, excess: int) -> None:
    shares = [Share("1-10", 2500, credited=500)]
    legs = post_capture(psp="card", creditor="moj", shares=shares, received=Money(received, "ILS"))
    assert excess_of(legs) == excess
    assert len(legs) == (3 if excess else 2)


def test_an_excess_ordered_back_leaves_suspense_and_does_not_touch_the_bill() -> None:
    assert post_ordered_back(amount=Money(300, "ILS")) == [
        Leg(SUSPENSE_UNMATCHED, 300, "ILS", of_bill=False),
        Leg(REFUND_PAYABLE, -300, "ILS", of_bill=False),
    ]


def test_late_money_of_exactly_what_is_owed_is_applied() -> None:
    shares = [Share("1-10", 1500, credited=500), Share("1-20", 500)]
    legs = post_late_applied(creditor="moj", shares=shares, amount=Money(1500, "ILS"))
    assert [leg.amount for leg in legs] == [1500, -1000, -500]
    assert [leg.of_bill for leg in legs] == [False, True, True]
