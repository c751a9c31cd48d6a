"""A register is silent and its question is left to it: the application is accepted, and waits for the answer."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from hukumati.cases import api as cases
from hukumati.cases.background.migrate import migrate_all
from hukumati.cases.background.run_effect import run_effect
from hukumati.cases.background.run_timers import run_timers
from hukumati.cases.background.verify import replay, verify
from hukumati.cases.engine.loading import state_of
from hukumati.cases.models import Case, Effect, Event, EventPayload, Task, Timer
from hukumati.cases.tests.conftest import DEAD, DOWNLOAD, KHALED, LAYLA, OFFICER, Citizen, Pay, do_effects, soon
from hukumati.cases.tests.edge import RECORD, Edge
from hukumati.cases.tests.test_killed import Stepper, stepper
from hukumati.cases.tests.waiting import CONTRACT, DECLARED, QUESTION, waiting_folder
from hukumati.catalogue import api as catalogue
from hukumati.catalogue.tests.samples import publish
from hukumati.notifications import api as notifications

__all__ = ["stepper"]


@pytest.fixture
def away(edge: Edge) -> None:
    edge.down.add(RECORD)


def apply(person: Citizen) -> cases.CaseView:
    person.now = soon()
    person.fill()
    return person.submit()


def events() -> list[str]:
    return list(Event.objects.order_by("seq").values_list("action", flat=True))


def told() -> list[str]:
    """The text messages about the only case."""
    about = f"case:{Case.objects.get().reference}"
    return [message.text for message in notifications.list_messages(about=about) if message.channel == "sms"]


def hold_nothing(edge: Edge, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the record know nobody."""
    prompt = edge.answer

    def unknown(path: str, subject: str, parameters: dict[str, str]) -> tuple[int, dict[str, Any]]:
        return (404, {"type": "not_found"}) if path == RECORD else prompt(path, subject, parameters)

    monkeypatch.setattr(edge, "answer", unknown)


def test_the_application_is_accepted_and_waits_with_nothing_decided(layla: Citizen, away: None) -> None:
    publish(waiting_folder())
    view = apply(layla)
    assert (view.state, view.milestone, view.queued) == ("draft", "submitted", {"is_clear": CONTRACT})
    assert (view.is_draft, view.answers["is_clear"], view.draft_expires_at, view.due_at) == (False, None, None, None)
    assert view.can_withdraw
    case = Case.objects.get()
    assert (case.bill_id, Task.objects.count(), Timer.objects.filter(done_at=None).count()) == (None, 0, 0)
    assert events()[-1] == "queue"
    seen = cases.open_for_officer(reference=layla.reference, officer=OFFICER)
    assert seen.case.queued == {"is_clear": CONTRACT}
    assert seen.choices == ()
    assert list(verify()) == []


def test_when_the_register_answers_the_case_goes_on_as_if_just_submitted(
    layla: Citizen, away: None, edge: Edge, pay: Pay
) -> None:
    publish(waiting_folder())
    submitted = apply(layla)
    do_effects()
    assert layla.look().queued
    assert Effect.objects.get(kind="fetch").attempts >= 1
    edge.down.clear()
    do_effects(soon(seconds=10))
    view = layla.look()
    assert (view.state, view.queued, view.answers["is_clear"]) == ("to_pay", {}, True)
    assert (view.submitted_at, view.declared) == (submitted.submitted_at, {})
    assert events()[-2:] == ["fetched", "submit"]
    payload = EventPayload.objects.order_by("seq").values_list("payload", flat=True)
    assert [each["answers"].get("is_clear") for each in payload if "answers" in each][-3:] == [None, True, True]
    assert any("is_clear" in str(each) for each in payload)
    pay(layla.reference)
    do_effects()
    assert layla.look().state == "done"
    assert list(verify()) == []


