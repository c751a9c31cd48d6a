"""Several at once: the case is moved once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

from django.db import connection

from hukumati.cases import api as cases
from hukumati.cases.background.run_effect import run_effect
from hukumati.cases.models import Case, Effect, Event
from hukumati.cases.tests.conftest import NOW, Citizen, Pay, Work
from hukumati.documents import api as documents

Check = Callable[[], None]


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """What each of the calls gives or raises, begun at the same moment."""
    barrier = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        try:
            barrier.wait()
            return call()
        except cases.CasesError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def test_two_visits_at_once_make_one_draft(layla: Citizen) -> None:
    def visit() -> str:
        return cases.open_case(service_code="MOJ-NCC", applicant=layla.applicant(), now=NOW).reference

    assert len(set(at_once(*[visit] * 4))) == 1
    assert Case.objects.count() == 1


def test_two_submissions_at_once_are_one(layla: Citizen) -> None:
    seen = layla.fill().last_seq

    def submit() -> object:
        return cases.submit(reference=layla.reference, sub=layla.sub, seen_seq=seen, now=NOW).bill_id

    bills = at_once(submit, submit, submit)
    assert len(set(bills)) == 1
    assert Event.objects.filter(action="submit").count() == 1


def test_two_tabs_saving_at_once_keep_one_page(layla: Citizen) -> None:
    seen = layla.fill().last_seq

    def save(purpose: str) -> Callable[[], str]:
        def call() -> str:
            raw = {"purpose": purpose}
            view = cases.save_page(
                reference=layla.reference, sub=layla.sub, page_id="purpose", raw=raw, seen_seq=seen, now=NOW
            )
            return str(view.answers["purpose"])

        return call

    results = at_once(save("study"), save("travel"))
    assert sorted(type(result).__name__ for result in results) == ["CaseMovedOn", "str"]
    assert layla.look().answers["purpose"] in results


def test_two_officers_deciding_at_once_take_one_decision(
    khaled: Citizen, officer: cases.Actor, work: Work, pay: Pay, all_is_well: Check
) -> None:
    khaled.fill()
    khaled.submit()
    pay(khaled.reference)
    work()
    seen = khaled.look().last_seq
    colleague = cases.Actor(
        "officer", "MOJ-0009", officer.name, provider="moj", roles=officer.roles, id_number="700009991"
    )

    def decide(who: cases.Actor, action: Any) -> Callable[[], str]:
        return lambda: (
            cases.decide(
                reference=khaled.reference, officer=who, action=action, reason="r", seen_seq=seen, now=NOW
            ).case.state
        )

    results = at_once(decide(officer, "approve"), decide(colleague, "reject"))
    assert [type(result).__name__ for result in results].count("CaseMovedOn") == 1
    assert Event.objects.filter(action__in=["approve", "reject"]).count() == 1
    work()
    all_is_well()


def test_an_effect_done_by_two_workers_at_once_happens_once(
    layla: Citizen, pay: Pay, work: Work, all_is_well: Check
) -> None:
    layla.fill()
    layla.submit()
    pay(layla.reference)
    for _ in range(8):
        pending = [effect.id for effect in Effect.objects.filter(done_at=None)]
        if pending:
            at_once(*[partial(run_effect, effect_id=effect_id, now=NOW) for effect_id in pending * 2])
    assert layla.look().state == "done"
    assert len(documents.list_documents(case_reference=layla.reference)) == 1
    all_is_well()
