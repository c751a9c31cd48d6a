"""What officials are offered is what they are permitted: in every state of a service, for every kind of official."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction

from hukumati.cases import api as cases
from hukumati.cases.models import Case, Task
from hukumati.cases.tests.asking import asking_service, in_state
from hukumati.cases.tests.card import MAKER, PRODUCER, SECOND, CardHolder, confirm, publish_card, take
from hukumati.cases.tests.conftest import KHALED, LAYLA, NOW, OFFICER, Citizen, Pay, Work, soon
from hukumati.cases.tests.inboxes import hire
from hukumati.cases.views import Move

REFUSALS = (
    cases.NotYours, cases.OwnCase, cases.NotPossibleHere, cases.ClaimedByOther, cases.RequestsOpen, cases.AlreadyOpen,
)  # fmt: skip
ACTIONS = (
    "approve", "reject", "ask_citizen", "look_again", "produced", "send_back_card", "reopen", "object", "correct",
    "confirm", "withdraw", "paid", "issued", "nonsense",
)  # fmt: skip


def officials() -> Iterator[cases.Actor]:
    """Officials of each role, ministry, place and relation to the case."""
    for roles in (
        {"officer"},
        {"supervisor"},
        {"producer"},
        {"clerk"},
        {"inspector"},
        {"officer", "supervisor"},
        set(),
    ):
        yield replace(OFFICER, id=f"MOJ-{'-'.join(sorted(roles))}"[:20], roles=frozenset(roles))
        yield replace(OFFICER, id="MOI-0009", provider="moi", roles=frozenset(roles))
        yield replace(OFFICER, id="MOJ-1002", office="MOJ-NBS", roles=frozenset(roles))
        yield replace(OFFICER, id="MOJ-0010", id_number=KHALED, roles=frozenset(roles))
    yield from (OFFICER, SECOND, PRODUCER, MAKER)


def is_permitted(act: Callable[[], object]) -> bool:
    """Try it, and take it back."""
    try:
        with transaction.atomic():
            act()
            transaction.set_rollback(True)
    except REFUSALS:
        return False
    except cases.NotAssignable:  # theirs to assign, though not to this one
        return True
    return True


def moves_of(reference: str, official: cases.Actor, seen: int) -> dict[Move, Callable[[], object]]:
    given: dict[str, Any] = {"reference": reference, "now": NOW}
    return {
        "claim": lambda: cases.claim(officer=official, **given),
        "release": lambda: cases.release(officer=official, **given),
        "take_over": lambda: cases.take_over(supervisor=official, **given),
        "assign": lambda: cases.assign(supervisor=official, to="MOJ-1001", **given),
        "confirm": lambda: cases.confirm(officer=official, seen_seq=seen, **given),
        "send_back": lambda: cases.send_proposal_back(officer=official, reason="r", seen_seq=seen, **given),
    }


def check(reference: str, official: cases.Actor) -> None:
    """Compare what the page offers with what the doors let through."""
    seen = Case.objects.get(reference=reference).last_seq

    def decides(action: str) -> Callable[[], object]:
        return lambda: cases.decide(
            reference=reference, officer=official, action=action, reason="r", seen_seq=seen, now=NOW
        )

    permitted = {action for action in ACTIONS if is_permitted(decides(action))}
    moves = {move for move, act in moves_of(reference, official, seen).items() if is_permitted(act)}
    if not is_permitted(lambda: cases.open_for_officer(reference=reference, officer=official, now=NOW)):
        assert (permitted, moves) == (set(), set()), official
        return
    view = cases.open_for_officer(reference=reference, officer=official, now=NOW)
    assert set(view.actions) & set(ACTIONS) == permitted, official
    mine = view.claimed_by == official.id
    nothing_changes = {"claim", "take_over"} if mine else {"release"}
    assert set(view.moves) - nothing_changes == moves - nothing_changes, official
    assert not (set(view.moves) & nothing_changes), official
    offered = set(cases.case_requests(reference=reference, officer=official).offered)
    assert {name for name in REQUESTS if _may_ask(reference, official, name, seen)} == offered, official


REQUESTS = ("opinion", "visit", "medical_report", "biometrics")


def _may_ask(reference: str, official: cases.Actor, name: str, seen: int) -> bool:
    return is_permitted(
        lambda: cases.open_request(
            reference=reference, officer=official, name=name, question="", seen_seq=seen, now=NOW
        )
    )


def check_all(reference: str) -> None:
    for official in officials():
        check(reference, official)


@pytest.fixture
def colleagues(transactional_db: None) -> None:
    hire("MOJ-1001", "MOJ-HBN")
    hire("MOJ-1002", "MOJ-NBS")


def test_in_each_state_of_a_card_what_is_shown_is_permitted_and_the_other_way_round(
    service: None, tmp_path: Path, pay: Pay, work: Work, colleagues: None
) -> None:
    publish_card(tmp_path)
    person = CardHolder(LAYLA)
    person.fill()
    person.submit()
    check_all(person.reference)
    pay(person.reference)
    work()
    check_all(person.reference)  # unclaimed
    cases.claim(reference=person.reference, officer=OFFICER, now=NOW)
    check_all(person.reference)
    cases.release(reference=person.reference, officer=OFFICER, now=NOW)
    take(person, "approve")
    check_all(person.reference)  # proposed
    cases.claim(reference=person.reference, officer=SECOND, now=NOW)
    check_all(person.reference)
    confirm(person)
    check_all(person.reference)  # to be produced
    Case.objects.update(late_at=NOW)
    Task.objects.update(escalated_at=NOW)
    check_all(person.reference)
    take(person, "produced", PRODUCER)
    check_all(person.reference)


def test_in_each_state_of_a_service_that_asks_what_is_shown_is_permitted(
    transactional_db: None, data_folder: Path, edge: object, tmp_path: Path, pay: Pay, colleagues: None
) -> None:
    call_command("service_publish", str(asking_service(tmp_path / "services")), verbosity=0)
    call_command("trust_setup", verbosity=0)
    khaled = Citizen(KHALED, now=soon())
    in_state(khaled, pay, "review")
    check_all(khaled.reference)
    Task.objects.update(queue="PS-HBN")
    check_all(khaled.reference)
    cases.open_request(reference=khaled.reference, officer=OFFICER, name="opinion", question="", seen_seq=None, now=NOW)
    check_all(khaled.reference)  # held back
    supervisor = replace(OFFICER, id="MOJ-0004", roles=frozenset({"supervisor"}))
    cases.take_over(reference=khaled.reference, supervisor=supervisor, now=NOW)
    check_all(khaled.reference)
    check(khaled.reference, supervisor)
