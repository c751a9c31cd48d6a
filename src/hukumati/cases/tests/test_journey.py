"""The whole way of an application, with real lower parts; only the registers' edge is a stand-in."""

from collections.abc import Callable

import pytest

from hukumati.cases import api as cases
from hukumati.cases.models import Event
from hukumati.cases.tests.conftest import DOWNLOAD, NOW, POST_OFFICE, Citizen, Pay, Work
from hukumati.cases.tests.edge import PERSON, RECORD, Edge
from hukumati.documents import api as documents
from hukumati.notifications import api as notifications
from hukumati.payments import api as payments

Check = Callable[[], None]


def actions_of(citizen: Citizen) -> list[str]:
    return list(
        Event.objects.filter(case__reference=citizen.reference).order_by("seq").values_list("action", flat=True)
    )


def test_a_clear_record_leads_to_a_certificate_without_an_officer(
    layla: Citizen, work: Work, pay: Pay, all_is_well: Check
) -> None:
    layla.fill(DOWNLOAD)
    layla.submit()
    assert (layla.view.state, layla.view.milestone) == ("to_pay", "submitted")
    pay(layla.reference)
    work()
    view = layla.look()
    assert (view.state, view.milestone) == ("done", "closed")
    assert actions_of(layla) == [
        "open", "prefill", "save", "save", "save", "submit", "paid", "answered", "told", "issued",
            "handed_over",
    ]  # fmt: skip
    (document,) = documents.list_documents(case_reference=layla.reference)
    assert (view.documents, document.kind, document.owner) == ((document.serial,), "certificate", layla.sub)
    assert all(step.state == "done" for step in view.steps)
    all_is_well()


def test_the_citizen_is_told_that_it_is_received_and_that_it_is_ready(layla: Citizen, work: Work, pay: Pay) -> None:
    layla.fill(DOWNLOAD)
    layla.submit()
    pay(layla.reference)
    work()
    sent = notifications.list_messages(about=f"case:{layla.reference}")
    assert [message.channel for message in sent].count("sms") == 3  # the cash, the application, the paper
    assert all(layla.reference in message.text for message in sent)


@pytest.mark.parametrize(("purpose", "minor"), [("travel", 2000), ("study", 1000)])
def test_the_fee_comes_from_the_services_table_and_is_the_bills(layla: Citizen, purpose: str, minor: int) -> None:
    layla.fill(purpose=purpose)
    assert cases.quote(case=layla.look()).total.minor == minor
    layla.submit()
    assert layla.view.bill_id is not None
    assert payments.get_bill(bill_id=layla.view.bill_id).total.minor == minor


def test_the_form_is_filled_in_from_the_register(layla: Citizen, edge: Edge) -> None:
    view = layla.open()
    assert view.prefill == "done"
    assert view.eligible is True
    assert view.answers["name"]["en"]["first"] == "Layla"
    assert view.answers["id_number"] == "400000006"
    layla.open()
    assert edge.asked[PERSON] == 1


def test_what_the_register_knows_cannot_be_changed_by_the_browser(layla: Citizen) -> None:
    layla.open()
    raw = {"phone": "0599000101", "name": "Somebody Else", "name_en_first": "Else", "id_number": "900000001"}
    layla.save("about-you", {**raw, "born_on": "1960-01-01"})
    assert layla.view.answers["id_number"] == "400000006"
    assert layla.view.answers["name"]["en"]["first"] == "Layla"
    assert layla.view.answers["born_on"] == "1990-05-12"


