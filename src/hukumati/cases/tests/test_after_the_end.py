"""After the end: refunds, services that follow, objections and corrections, reuse, and the end of keeping."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

from hukumati.cases import api as cases
from hukumati.cases.background.erase import erase_old
from hukumati.cases.background.run_effect import run_effect
from hukumati.cases.background.run_timers import run_timers
from hukumati.cases.engine.access import reopenings_of
from hukumati.cases.models import Case, Effect, Event, EventPayload
from hukumati.cases.tests.card import PRODUCER, CardHolder, confirm, publish_card, take
from hukumati.cases.tests.conftest import (
    LAYLA,
    NOW,
    OFFICER,
    Citizen,
    Pay,
    Work,
    do_effects,
    later,
    let_cases_hear,
    notify_cash,
)
from hukumati.cases.tests.objecting import object_to
from hukumati.payments import api as payments
from hukumati.payments.tests.cash_references import issue_cash_reference

Check = Callable[[], None]


@pytest.fixture
def layla(service: None, tmp_path: Path, pay: Pay, work: Work) -> CardHolder:
    publish_card(tmp_path)
    person = CardHolder(LAYLA)
    person.fill()
    person.submit()
    pay(person.reference)
    work()
    person.look()
    return person


def _refused(person: CardHolder) -> CardHolder:
    take(person, "reject", reason="the photograph is old")
    do_effects()
    person.look()
    return person


def _bill(person: CardHolder) -> payments.Bill:
    assert person.view.bill_id is not None
    return payments.get_bill(bill_id=person.view.bill_id)


def test_a_refusal_owes_the_fee_back_once(layla: CardHolder, all_is_well: Check) -> None:
    _refused(layla)
    assert _bill(layla).refunded == _bill(layla).total
    refund = Effect.objects.get(kind="refund")
    Effect.objects.filter(id=refund.id).update(done_at=None)
    run_effect(effect_id=refund.id, now=NOW)
    assert _bill(layla).refunded == _bill(layla).total
    all_is_well()


def test_a_service_that_follows_is_begun_once(layla: CardHolder, all_is_well: Check) -> None:
    _refused(layla)
    (draft,) = Case.objects.filter(service_code="MOJ-NCC")
    assert (draft.applicant_sub, draft.applicant["id_number"], draft.state) == (layla.sub, LAYLA, "draft")
    started = Event.objects.get(action="started")
    assert EventPayload.objects.get(case=started.case, seq=started.seq).payload["reference"] == draft.reference
    all_is_well()


def test_money_that_comes_after_the_end_is_given_back(
    service: None, tmp_path: Path, pay: Pay, work: Work, all_is_well: Check
) -> None:
    person = Citizen(LAYLA)
    person.fill()
    person.submit()
    bill_id = person.view.bill_id
    assert bill_id is not None
    Case.objects.filter(reference=person.reference).update(bill_id=None)  # the case is withdrawn, its bill is not
    cases.withdraw(reference=person.reference, sub=person.sub, seen_seq=None, now=NOW)
    Case.objects.filter(reference=person.reference).update(bill_id=bill_id)
    pay(person.reference)
    work()
    assert payments.get_bill(bill_id=bill_id).refunded.minor == 2000
    actions = list(
        Event.objects.filter(case__reference=person.reference).order_by("seq").values_list("action", flat=True)
    )
    assert actions[-2:] == ["paid_late", "refunded"]
    all_is_well()


def test_cash_for_a_case_that_ran_out_of_time_is_given_back(
    service: None, client: Client, work: Work, all_is_well: Check
) -> None:
    person = Citizen(LAYLA)
    person.fill()
    person.submit()
    assert person.view.bill_id is not None
    bill = payments.get_bill(bill_id=person.view.bill_id)
    number = issue_cash_reference(bill_id=bill.id)
    run_timers(now=later(days=8))
    assert person.look().state == "withdrawn"
    notify_cash(client, number, bill)
    let_cases_hear()
    let_cases_hear()
    work()
    assert payments.get_bill(bill_id=bill.id).refunded == bill.total
    assert Event.objects.filter(case__reference=person.reference, action="paid_late").count() == 1
    assert Event.objects.filter(case__reference=person.reference, action="refunded").count() == 1
    all_is_well()


def test_an_objection_brings_the_case_back_to_its_officer(layla: CardHolder, all_is_well: Check) -> None:
    _refused(layla)
    (way,) = layla.view.ways_back
    assert (way.name, way.needs) == ("object", ("reason",))
    assert object_to(layla).state == "review"
    assert layla.look().closed_at is None
    seen = cases.open_for_officer(reference=layla.reference, officer=OFFICER, now=NOW)
    assert (seen.events[-1].action, seen.events[-1].reason) == ("object", "it is new")
    assert [task.reference for task in cases.inbox(officer=OFFICER, now=NOW)] == [layla.reference]
    all_is_well()


def test_an_objection_needs_its_reason_its_owner_and_its_time(layla: CardHolder) -> None:
    _refused(layla)
    with pytest.raises(cases.DataMissing):
        object_to(layla, reason=" ")
    with pytest.raises(cases.NoSuchCase):
        cases.reopen(reference=layla.reference, sub="sub-other", action="object", reason="so", now=NOW)
    with pytest.raises(cases.NotPossibleHere):
        cases.reopen(reference=layla.reference, sub=layla.sub, action="correct", reason="so", now=NOW)
    with pytest.raises(cases.NotPossibleHere):
        cases.reopen(reference=layla.reference, sub=layla.sub, action="object", reason="so", now=later(days=31))
    assert layla.look().state == "refused"


def test_there_is_no_objection_while_another_application_is_under_way(layla: CardHolder) -> None:
    _refused(layla)
    again = CardHolder(LAYLA)
    again.open()
    with pytest.raises(cases.AlreadyOpen) as refused:
        object_to(layla)
    assert refused.value.reference == again.reference


def test_an_officer_corrects_what_is_done_and_nobody_else(layla: CardHolder, all_is_well: Check) -> None:
    take(layla, "approve")
    confirm(layla)
    take(layla, "produced", PRODUCER)
    do_effects()
    code = layla.look().handover
    assert code is not None
    clerk = cases.Actor(
        "clerk",
        "MOJ-0002",
        OFFICER.name,
        provider="moj",
        office="MOJ-RAM",
        roles=frozenset({"clerk"}),
        id_number="700009991",
    )
    cases.hand_over(reference=layla.reference, clerk=clerk, code=code.code or "", document_shown="id_card", now=NOW)
    assert layla.look().ways_back == ()
    with pytest.raises(cases.NotPossibleHere):
        cases.reopen(reference=layla.reference, sub=layla.sub, action="correct", now=NOW)
    seen = cases.open_for_officer(reference=layla.reference, officer=OFFICER, now=NOW)
    assert seen.actions == ()  # the correction leads to the producer, whose it is
    case = Case.objects.get(reference=layla.reference)
    assert [way.name for way in reopenings_of(case, PRODUCER, NOW)] == ["correct"]
    assert reopenings_of(case, OFFICER, NOW) == ()  # in time, but another's work
    assert reopenings_of(case, PRODUCER, later(days=367)) == ()  # their work, but too late
    take(layla, "correct", PRODUCER)
    assert layla.look().state == "producing"
    all_is_well()


def test_why_a_case_ended_is_known(service: None, tmp_path: Path) -> None:
    publish_card(tmp_path)
    late = CardHolder(LAYLA)
    late.fill()
    late.submit()
    run_timers(now=later(days=8))
    assert (late.look().state, late.view.ended_by) == ("withdrawn", "timed_out")
    own = CardHolder(LAYLA)
    own.fill()
    own.submit()
    cases.withdraw(reference=own.reference, sub=own.sub, seen_seq=None, now=NOW)
    assert (own.look().state, own.view.ended_by) == ("withdrawn", "withdraw")


def test_a_valid_document_is_offered_before_a_new_application(
    service: None, pay: Pay, work: Work, all_is_well: Check
) -> None:
    person = Citizen(LAYLA)
    assert cases.find_reusable(service_code="MOJ-NCC", sub=person.sub, now=NOW) is None
    person.fill()
    person.submit()
    pay(person.reference)
    work()
    found = cases.find_reusable(service_code="MOJ-NCC", sub=person.sub, now=NOW)
    assert found is not None
    assert found.serial in person.look().documents
    assert [each.value.en for each in found.about] == ["Layla Ahmad Yousef Zaytouni", LAYLA]
    assert cases.find_reusable(service_code="MOJ-NCC", sub="sub-other", now=NOW) is None
    assert cases.find_reusable(service_code="MOJ-NCC", sub=person.sub, now=later(days=91)) is None


def test_at_the_end_of_its_time_a_case_forgets_its_person_and_its_chain_still_holds(
    layla: CardHolder, all_is_well: Check
) -> None:
    _refused(layla)
    count = Event.objects.filter(case__reference=layla.reference).count()
    assert erase_old(now=NOW + timedelta(days=729)) == 0
    assert erase_old(now=NOW + timedelta(days=731)) == 1
    assert erase_old(now=NOW + timedelta(days=731)) == 0
    case = Case.objects.get(reference=layla.reference)
    assert LAYLA not in repr({**case.__dict__, "applicant_sub": ""})
    assert not EventPayload.objects.filter(case=case).exists()
    assert Event.objects.filter(case=case).count() == count
    assert cases.get_case(reference=layla.reference, sub=layla.sub).state == "refused"
    with pytest.raises(cases.NotYours):
        cases.open_for_officer(reference=layla.reference, officer=OFFICER, now=NOW)
    with pytest.raises(cases.NotPossibleHere):
        object_to(layla)
    all_is_well()
