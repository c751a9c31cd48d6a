"""Which officials read a case, and who is asked about it: from the case, its task and its requests as they are kept."""

from dataclasses import replace

import pytest

from hukumati.cases import api as cases
from hukumati.cases.engine import access
from hukumati.cases.errors import AlreadyOpen, NotYours, OwnCase
from hukumati.cases.models import Case, Request, Task
from hukumati.cases.tests.conftest import KHALED, LAYLA, NOW, OFFICER, Citizen, Pay, Work
from hukumati.core import audit

INSPECTOR = replace(OFFICER, id="MOI-0007", provider="moi", roles=frozenset({"inspector"}))
OF_MOI = replace(OFFICER, id="MOI-0001", provider="moi")
SUPERVISOR_OF_MOI = replace(OF_MOI, roles=frozenset({"supervisor"}))
PRODUCER = replace(OFFICER, id="MOJ-0009", roles=frozenset({"producer"}))


@pytest.fixture
def reviewed(khaled: Citizen, pay: Pay, work: Work) -> str:
    """The reference of a case that waits for an officer's decision."""
    khaled.fill()
    khaled.submit()
    pay(khaled.reference)
    work()
    return khaled.reference


def may_read(reference: str, official: cases.Actor) -> bool:
    try:
        found = access.readable_case(reference, official)
    except NotYours:
        return False
    return found.reference == reference


def test_who_reads_a_case_and_who_does_not(reviewed: str) -> None:
    readers = [OFFICER, replace(OFFICER, roles=frozenset({"supervisor"}))]
    others = [OF_MOI, INSPECTOR, SUPERVISOR_OF_MOI, PRODUCER, replace(OFFICER, kind="citizen")]
    assert [may_read(reviewed, each) for each in readers] == [True, True]
    assert [may_read(reviewed, each) for each in others] == [False] * 5
    assert not may_read("NCC-0000-0000", OFFICER)
    with pytest.raises(OwnCase):
        access.readable_case(reviewed, replace(OFFICER, id_number=KHALED))

    Task.objects.update(provider="moi", role="inspector")  # the work of another ministry
    assert [may_read(reviewed, each) for each in (INSPECTOR, SUPERVISOR_OF_MOI, OFFICER)] == [True] * 3
    assert [may_read(reviewed, each) for each in (OF_MOI, PRODUCER)] == [False] * 2
    Task.objects.update(provider="moj", role="producer")
    assert may_read(reviewed, PRODUCER)
    Task.objects.update(closed_at=NOW)
    assert not may_read(reviewed, PRODUCER)

    Case.objects.update(erased_at=NOW)
    assert not may_read(reviewed, OFFICER)
    Case.objects.update(erased_at=None, submitted_at=None, bill_id=None)
    assert not may_read(reviewed, OFFICER)


def test_a_request_opens_the_case_to_whom_it_is_put_while_it_is_open(reviewed: str) -> None:
    case = Case.objects.get()
    row = Request.objects.create(
        case=case, seq=1, kind="task", name="inspection", provider="moi", role="inspector", question="", asked_at=NOW
    )
    found = access.case_of_open_request(reviewed, INSPECTOR)
    assert found is not None
    assert found.reference == reviewed
    assert access.case_of_open_request(reviewed, OF_MOI) is None
    assert access.case_of_open_request(reviewed, replace(INSPECTOR, id_number=KHALED)) is None
    assert access.case_of_open_request("NCC-0000-0000", INSPECTOR) is None
    Request.objects.filter(id=row.id).update(name="")
    assert access.case_of_open_request(reviewed, INSPECTOR) is None
    Request.objects.filter(id=row.id).update(name="inspection", closed_at=NOW)
    assert access.case_of_open_request(reviewed, INSPECTOR) is None


def test_a_case_is_a_colleagues_while_they_hold_its_open_task(reviewed: str) -> None:
    case = Case.objects.get()
    assert not access.is_claimed_by_other(case, OFFICER)
    Task.objects.update(claimed_by=OFFICER.id)
    assert not access.is_claimed_by_other(case, OFFICER)
    Task.objects.update(claimed_by="MOJ-0002")
    assert access.is_claimed_by_other(case, OFFICER)
    Task.objects.update(closed_at=NOW)
    assert not access.is_claimed_by_other(case, OFFICER)


def test_who_read_a_case_is_recorded_for_the_case_and_for_its_person(reviewed: str) -> None:
    access.record_reading(Case.objects.get(), OFFICER)
    for subject in (f"case:{reviewed}", f"person:{KHALED}"):
        (read,) = (each for each in audit.list_entries(subject=subject) if each.action == "case.read")
        assert read.details == {"case": reviewed, "service": "MOJ-NCC", "provider": "moj"}


def test_an_ended_case_is_not_led_back_beside_another_one_of_the_same_person(reviewed: str) -> None:
    case = Case.objects.get()
    case.single_open, case.closed_at = True, NOW
    access.require_no_other_open(case)  # its own row is no other one
    Case.objects.update(closed_at=NOW)
    access.require_no_other_open(case)
    other = Citizen(KHALED)
    other.open()
    with pytest.raises(AlreadyOpen) as raised:
        access.require_no_other_open(case)
    assert raised.value.reference == other.reference
    Case.objects.filter(reference=other.reference).update(applicant_sub=f"sub-{LAYLA}")
    access.require_no_other_open(case)


def test_nobody_of_the_ministry_leads_back_what_the_citizen_alone_may(reviewed: str) -> None:
    cases.decide(
        reference=reviewed, officer=OFFICER, action="reject", reason="r", seen_seq=Case.objects.get().last_seq, now=NOW
    )
    case = Case.objects.get()
    assert case.state == "refused"
    assert access.reopenings_of(case, OFFICER, NOW) == ()
