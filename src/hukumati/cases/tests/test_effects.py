"""Effects one by one: in their order, each once; what failed is noted and waits, what is hopeless is given up."""

from datetime import timedelta

import pytest

from hukumati.cases.background.run_effect import run_effect, run_effects
from hukumati.cases.models import Case, Effect, Event
from hukumati.cases.tests.conftest import Citizen, Pay, do_effects, soon
from hukumati.cases.tests.edge import CERTIFICATES, RECORD, Edge


@pytest.fixture
def paid(layla: Citizen, pay: Pay) -> Citizen:
    """A case whose first effects are due: a message, then a question to a register."""
    layla.fill()
    layla.submit()
    pay(layla.reference)
    return layla


def effect(kind: str) -> Effect:
    return Effect.objects.get(kind=kind)


def test_an_effect_waits_for_those_before_it_and_is_done_once(paid: Citizen, edge: Edge) -> None:
    message, question = Effect.objects.order_by("position")
    run_effect(effect_id=question.id, now=soon())
    assert (edge.asked[RECORD], effect("ask").done_at) == (0, None)
    now = soon()
    run_effect(effect_id=message.id, now=now)
    done = effect("notify")
    assert (done.done_at, done.outcome, done.error) == (now, "done", "")
    run_effect(effect_id=question.id, now=now)
    run_effect(effect_id=question.id, now=now)
    assert edge.asked[RECORD] == 1
    assert paid.look().state == "issuing"


def test_one_job_does_an_effect_and_whatever_follows_from_it(paid: Citizen) -> None:
    first = Effect.objects.order_by("position")[0]
    run_effects(effect_id=first.id, clock=soon)
    assert paid.look().state == "done"
    assert set(Effect.objects.values_list("outcome", flat=True)) == {"done"}


def test_a_job_whose_effect_is_done_goes_on_with_what_is_due(paid: Citizen) -> None:
    first = Effect.objects.order_by("position")[0]
    run_effect(effect_id=first.id, now=soon())
    run_effects(effect_id=first.id, clock=soon)
    assert paid.look().state == "done"


def test_a_job_tries_each_effect_once(paid: Citizen, edge: Edge) -> None:
    edge.down = {RECORD}
    run_effects(effect_id=effect("notify").id, clock=lambda: soon(days=1))
    assert edge.asked[RECORD] == 1
    assert paid.look().state == "checking"


def test_what_failed_is_noted_and_waits_longer_each_time(paid: Citizen, edge: Edge) -> None:
    edge.down = {RECORD}
    run_effect(effect_id=effect("notify").id, now=soon())
    for attempts, seconds in ((1, 5), (2, 15), (3, 60)):
        now = soon(hours=attempts)
        run_effect(effect_id=effect("ask").id, now=now)
        row = effect("ask")
        assert (row.attempts, row.next_at, row.done_at, row.outcome) == (
            attempts, now + timedelta(seconds=seconds), None, "",
        )  # fmt: skip
        assert row.error == "interoperability.register_unavailable"
    assert [each.action for each in Event.objects.filter(seq__gt=6)] == ["paid"]


def test_a_register_that_knows_no_such_person_is_asked_once_and_an_officer_decides(paid: Citizen, edge: Edge) -> None:
    edge.holds[RECORD] = None
    do_effects()
    row = effect("ask")
    assert (row.attempts, row.outcome, row.error) == (1, "failed", "no_such_record")
    assert edge.asked[RECORD] == 1
    assert paid.look().state == "review"
    assert Event.objects.filter(action="failed", to_state="review").count() == 1


def test_a_register_that_refuses_what_it_is_told_is_told_it_once(paid: Citizen, edge: Edge) -> None:
    edge.refusing = {CERTIFICATES: "closed"}
    do_effects()
    row = effect("tell")
    assert (row.attempts, row.outcome) == (1, "failed")
    assert edge.heard[CERTIFICATES] == 1
    assert paid.look().state == "not_recorded"
    assert Case.objects.get().documents == []


def test_a_register_that_is_away_when_it_is_told_is_told_again(paid: Citizen, edge: Edge) -> None:
    edge.down = {CERTIFICATES}
    do_effects()
    row = effect("tell")
    assert (row.attempts, row.outcome, row.done_at) == (1, "", None)
    assert paid.look().state == "issuing"
    assert effect("issue").done_at is None  # the paper waits until the register knows of it
    edge.down = set()
    do_effects(soon(minutes=1))
    assert paid.look().state == "done"
    assert [told.path for told in edge.told.values()] == [CERTIFICATES]
