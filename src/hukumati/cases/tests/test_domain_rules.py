"""The small rules of the domain, each at its edge: without a database, so that a fault in one shows by itself."""

from datetime import UTC, datetime, timedelta

import pytest

from hukumati.cases.domain import handover, milestones, side_request_states
from hukumati.cases.domain.backoff import WAITS_SECONDS, wait_after
from hukumati.cases.domain.errors import DataMissing, NotPossibleHere
from hukumati.cases.domain.flow import Step, step
from hukumati.cases.domain.item_number import check_digit, is_item_number, item_number

# --- backoff


@pytest.mark.parametrize(("attempts", "seconds"), [(0, 5), (1, 5), (2, 15), (3, 60), (7, 3600), (8, 3600), (500, 3600)])
def test_an_effect_waits_longer_each_time_and_never_longer_than_an_hour(attempts: int, seconds: int) -> None:
    assert wait_after(attempts) == timedelta(seconds=seconds)
    assert max(WAITS_SECONDS) == 3600


# --- side requests


TOLD = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("last", "before", "at_least", "days_after_telling"),
    [
        (14, 2, 0, 12),  # long before it is due: as many days before as the service says
        (2, 2, 0, 1),  # due in two days: not together with the invitation, but the day after it
        (1, 2, 0, 1),  # due the next day: on that day
        (0, 2, 0, None),  # due today: the invitation says it all
        (30, 2, 1, 28),
        (2, 2, 1, 1),
        (1, 2, 1, None),  # an appointment of tomorrow: a reminder at its very hour is of no use
    ],
)
def test_a_reminder_never_comes_together_with_what_it_reminds_of(
    last: int, before: int, at_least: int, days_after_telling: int | None
) -> None:
    moment = TOLD + timedelta(days=last)
    told = side_request_states.reminder_at(last=moment, days_before=before, at_least=at_least, told_at=TOLD)
    assert told == (None if days_after_telling is None else TOLD + timedelta(days=days_after_telling))


@pytest.mark.parametrize("event", ["request_answered", "request_missed", "request_refused", "request_cancelled"])
def test_only_an_open_request_is_closed(event: str) -> None:
    assert side_request_states.may_close("open", event)
    assert not any(side_request_states.may_close(state, event) for state in ("answered", "missed", "cancelled", ""))


def test_a_request_is_closed_by_no_other_event() -> None:
    assert not side_request_states.may_close("open", "request_opened")


def test_a_request_is_kept_with_its_outcome() -> None:
    assert side_request_states.request_state("answered", "agrees") == {"state": "answered", "outcome": "agrees"}
    assert side_request_states.request_state("open") == {"state": "open", "outcome": None}


# --- hand-overs


@pytest.mark.parametrize(
    ("method", "state", "actions"),
    [
        ("download", "published", ("hand_over",)),
        ("office", "waiting", ("hand_over", "return")),
        ("post_office", "on_its_way", ("receive",)),
        ("post_office", "waiting", ("hand_over", "return")),
        ("home", "printed", ("bag",)),
        ("home", "bagged", ("dispatch",)),
        ("home", "with_courier", ("attempt", "hand_over")),
        ("home", "attempted", ("dispatch", "return")),
        ("home", "overdue", ("return",)),
        ("office", "handed_over", ()),
        ("home", "waiting", ()),
    ],
)
def test_what_can_be_done_with_a_paper(method: str, state: str, actions: tuple[str, ...]) -> None:
    assert handover.actions_of(method=method, state=state) == actions


@pytest.mark.parametrize(("method", "state", "action"), sorted(handover.TRANSITIONS))
def test_a_change_leads_where_the_table_says(method: str, state: str, action: str) -> None:
    change = handover.change(method=method, state=state, action=action)
    assert change == handover.Change(action, state, handover.TRANSITIONS[method, state, action])


