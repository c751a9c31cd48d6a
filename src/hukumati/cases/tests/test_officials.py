"""Officers and clerks: what they see, and what they may do."""

from dataclasses import replace

import pytest

from hukumati.cases import api as cases
from hukumati.cases.tests.conftest import COUNTER, KHALED, NOW, POST_OFFICE, Citizen, Pay, Work, later
from hukumati.core import audit


@pytest.fixture
def in_review(khaled: Citizen, work: Work, pay: Pay) -> Citizen:
    khaled.fill()
    khaled.submit()
    pay(khaled.reference)
    work()
    khaled.look()
    return khaled


@pytest.fixture
def at_the_desk(layla: Citizen, clerk: cases.Actor, work: Work, pay: Pay) -> Citizen:
    layla.fill(POST_OFFICE)
    layla.submit()
    pay(layla.reference)
    work()
    cases.receive(reference=layla.reference, clerk=clerk, now=NOW)
    layla.look()
    return layla


def code_of(citizen: Citizen) -> str:
    assert citizen.view.handover is not None
    assert citizen.view.handover.code is not None
    return citizen.view.handover.code


def wrong_code_for(citizen: Citizen) -> str:
    return f"{(int(code_of(citizen)) + 1) % 1_000_000:06d}"


def test_an_officer_of_another_ministry_is_refused_as_for_a_number_that_is_none(
    in_review: Citizen, officer: cases.Actor
) -> None:
    other = replace(officer, id="MOI-0001", provider="moi")
    assert cases.inbox(officer=other, now=NOW) == ()
    for reference in (in_review.reference, "NCC-0000-0000"):
        with pytest.raises(cases.NotYours):
            cases.open_for_officer(reference=reference, officer=other, now=NOW)
    with pytest.raises(cases.NotYours):
        cases.decide(
            reference=in_review.reference,
            officer=other,
            action="approve",
            reason="r",
            seen_seq=in_review.view.last_seq,
            now=NOW,
        )
    with pytest.raises(cases.NotYours):
        cases.claim(reference=in_review.reference, officer=other, now=NOW)


def test_a_draft_is_nobodys_but_its_owners(layla: Citizen, officer: cases.Actor) -> None:
    layla.fill()
    with pytest.raises(cases.NotYours):
        cases.open_for_officer(reference=layla.reference, officer=officer, now=NOW)


def test_each_look_of_an_officer_is_recorded_for_the_case_and_for_the_person(
    in_review: Citizen, officer: cases.Actor
) -> None:
    cases.open_for_officer(reference=in_review.reference, officer=officer, now=NOW)
    for subject in (f"case:{in_review.reference}", f"person:{KHALED}"):
        looks = [entry for entry in audit.list_entries(subject=subject) if entry.action == "case.read"]
        assert [look.actor for look in looks] == ["officer:MOJ-0001"]


def test_nobody_decides_their_own_case(in_review: Citizen, officer: cases.Actor) -> None:
    own = replace(officer, id_number=KHALED)
    with pytest.raises(cases.OwnCase):
        cases.decide(
            reference=in_review.reference,
            officer=own,
            action="approve",
            reason="r",
            seen_seq=in_review.view.last_seq,
            now=NOW,
        )


def test_a_decision_without_a_reason_is_refused(in_review: Citizen, officer: cases.Actor) -> None:
    with pytest.raises(cases.DataMissing):
        cases.decide(
            reference=in_review.reference,
            officer=officer,
            action="reject",
            reason="  ",
            seen_seq=in_review.view.last_seq,
            now=NOW,
        )


def test_an_officer_without_the_role_is_refused(in_review: Citizen, officer: cases.Actor) -> None:
    trainee = replace(officer, roles=frozenset({"trainee"}))
    assert cases.inbox(officer=trainee, now=NOW) == ()
    with pytest.raises(cases.NotYours):
        cases.decide(
            reference=in_review.reference,
            officer=trainee,
            action="approve",
            reason="r",
            seen_seq=in_review.view.last_seq,
            now=NOW,
        )


def test_what_a_colleague_took_is_theirs_until_they_give_it_back(in_review: Citizen, officer: cases.Actor) -> None:
    colleague = replace(officer, id="MOJ-0009")
    cases.claim(reference=in_review.reference, officer=colleague, now=NOW)
    cases.claim(reference=in_review.reference, officer=colleague, now=NOW)
    assert cases.inbox(officer=officer, now=NOW)[0].claimed_by == "MOJ-0009"
    for refused in (
        lambda: cases.claim(reference=in_review.reference, officer=officer, now=NOW),
        lambda: cases.release(reference=in_review.reference, officer=officer, now=NOW),
        lambda: cases.decide(
            reference=in_review.reference,
            officer=officer,
            action="approve",
            reason="r",
            seen_seq=in_review.view.last_seq,
            now=NOW,
        ),
    ):
        with pytest.raises(cases.ClaimedByOther):
            refused()
    cases.release(reference=in_review.reference, officer=colleague, now=NOW)
    cases.claim(reference=in_review.reference, officer=officer, now=NOW)


