"""Registers and keys that are away: the case waits, says so, and goes on by itself."""

from collections.abc import Callable

import pytest
from django.conf import settings

from hukumati.cases import api as cases
from hukumati.cases.engine.effect_queue import begin_lost
from hukumati.cases.models import Effect, Event
from hukumati.cases.tests.conftest import NOW, Citizen, Pay, Work, soon
from hukumati.cases.tests.edge import RECORD, Edge
from hukumati.documents import api as documents

Check = Callable[[], None]


@pytest.fixture
def paid(layla: Citizen, pay: Pay) -> Citizen:
    layla.fill()
    layla.submit()
    pay(layla.reference)
    return layla


def test_while_the_criminal_register_is_away_the_case_is_delayed_and_then_goes_on(
    paid: Citizen, edge: Edge, work: Work, all_is_well: Check
) -> None:
    edge.down = {RECORD}
    work()
    assert (paid.look().state, paid.view.delayed) == ("checking", "register")
    edge.down = set()
    work(soon(seconds=6))
    assert (paid.look().state, paid.view.delayed) == ("done", "")
    all_is_well()


def test_an_answer_that_cannot_be_kept_is_no_answer(khaled: Citizen, pay: Pay, edge: Edge, work: Work) -> None:
    khaled.fill()
    khaled.submit()
    pay(khaled.reference)
    edge.poisoned = {RECORD}
    work()
    assert (khaled.look().state, khaled.view.delayed) == ("checking", "register")
    edge.poisoned = set()
    work(soon(seconds=6))
    assert khaled.look().state == "review"


def test_after_the_flows_last_try_an_officer_sees_the_case(
    paid: Citizen, edge: Edge, officer: cases.Actor, work: Work, all_is_well: Check
) -> None:
    edge.down = {RECORD}
    for hours in range(1, 14):
        work(soon(hours=hours))
    assert paid.look().state == "review"
    assert edge.asked[RECORD] == 9
    seen = cases.open_for_officer(reference=paid.reference, officer=officer, now=NOW)
    assert "moj.criminal_record" not in seen.evidence
    all_is_well()


def test_an_officer_can_have_the_register_asked_again(
    paid: Citizen, edge: Edge, officer: cases.Actor, work: Work, all_is_well: Check
) -> None:
    edge.down = {RECORD}
    for hours in range(1, 13):
        work(soon(hours=hours))
    assert paid.look().state == "review"
    edge.down = set()
    cases.decide(
        reference=paid.reference,
        officer=officer,
        action="approve",
        reason="again",
        seen_seq=paid.view.last_seq,
        now=soon(hours=13),
    )
    work(soon(hours=13))
    assert paid.look().state == "done"
    all_is_well()


def test_while_the_key_is_missing_nothing_is_issued_and_then_it_is_once(
    paid: Citizen, work: Work, all_is_well: Check
) -> None:
    keys = settings.HUKUMATI.data_dir / "trust"
    keys.rename(keys.with_name("away"))
    work()
    assert (paid.look().state, paid.view.documents) == ("issuing", ())
    keys.with_name("away").rename(keys)
    work(soon(seconds=6))
    assert (paid.look().state, len(paid.view.documents)) == ("done", 1)
    all_is_well()


def test_an_effect_whose_job_was_lost_is_taken_up_again(paid: Citizen) -> None:
    assert begin_lost(now=soon(minutes=1)) == 0
    assert begin_lost(now=soon(minutes=3)) == 1
    assert begin_lost(now=soon(minutes=4)) == 0


def test_the_case_itself_is_not_changed_by_failed_attempts(paid: Citizen, edge: Edge, work: Work) -> None:
    edge.down = {RECORD}
    work()
    before = Event.objects.count()
    work(soon(seconds=6))
    assert Event.objects.count() == before


@pytest.mark.parametrize(
    ("court", "error"),
    [
        ("  ", "empty: judgments.court_en"),
        ("Hebron \ufffd Court", "no letter for: judgments.court_en U+FFFD"),
        ("Hebron 漢 Court", "no letter for: judgments.court_en U+6F22"),
    ],
)
def test_a_statement_that_cannot_name_a_court_is_not_sealed_and_comes_back_to_the_officer(
    khaled: Citizen, edge: Edge, pay: Pay, officer: cases.Actor, work: Work, all_is_well: Check, court: str, error: str
) -> None:
    edge.people[khaled.id_number]["judgments"][0]["court"]["en"] = court
    khaled.fill()
    khaled.submit()
    pay(khaled.reference)
    work()
    assert khaled.look().state == "review"
    cases.decide(
        reference=khaled.reference,
        officer=officer,
        action="approve",
        reason="read",
        seen_seq=khaled.view.last_seq,
        now=NOW,
    )
    work(soon(seconds=6))
    assert khaled.look().state == "unfinished"  # the register knows of it: nothing is paid back any more
    assert documents.list_documents(case_reference=khaled.reference) == ()
    assert Effect.objects.get(case__reference=khaled.reference, kind="issue").error == error
    all_is_well()