@pytest.mark.parametrize(
    ("method", "state", "milestone"),
    [
        ("download", "published", "ready"),
        ("download", "handed_over", "ready"),
        ("office", "waiting", "ready"),
        ("office", "handed_over", None),
        ("post_office", "on_its_way", "on_its_way"),
        ("post_office", "waiting", "ready"),
        ("post_office", "overdue", None),
        ("post_office", "returned", None),
        ("home", "printed", "decided"),
        ("home", "bagged", "on_its_way"),
        ("home", "with_courier", "on_its_way"),
        ("home", "attempted", "on_its_way"),
        ("home", "handed_over", None),
    ],
)
def test_a_paper_on_its_way_decides_the_milestone(method: str, state: str, milestone: str | None) -> None:
    assert handover.milestone(method=method, state=state) == milestone


def test_every_state_of_a_paper_is_open_or_ended_but_never_both() -> None:
    states = {*handover.TRANSITIONS.values(), *(state for _, state, _ in handover.TRANSITIONS)}
    assert states - {"published"} == handover.OPEN | handover.ENDED
    assert not handover.OPEN & handover.ENDED


# --- item numbers (UPU S10)


@pytest.mark.parametrize(("digits", "digit"), [("47312482", 9), ("00000000", 5), ("00000001", 4), ("00000004", 5)])
def test_the_check_digit_of_the_postal_union(digits: str, digit: int) -> None:
    assert check_digit(digits) == digit


def test_a_check_digit_of_ten_is_written_as_zero() -> None:
    found = {check_digit(f"{serial:08d}") for serial in range(200)}
    assert found == set(range(10))
    assert check_digit("00000008") == 0


def test_an_item_number_is_well_formed_and_its_serial_wraps_around() -> None:
    assert item_number(1) == "ZX000000014PS"
    assert item_number(10**8 + 1) == item_number(1)
    assert is_item_number(item_number(47312482))


@pytest.mark.parametrize("text", ["ZX000000015PS", "ZX00000014PS", "zx000000014PS", "ZX000000014PS ", ""])
def test_another_text_is_no_item_number(text: str) -> None:
    assert not is_item_number(text)


# --- milestones


def test_what_is_done_when_a_case_is_closed_is_everything() -> None:
    names = ("started", "submitted", "closed")
    assert [each.state for each in milestones.steps(names=names, reached={}, current="closed")] == ["done"] * 3


def test_a_service_that_hands_nothing_over_has_no_collection() -> None:
    path = milestones.path(collected=False, posted=False, current="started", ended=False, reached=())
    assert path == ("started", "submitted", "in_review", "decided", "closed")


# --- steps of a flow


class Declared:
    """An action of a flow, as far as a step needs it."""

    needs = ("reason",)
    leads_one_way = False

    def choose(self, facts: object) -> str:
        return "refused"


class State:
    name = "review"
    actions: dict[str, Declared] = {"reject": Declared()}
    reopen: dict[str, Declared] = {"object": Declared()}
    end = False


@pytest.mark.parametrize("action", ["reject", "object"])
def test_a_declared_action_leads_where_the_flow_says_even_if_the_engine_names_a_state(action: str) -> None:
    chosen = step(state=State(), action=action, fixed="elsewhere")
    assert (chosen.choose({}), chosen.leads_one_way) == ("refused", False)


def test_an_action_that_the_flow_does_not_declare_leads_where_the_engine_says() -> None:
    chosen = step(state=State(), action="failed", fixed="manual")
    assert (chosen.choose({}), chosen.leads_one_way, chosen.from_state) == ("manual", True, "review")


def test_an_action_that_nobody_declares_is_not_possible() -> None:
    with pytest.raises(NotPossibleHere):
        step(state=State(), action="approve")


@pytest.mark.parametrize("data", [{}, {"reason": None}, {"reason": "  "}])
def test_what_an_action_needs_must_be_given(data: dict[str, object]) -> None:
    with pytest.raises(DataMissing) as missing:
        Step("reject", "review", ("reason",)).require(data)
    assert missing.value.name == "reason"


def test_a_step_without_a_target_stays() -> None:
    assert Step("save", "draft", ()).choose({}) == "draft"