def test_a_register_that_never_answers_makes_the_application_a_draft_again_which_ends(
    layla: Citizen, away: None
) -> None:
    publish(waiting_folder())
    apply(layla)
    do_effects(soon(days=29))
    assert layla.look().queued
    do_effects(soon(days=31))
    view = layla.look()
    assert (view.is_draft, view.queued, events()[-1]) == (True, {}, "not_accepted")
    assert view.decision_reason == "لم يُجب السجل الذي نحتاج إلى معلومة منه طوال المدة التي يُحفظ فيها الطلب."
    assert told()[-1].startswith(f"الطلب {layla.reference}: لم يُجب السجل")
    assert not Effect.objects.filter(kind="fetch", done_at=None).exists()
    assert list(verify()) == []
    run_timers(now=soon(days=62))
    assert layla.look().closed_at is not None


def test_the_register_is_asked_again_with_patience(layla: Citizen, away: None) -> None:
    publish(waiting_folder())
    apply(layla)
    for hours in range(1, 30):
        do_effects(soon(hours=hours))
    assert layla.look().queued
    assert Effect.objects.get(kind="fetch").attempts > 20
    run_timers(now=soon(days=400))
    assert layla.look().queued


def test_the_citizen_is_told_when_it_goes_on(layla: Citizen, away: None, edge: Edge) -> None:
    publish(waiting_folder())
    apply(layla)
    edge.down.clear()
    do_effects()
    assert layla.look().state == "to_pay"
    (text,) = told()
    assert "أجاب السجل" in text


def test_no_bill_is_written_before_the_fee_is_known(khaled: Citizen, away: None, edge: Edge) -> None:
    publish(waiting_folder(fee=True))
    khaled.now = soon()
    khaled.fill()
    quote = cases.quote(case=khaled.look())
    assert (quote.is_pending, quote.lines) == (True, ())
    khaled.submit()
    assert khaled.view.bill_id is None
    edge.down.clear()
    do_effects()
    khaled.look()
    assert khaled.view.bill_id is not None
    quote = cases.quote(case=khaled.look())
    assert (quote.is_pending, quote.total.format()) == (False, "30.00")


def test_a_fee_that_does_not_rest_on_it_is_told_at_once(layla: Citizen, away: None) -> None:
    publish(waiting_folder())
    layla.fill()
    quote = cases.quote(case=layla.look())
    assert (quote.is_pending, quote.total.format()) == (False, "20.00")


def test_rules_that_then_forbid_it_make_it_a_draft_again_with_the_reason(
    khaled: Citizen, away: None, edge: Edge
) -> None:
    publish(waiting_folder(eligibility=True))
    view = apply(khaled)
    assert view.queued
    edge.down.clear()
    do_effects()
    view = khaled.look()
    assert (view.is_draft, view.state, view.milestone, view.queued) == (True, "draft", "started", {})
    assert view.blocked is not None
    assert view.decision_reason == view.blocked.ar
    assert (view.answers["is_clear"], view.draft_expires_at is not None, view.bill_id) == (False, True, None)
    assert events()[-2:] == ["fetched", "not_accepted"]
    with pytest.raises(cases.NotEligible):
        khaled.submit()
    assert list(verify()) == []
    run_timers(now=soon(days=40))
    assert (khaled.look().ended_by, khaled.view.decision_reason) == ("expired", None)
    assert list(verify()) == []


def test_rules_that_do_not_rest_on_it_are_decided_at_once(service: None, away: None) -> None:
    publish(waiting_folder())
    dead = Citizen(DEAD)
    assert (dead.open().eligible, dead.view.blocked is not None) == (False, True)


def test_one_who_is_allowed_by_it_goes_on(layla: Citizen, away: None, edge: Edge) -> None:
    publish(waiting_folder(eligibility=True))
    apply(layla)
    edge.down.clear()
    do_effects()
    assert layla.look().state == "to_pay"


