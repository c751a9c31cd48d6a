"""Supervisors decide who works on a case: nobody's absence holds it up, and whoever loses it is told."""

from dataclasses import replace

import pytest

from hukumati.cases import api as cases
from hukumati.cases.background.verify import verify
from hukumati.cases.models import Case, Event, Task
from hukumati.cases.tests.conftest import KHALED, NOW, OFFICER, Citizen, Pay, Work, later
from hukumati.cases.tests.inboxes import hire
from hukumati.core import audit
from hukumati.notifications import api as notifications

SUPERVISOR = replace(OFFICER, id="MOJ-0004", roles=frozenset({"supervisor"}))


@pytest.fixture
def absent(service: None) -> cases.Actor:
    """The officer who has taken the case, and stays away."""
    return hire("MOJ-1001", "MOJ-HBN")


@pytest.fixture
def colleague(service: None) -> cases.Actor:
    return hire("MOJ-1002", "MOJ-HBN")


@pytest.fixture
def taken(khaled: Citizen, pay: Pay, work: Work, absent: cases.Actor) -> Citizen:
    khaled.fill()
    khaled.submit()
    pay(khaled.reference)
    work()
    cases.claim(reference=khaled.reference, officer=absent, now=NOW)
    return khaled


def seen_by(officer: cases.Actor, person: Citizen) -> cases.OfficerView:
    return cases.open_for_officer(reference=person.reference, officer=officer, now=NOW)


def reject(person: Citizen, officer: cases.Actor) -> None:
    seen = seen_by(officer, person).case.last_seq
    cases.decide(reference=person.reference, officer=officer, action="reject", reason="r", seen_seq=seen, now=NOW)


def test_a_supervisor_takes_over_what_an_absent_officer_holds_and_decides_it(
    taken: Citizen, absent: cases.Actor
) -> None:
    before = seen_by(SUPERVISOR, taken)
    assert before.moves == {"take_over", "assign"}
    assert before.actions == ()
    cases.take_over(reference=taken.reference, supervisor=SUPERVISOR, now=NOW)
    cases.take_over(reference=taken.reference, supervisor=SUPERVISOR, now=NOW)
    assert Event.objects.filter(action="take_over").count() == 1
    assert seen_by(SUPERVISOR, taken).moves == {"release", "assign"}
    assert seen_by(absent, taken).moves == frozenset()
    with pytest.raises(cases.ClaimedByOther):
        reject(taken, absent)
    reject(taken, SUPERVISOR)
    assert taken.look().state == "refused"
    assert list(verify()) == []


def test_a_case_is_assigned_and_the_events_say_by_whom_to_whom(
    taken: Citizen, absent: cases.Actor, colleague: cases.Actor
) -> None:
    listed = cases.assignees(reference=taken.reference, supervisor=SUPERVISOR)
    assert [(each.number, each.office) for each in listed] == [("MOJ-1002", "MOJ-HBN")]
    for _ in range(2):
        cases.assign(reference=taken.reference, supervisor=SUPERVISOR, to="MOJ-1002", now=NOW)
    assert [(event.action, event.actor) for event in Event.objects.filter(action="assign")] == [
        ("assign", "officer:MOJ-0004")
    ]
    entry = next(e for e in audit.list_entries(subject=f"case:{taken.reference}") if e.action == "case.assign")
    assert entry.details == {"from": "MOJ-1001", "to": "MOJ-1002"}
    assert seen_by(colleague, taken).claimed_by == "MOJ-1002"
    reject(taken, colleague)
    assert list(verify()) == []


def test_whoever_loses_a_case_is_told_by_message_and_in_the_inbox(
    taken: Citizen, absent: cases.Actor, colleague: cases.Actor
) -> None:
    cases.assign(reference=taken.reference, supervisor=SUPERVISOR, to="MOJ-1002", now=NOW)
    sent = [m for m in notifications.list_messages(about=f"case:{taken.reference}") if "لم تعد لديك" in m.text]
    assert {message.channel for message in sent} == {"sms", "email"}
    assert taken.reference in sent[0].text
    (lost,) = cases.lost_cases(officer=absent, now=later(days=1)).lines
    assert (lost.reference, lost.to, lost.by) == (taken.reference, "MOJ-1002", "MOJ-0004")
    assert cases.lost_cases(officer=colleague, now=later(days=1)).lines == ()
    assert cases.lost_cases(officer=absent, now=later(days=8)).lines == ()


def test_nobody_is_told_of_what_nobody_lost(taken: Citizen, absent: cases.Actor) -> None:
    cases.release(reference=taken.reference, officer=absent, now=NOW)
    cases.assign(reference=taken.reference, supervisor=SUPERVISOR, to="MOJ-1001", now=NOW)
    assert cases.lost_cases(officer=absent, now=NOW).lines == ()
    assert not [m for m in notifications.list_messages(about=f"case:{taken.reference}") if "لم تعد لديك" in m.text]


@pytest.mark.parametrize("to", ["", "MOJ-9999", "MOJ-1003", "MOJ-1004", "MOI-1001", "MOJ-1005", "\x00"])
def test_a_case_is_not_assigned_to_whoever_could_not_work_on_it(taken: Citizen, to: str) -> None:
    hire("MOJ-1003", "MOJ-HBN", "clerk")
    hire("MOJ-1004", "MOJ-HBN", identified=False)  # it might be their own case
    with pytest.raises(cases.NotAssignable):
        cases.assign(reference=taken.reference, supervisor=SUPERVISOR, to=to, now=NOW)
    assert Task.objects.get(closed_at=None).claimed_by == "MOJ-1001"


def test_only_supervisors_of_the_ministry_assign_and_never_their_own_case(
    taken: Citizen, absent: cases.Actor, colleague: cases.Actor
) -> None:
    stranger = replace(SUPERVISOR, id="MOI-0004", provider="moi")
    for actor, error in (
        (absent, cases.NotYours),
        (colleague, cases.NotYours),
        (stranger, cases.NotYours),
        (replace(SUPERVISOR, id_number=KHALED), cases.OwnCase),
    ):
        with pytest.raises(error):
            cases.assign(reference=taken.reference, supervisor=actor, to="MOJ-1002", now=NOW)
        with pytest.raises(error):
            cases.take_over(reference=taken.reference, supervisor=actor, now=NOW)


def test_a_decided_case_is_assigned_to_nobody(taken: Citizen, absent: cases.Actor, colleague: cases.Actor) -> None:
    reject(taken, absent)
    assert seen_by(SUPERVISOR, taken).moves == frozenset()
    with pytest.raises(cases.NotPossibleHere):
        cases.assign(reference=taken.reference, supervisor=SUPERVISOR, to="MOJ-1002", now=NOW)
    with pytest.raises(cases.NotPossibleHere):
        cases.take_over(reference=taken.reference, supervisor=SUPERVISOR, now=NOW)
    assert Case.objects.get().state == "refused"
