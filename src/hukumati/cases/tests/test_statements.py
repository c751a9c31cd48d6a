"""How many statements an action costs: the engine is on the path of every case (docs/decisions/0006)."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from hukumati.cases import api as cases
from hukumati.cases.actors import citizen
from hukumati.cases.engine.act import act
from hukumati.cases.tests.conftest import NOW, Citizen, Pay, do_effects


@contextmanager
def statements() -> Iterator[list[str]]:
    """Collect the statements on the tables of cases that are run inside."""
    found: list[str] = []
    with CaptureQueriesContext(connection) as captured:
        yield found
    found += [query["sql"] for query in captured if "cases_" in query["sql"]]


@pytest.fixture
def asked(khaled: Citizen, pay: Pay, officer: cases.Actor) -> Citizen:
    """A case whose officer has asked the citizen something."""
    khaled.fill()
    khaled.submit()
    pay(khaled.reference)
    do_effects()
    seen = cases.open_for_officer(reference=khaled.reference, officer=officer)
    cases.decide(
        reference=khaled.reference,
        officer=officer,
        action="ask_citizen",
        reason="why?",
        seen_seq=seen.case.last_seq,
        now=NOW,
    )
    return khaled


def test_an_action_that_moves_a_case_locks_it_writes_its_event_and_writes_its_row(asked: Citizen) -> None:
    cases.get_case(reference=asked.reference, sub=asked.sub)  # the definition is read
    with transaction.atomic(), statements() as found:
        act(reference=asked.reference, action="answer", actor=citizen(asked.sub), data={"answer": "so"}, now=NOW)
    assert [statement.split()[0] for statement in found] == ["SELECT", "WITH", "WITH"]
