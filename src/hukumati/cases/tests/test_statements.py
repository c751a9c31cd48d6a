"""How many statements an action costs: the engine is on the path of every case (docs/decisions/0006)."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from hukumati.cases import api as cases
from hukumati.cases.actors import citizen
from hukumati.cases.background.run_effect import run_effect, run_effects
from hukumati.cases.engine.act import act
from hukumati.cases.models import Effect
from hukumati.cases.tests.conftest import NOW, Citizen, Pay, do_effects, soon


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


def test_the_owners_page_reads_the_case_once_with_all_that_is_under_way(asked: Citizen) -> None:
    cases.get_case(reference=asked.reference, sub=asked.sub)  # the definition is read
    with statements() as found:
        cases.open_for_owner(reference=asked.reference, sub=asked.sub)
    assert len(found) == 1, found


def test_a_page_of_the_form_is_read_by_one_statement(layla: Citizen) -> None:
    layla.open()
    with statements() as found:
        cases.get_case(reference=layla.reference, sub=layla.sub)
    assert len(found) == 1, found


def test_saving_a_page_of_the_form_locks_the_case_and_reads_it_no_more(layla: Citizen) -> None:
    layla.open()
    with statements() as found:
        layla.save("about-you", {"phone": "0599000101"})
    assert [statement.split()[0] for statement in found] == ["SELECT", "WITH", "UPDATE"], found


def test_submitting_reads_the_case_before_and_under_its_lock_and_what_is_under_way_once(layla: Citizen) -> None:
    layla.fill()
    with statements() as found:
        layla.submit()
    # how old the answers of registers are; lock, event, timer, row; what is under way
    assert len(found) <= 6, found


def test_an_effect_is_found_once_and_done_under_one_lock(layla: Citizen, pay: Pay) -> None:
    layla.fill()
    layla.submit()
    pay(layla.reference)
    effect = Effect.objects.filter(done_at=None, kind="notify").order_by("seq", "position").first()
    assert effect is not None
    with statements() as found:
        run_effect(effect_id=effect.id, now=soon())
    # found with its case; the case locked, then its open effects; done
    assert [statement.split()[0] for statement in found] == ["SELECT", "SELECT", "SELECT", "UPDATE"], found


def test_all_that_follows_from_a_payment_costs_few_statements(layla: Citizen, pay: Pay) -> None:
    layla.fill()
    layla.submit()
    pay(layla.reference)
    first = Effect.objects.filter(done_at=None).order_by("seq", "position").first()
    assert first is not None
    with statements() as found:
        run_effects(effect_id=first.id, clock=soon)
    assert layla.look().state == "done"
    # seven effects: two messages, a register asked, an earlier letter revoked, one register told (its notice is written
    # first, and looked up before the paper), the document, its hand-over; what a service says may have to be loaded
    assert len(found) <= 50, found