def test_a_hit_goes_to_an_officer_whose_approval_says_what_the_register_says(
    khaled: Citizen, officer: cases.Actor, work: Work, pay: Pay, all_is_well: Check
) -> None:
    khaled.fill(DOWNLOAD)
    khaled.submit()
    pay(khaled.reference)
    work()
    assert khaled.look().state == "review"
    (task,) = cases.inbox(officer=officer, now=NOW)
    assert (task.reference, task.queue) == (khaled.reference, "PS-HBN")
    seen = cases.open_for_officer(reference=khaled.reference, officer=officer, now=NOW)
    assert seen.evidence["moj.criminal_record"]["clear"] is False
    assert seen.actions == ("approve", "reject", "ask_citizen")
    cases.decide(
        reference=khaled.reference,
        officer=officer,
        action="approve",
        reason="Statement",
        seen_seq=seen.case.last_seq,
        now=NOW,
    )
    assert cases.inbox(officer=officer, now=NOW) == ()
    work()
    (document,) = documents.list_documents(case_reference=khaled.reference)
    assert (khaled.look().state, document.kind) == ("done", "statement")
    all_is_well()


def test_a_refusal_gives_its_reason_and_a_letter(
    khaled: Citizen, officer: cases.Actor, work: Work, pay: Pay, all_is_well: Check
) -> None:
    khaled.fill(DOWNLOAD)
    khaled.submit()
    pay(khaled.reference)
    work()
    seq = khaled.look().last_seq
    cases.decide(
        reference=khaled.reference, officer=officer, action="reject", reason="سبب القرار", seen_seq=seq, now=NOW
    )
    work()
    view = khaled.look()
    assert (view.state, view.milestone, view.decision_reason) == ("refused", "decided", "سبب القرار")
    assert view.closed_at == NOW
    assert [step.name for step in view.steps][-1] == "decided"
    (document,) = documents.list_documents(case_reference=khaled.reference)
    assert view.documents == (document.serial,)
    assert document.kind == "refusal_letter"
    all_is_well()


def test_a_question_to_the_citizen_stops_the_clock_until_the_answer(
    khaled: Citizen, officer: cases.Actor, work: Work, pay: Pay, all_is_well: Check
) -> None:
    khaled.fill(DOWNLOAD)
    khaled.submit()
    pay(khaled.reference)
    work()
    view = khaled.look()
    assert view.due_at is not None
    cases.decide(
        reference=khaled.reference,
        officer=officer,
        action="ask_citizen",
        reason="Which court?",
        seen_seq=view.last_seq,
        now=NOW,
    )
    asked = khaled.look()
    assert (asked.milestone, asked.decision_reason, asked.due_at) == ("your_turn", "Which court?", None)
    cases.answer_officer(
        reference=khaled.reference, sub=khaled.sub, answer="Ramallah", seen_seq=asked.last_seq, now=NOW
    )
    answered = khaled.look()
    assert (answered.state, answered.due_at, answered.decision_reason) == ("review", view.due_at, None)
    seen = cases.open_for_officer(reference=khaled.reference, officer=officer, now=NOW)
    assert [event.reason for event in seen.events][-2:] == ["Which court?", "Ramallah"]
    all_is_well()


def test_a_paper_is_collected_at_the_post_office_against_its_code(
    layla: Citizen, clerk: cases.Actor, work: Work, pay: Pay, all_is_well: Check
) -> None:
    layla.fill(POST_OFFICE)
    layla.submit()
    pay(layla.reference)
    work()
    assert (layla.look().state, layla.view.milestone) == ("ready", "on_its_way")
    assert [item.reference for item in cases.desk(clerk=clerk).lines] == [layla.reference]
    cases.receive(reference=layla.reference, clerk=clerk, now=NOW)
    work()
    view = layla.look()
    assert view.milestone == "ready"
    assert view.handover is not None
    assert view.handover.code is not None
    cases.hand_over(
        reference=layla.reference, clerk=clerk, code=view.handover.code, document_shown="identity_card", now=NOW
    )
    view = layla.look()
    assert (view.state, view.milestone) == ("done", "closed")
    assert view.handover is not None
    assert view.handover.code is None
    all_is_well()


def test_a_case_does_not_wait_for_a_register_that_was_asked(layla: Citizen, edge: Edge, work: Work, pay: Pay) -> None:
    layla.fill()
    layla.submit()
    pay(layla.reference)
    work()
    assert edge.asked[RECORD] == 1
