"""Whatever two people and an official do, in any order: nothing rests on a consent that does not stand, and it ends."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from hukumati.cases import api as cases
from hukumati.cases.background.run_timers import run_timers
from hukumati.cases.background.verify import verify
from hukumati.cases.engine.consents import consented_in
from hukumati.cases.engine.loading import definition_of
from hukumati.cases.models import Case
from hukumati.cases.requests.deadlines import run_requests
from hukumati.cases.tests.conftest import KHALED, do_effects
from hukumati.cases.tests.edge import Edge
from hukumati.cases.tests.marriage import FAMILIES, SESSION, Spouse, publish_marriage

NUMBERS = count(1)
WITHOUT_MOVING_ON = {"draft", "asking", "reading", "waiting_citizen"}


@dataclass
class Sibling(Spouse):
    """The same person with another account: one application is open at a time."""

    number: int = 0

    @property
    def sub(self) -> str:
        return f"sub-{self.id_number}-{self.number}"

    def pass_time(self, days: int) -> None:
        self.now += timedelta(days=days)
        run_requests(now=self.now)
        run_timers(now=self.now)
        do_effects(self.now)


def _answer(person: Sibling) -> None:
    cases.answer_officer(reference=person.reference, sub=person.sub, answer="نعم", now=person.now)


def _withdraw(person: Sibling) -> None:
    cases.withdraw(reference=person.reference, sub=person.sub, now=person.now)


MOVES: dict[str, Callable[[Sibling], object]] = {
    "agree": lambda person: person.agreed(),
    "decline": lambda person: person.declined(),
    "withdraw": _withdraw,
    "schedule": lambda person: person.take("schedule", filled={"session_on": SESSION}),
    "approve": lambda person: person.take("approve"),
    "ask": lambda person: person.take("ask_citizen", reason="متى؟"),
    "answer": _answer,
    "a week": lambda person: person.pass_time(7),
}


@pytest.fixture
def applied(service: None, tmp_path: Path, edge: Edge) -> Callable[[], Sibling]:
    publish_marriage(tmp_path, edge)

    def apply() -> Sibling:
        person = Sibling(number=next(NUMBERS))
        person.fill()
        person.submit()
        return person

    return apply


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(st.sampled_from(sorted(MOVES)), max_size=9))
@example(moves=["agree", "schedule", "approve", "agree", "approve"])
@example(moves=["agree", "schedule", "approve", "decline"])
@example(moves=["agree", "ask", "answer", "approve"])
@example(moves=["a week", "a week", "a week", "agree"])
def test_nothing_rests_on_a_consent_that_does_not_stand(
    moves: list[str], applied: Callable[[], Sibling], edge: Edge
) -> None:
    person, asked_before, rested_before = applied(), edge.asked[FAMILIES], len(edge.consents)
    for name in moves:
        with suppress(cases.CasesError):
            MOVES[name](person)
        do_effects(person.now)
        case = Case.objects.get(reference=person.reference)
        if case.state == "registered":
            assert consented_in(case, definition_of(case), person.now).keys() == {KHALED}
    for _month in range(3):
        person.pass_time(30)
    assert Case.objects.get(reference=person.reference).state not in WITHOUT_MOVING_ON
    assert edge.asked[FAMILIES] - asked_before == len(edge.consents) - rested_before
    assert list(verify()) == []