def test_a_clerk_sees_only_the_papers_of_their_own_office(at_the_desk: Citizen, clerk: cases.Actor) -> None:
    other = replace(clerk, id="POST-0009", office="NBL-01")
    assert cases.desk(clerk=other).lines == ()
    with pytest.raises(cases.NotYours):
        cases.hand_over(
            reference=at_the_desk.reference,
            clerk=other,
            code=code_of(at_the_desk),
            document_shown="identity_card",
            now=NOW,
        )
    with pytest.raises(cases.NotYours):
        cases.receive(reference="NCC-0000-0000", clerk=other, now=NOW)


def test_the_clerk_does_not_see_the_code(at_the_desk: Citizen, clerk: cases.Actor) -> None:
    assert code_of(at_the_desk) not in repr(cases.desk(clerk=clerk).lines)


def test_a_paper_that_was_handed_over_is_shown_for_a_day(at_the_desk: Citizen, clerk: cases.Actor) -> None:
    code = code_of(at_the_desk)
    cases.hand_over(reference=at_the_desk.reference, clerk=clerk, code=code, document_shown="passport", now=NOW)
    assert [item.state for item in cases.desk(clerk=clerk).lines] == ["handed_over"]


def test_a_paper_is_not_handed_over_without_an_identity_document(at_the_desk: Citizen, clerk: cases.Actor) -> None:
    with pytest.raises(cases.DataMissing):
        cases.hand_over(
            reference=at_the_desk.reference, clerk=clerk, code=code_of(at_the_desk), document_shown=" ", now=NOW
        )


def test_five_wrong_codes_lock_the_hand_over_for_an_hour(at_the_desk: Citizen, clerk: cases.Actor) -> None:
    def attempt(code: str, minutes: int = 0) -> None:
        cases.hand_over(
            reference=at_the_desk.reference,
            clerk=clerk,
            code=code,
            document_shown="identity_card",
            now=later(minutes=minutes),
        )

    for _ in range(4):
        with pytest.raises(cases.WrongCollectCode):
            attempt(wrong_code_for(at_the_desk))
    with pytest.raises(cases.TooManyTries):
        attempt(wrong_code_for(at_the_desk))
    with pytest.raises(cases.TooManyTries):
        attempt(code_of(at_the_desk), minutes=59)
    assert at_the_desk.look().state == "ready"
    attempt(code_of(at_the_desk), minutes=61)
    assert at_the_desk.look().state == "done"


def test_a_paper_is_received_once_and_handed_over_once(at_the_desk: Citizen, clerk: cases.Actor) -> None:
    with pytest.raises(cases.NotPossibleHere):
        cases.receive(reference=at_the_desk.reference, clerk=clerk, now=NOW)
    code = code_of(at_the_desk)
    cases.hand_over(reference=at_the_desk.reference, clerk=clerk, code=code, document_shown="identity_card", now=NOW)
    with pytest.raises(cases.NotPossibleHere):
        cases.hand_over(
            reference=at_the_desk.reference, clerk=clerk, code=code, document_shown="identity_card", now=NOW
        )


def test_an_uncollected_paper_goes_back_to_the_ministry(
    at_the_desk: Citizen, clerk: cases.Actor, officer: cases.Actor
) -> None:
    item = cases.send_back(reference=at_the_desk.reference, clerk=clerk, now=NOW)
    assert (item.reference, item.state) == (at_the_desk.reference, "returned")
    assert at_the_desk.look().state == "kept"
    assert [task.reference for task in cases.inbox(officer=officer, now=NOW)] == [at_the_desk.reference]


def test_a_paper_for_the_ministrys_counter_can_be_collected_at_once(
    layla: Citizen, clerk: cases.Actor, work: Work, pay: Pay
) -> None:
    layla.fill(COUNTER)
    layla.submit()
    pay(layla.reference)
    work()
    counter = replace(clerk, id="MOJ-0002", provider="moj", office="MOJ-RAM")
    assert layla.look().milestone == "ready"
    assert [item.state for item in cases.desk(clerk=counter).lines] == ["waiting"]
    cases.hand_over(
        reference=layla.reference, clerk=counter, code=code_of(layla), document_shown="identity_card", now=NOW
    )
    assert layla.look().state == "done"
