"""Nobody decides on an objection to their own decision: the engine refuses, and nothing is offered."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from hukumati.cases import api as cases
from hukumati.cases.tests.card import take
from hukumati.cases.tests.conftest import NOW, OFFICER, Citizen, Pay, Work, soon
from hukumati.cases.tests.objecting import object_to, refuse

COLLEAGUE = replace(OFFICER, id="MOJ-0003")


@pytest.fixture
def objecting(khaled: Citizen, pay: Pay, work: Work) -> Citizen:
    refuse(khaled, pay, work)
    object_to(khaled)
    return khaled


def _seen(person: Citizen, officer: cases.Actor) -> cases.OfficerView:
    return cases.open_for_officer(reference=person.reference, officer=officer, now=NOW)


@pytest.mark.parametrize("action", ["approve", "reject"])
def test_who_refused_cannot_decide_on_the_objection(objecting: Citizen, action: str) -> None:
    with pytest.raises(cases.OwnDecision):
        take(objecting, action, reason="I said so")
    assert objecting.look().state == "review"


def test_the_page_offers_nothing_but_a_question_and_says_why(objecting: Citizen) -> None:
    assert (_seen(objecting, OFFICER).actions, _seen(objecting, OFFICER).is_objected_to) == (("ask_citizen",), True)
    assert {"approve", "reject"} <= set(_seen(objecting, COLLEAGUE).actions)
    assert not _seen(objecting, COLLEAGUE).is_objected_to


def test_a_question_in_between_changes_nothing(objecting: Citizen) -> None:
    take(objecting, "ask_citizen", reason="since when?")
    objecting.look()
    cases.answer_officer(
        reference=objecting.reference, sub=objecting.sub, answer="since 2010", seen_seq=objecting.view.last_seq, now=NOW
    )
    with pytest.raises(cases.OwnDecision):
        take(objecting, "approve", reason="I said so")


def test_a_colleague_decides_and_the_next_objection_is_anybody_elses(
    objecting: Citizen, work: Work, all_is_well: Callable[[], None]
) -> None:
    take(objecting, "reject", officer=COLLEAGUE, reason="so it stays")
    work(soon(seconds=12))
    object_to(objecting)
    with pytest.raises(cases.OwnDecision):
        take(objecting, "approve", officer=COLLEAGUE, reason="I said so")
    take(objecting, "approve", reason="it is old indeed")
    work(soon(seconds=18))
    assert objecting.look().state == "done"
    all_is_well()