def test_a_register_that_holds_nothing_makes_it_a_draft_again(
    layla: Citizen, away: None, edge: Edge, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(waiting_folder())
    apply(layla)
    edge.down.clear()
    hold_nothing(edge, monkeypatch)
    do_effects()
    view = layla.look()
    assert (view.is_draft, view.registers[CONTRACT]) == (True, None)
    assert "ليس في السجل" in (view.decision_reason or "")
    with pytest.raises(cases.AnswersMissing):
        layla.submit()
    with pytest.raises(cases.AnswersInvalid) as refused:
        layla.save("delivery", DOWNLOAD)
    assert "holds nothing" in refused.value.errors["is_clear"].en
    assert list(verify()) == []


def test_where_the_answer_is_not_required_nothing_holds_it_up(
    layla: Citizen, away: None, edge: Edge, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(waiting_folder(question=QUESTION.replace("edit: locked,", "edit: locked, required: false,")))
    apply(layla)
    edge.down.clear()
    hold_nothing(edge, monkeypatch)
    do_effects()
    assert (layla.look().state, layla.view.answers["is_clear"]) == ("to_pay", None)


def test_a_person_may_withdraw_while_it_waits(layla: Citizen, away: None, edge: Edge) -> None:
    publish(waiting_folder())
    apply(layla)
    effect = Effect.objects.get(kind="fetch")
    cases.withdraw(reference=layla.reference, sub=layla.sub, now=soon())
    edge.down.clear()
    run_effect(effect_id=effect.id, now=soon())
    view = layla.look()
    assert (view.state, view.queued, view.ended_by) == ("withdrawn", {}, "withdraw")
    assert not Effect.objects.filter(done_at=None).exists()
    assert list(verify()) == []


def test_a_person_may_withdraw_while_the_register_is_being_asked(
    layla: Citizen, away: None, edge: Edge, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(waiting_folder())
    apply(layla)
    edge.down.clear()
    prompt = edge.answer

    def meanwhile(path: str, subject: str, parameters: dict[str, str]) -> tuple[int, dict[str, Any]]:
        if path == RECORD:
            try:
                cases.withdraw(reference=layla.reference, sub=layla.sub, now=soon())
            finally:
                connection.close()
        return prompt(path, subject, parameters)

    monkeypatch.setattr(edge, "answer", meanwhile)
    do_effects()
    assert (layla.look().state, layla.view.answers["is_clear"]) == ("withdrawn", None)
    assert list(verify()) == []


def test_two_workers_at_once_put_it_in_once(layla: Citizen, away: None, edge: Edge) -> None:
    publish(waiting_folder())
    apply(layla)
    edge.down.clear()
    effect = Effect.objects.get(kind="fetch")

    def run(_: int) -> None:
        try:
            run_effect(effect_id=effect.id, now=soon())
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(run, range(3)))
    assert [events().count(name) for name in ("queue", "fetched", "submit")] == [1, 1, 1]
    assert len(told()) == 1
    assert list(verify()) == []


def test_the_same_click_twice_is_one_submission(layla: Citizen, away: None) -> None:
    publish(waiting_folder())
    layla.now = soon()
    layla.fill()
    seen = layla.view.last_seq
    layla.submit()
    assert layla.submit(seen_seq=seen).queued
    with pytest.raises(cases.CaseMovedOn):
        layla.save("purpose", {"purpose": "study"})
    assert events().count("queue") == 1


def test_nobody_begins_a_second_application_meanwhile(layla: Citizen, away: None) -> None:
    publish(waiting_folder())
    apply(layla)
    with pytest.raises(cases.AlreadyOpen):
        layla.open()


def test_a_register_that_answers_before_submission_leaves_nothing_to_wait_for(
    layla: Citizen, away: None, edge: Edge
) -> None:
    publish(waiting_folder())
    layla.fill()
    edge.down.clear()
    Case.objects.update(prefill="none")
    layla.view = cases.prefill(reference=layla.reference, sub=layla.sub, now=soon())
    assert (layla.submit().state, layla.view.answers["is_clear"]) == ("to_pay", True)


def test_an_application_that_waits_is_decided_by_its_own_version(layla: Citizen, away: None, edge: Edge) -> None:
    publish(waiting_folder())
    apply(layla)
    before = Case.objects.get().version_id
    newer = waiting_folder(fee=True)
    files = {**newer.files, "migrate.yaml": b"from: 2\ndrafts: move\n"}
    publish(replace(newer, files=files))
    after = catalogue.get_service(code_or_slug="MOJ-NCC").version_id
    assert after != before
    migrate_all(source=before, target=after, now=soon())
    assert Case.objects.get().version_id == before
    edge.down.clear()
    do_effects()
    assert (layla.look().state, Case.objects.get().version_id) == ("to_pay", before)


def test_what_is_declared_of_another_register_is_still_checked(layla: Citizen, edge: Edge, away: None) -> None:
    publish(waiting_folder(question=QUESTION + DECLARED))
    layla.now = soon()
    layla.fill({**DOWNLOAD, "record_of": LAYLA})
    view = layla.submit()
    assert (view.queued, view.declared) == ({"is_clear": CONTRACT}, {"record_of": CONTRACT})
    edge.down.clear()
    do_effects()
    (request,) = cases.list_requests(reference=layla.reference, sub=layla.sub)
    assert (layla.look().state, request.name, request.state) == ("to_pay", "check", "answered")
    assert list(verify()) == []


@pytest.mark.parametrize(("person", "end"), [(LAYLA, "submit"), (KHALED, "not_accepted")])
def test_killed_everywhere_it_waits_and_goes_on_once(
    stepper: Stepper, edge: Edge, away: None, person: str, end: str
) -> None:
    publish(waiting_folder(eligibility=True, question=QUESTION + DECLARED))
    citizen = Citizen(person, reference=stepper.apply(person))
    assert citizen.look().queued
    edge.down.clear()
    Effect.objects.update(next_at=soon() - timedelta(minutes=5))
    stepper.until_it_survives("work", person)
    assert not citizen.look().queued
    assert {"cases.queue.committed", "cases.fetch.asked", f"cases.{end}.before_commit"} <= stepper.reached()
    assert ("cases.check.asked" in stepper.reached()) is (end == "submit")
    assert [events().count(name) for name in ("queue", "fetched", end)] == [1, 1, 1]
    assert list(verify()) == []


MOVES = st.sampled_from(["up", "down", "work", "withdraw", "submit"])


@pytest.fixture
def begun(service: None, edge: Edge) -> Callable[[bool], Citizen]:
    """A function that submits the application of somebody whose record is clear or not, while it is silent."""
    publish(waiting_folder(eligibility=True))
    numbers, judgments = count(1), edge.people[KHALED]["judgments"]

    def begin(clear: bool) -> Citizen:
        edge.people[KHALED]["judgments"] = [] if clear else judgments
        edge.down.add(RECORD)
        sibling = Sibling(KHALED, now=soon(), number=next(numbers))
        sibling.fill()
        sibling.submit()
        return sibling

    return begin


@dataclass
class Sibling(Citizen):
    """The same person in another account, so that another application can be open."""

    number: int = 0

    @property
    def sub(self) -> str:
        return f"sub-{self.number}"


@hypothesis_settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(MOVES, max_size=8), clear=st.booleans())
def test_whatever_happens_nothing_is_decided_before_the_register_has_answered(
    moves: list[str], clear: bool, begun: Callable[[bool], Citizen], edge: Edge
) -> None:
    person = begun(clear)
    stands, at = "waiting", soon()
    for move in moves:
        at += timedelta(hours=2)
        if move in {"up", "down"}:
            edge.down = set() if move == "up" else {RECORD}
        elif move == "work":
            do_effects(at)
            stands = ("to_pay" if clear else "draft") if stands == "waiting" and not edge.down else stands
        elif move == "withdraw":
            with suppress(cases.CasesError):
                cases.withdraw(reference=person.reference, sub=person.sub, now=at)
                stands = "withdrawn"
        elif move == "submit":
            with suppress(cases.CasesError):
                person.look()
                person.submit()
        view = person.look()
        assert (view.state, bool(view.queued)) == ("draft" if stands == "waiting" else stands, stands == "waiting")
        assert (view.bill_id is not None) <= (view.answers.get("is_clear") is not None)
        assert view.is_draft is (stands == "draft")
        case = Case.objects.get(reference=person.reference)
        assert replay(case) == state_of(case)
    assert [found for found in verify() if found.reference == person.reference] == []
