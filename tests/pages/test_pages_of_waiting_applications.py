"""Pages of an application that waits for an unavailable register, and after the register has answered."""

import pytest

from hukumati.cases.tests.conftest import DOWNLOAD, KHALED, LAYLA, Citizen, do_effects
from hukumati.cases.tests.edge import RECORD, Edge
from hukumati.cases.tests.waiting import waiting_folder
from hukumati.catalogue.tests.samples import publish
from tests.pages.conftest import Visit, official, person

OFFICER = official("MOJ-0001", "officer")


@pytest.fixture
def away(service: None, edge: Edge) -> None:
    edge.down.add(RECORD)


def _seen(visit: Visit, citizen: Citizen, path: str = "", data: dict[str, str] | None = None) -> str:
    who = person(citizen.sub, citizen.id_number)
    page = visit("portal", f"/en/applications/{citizen.reference}/{path}", who, data)
    assert page.status in {200, 302}, page.text
    return page.text or page.location


def test_a_person_goes_through_the_form_and_submits_without_the_value(away: None, visit: Visit) -> None:
    publish(waiting_folder())
    layla = Citizen(LAYLA)
    layla.open()
    layla.save("about-you", {"phone": "0599000101"})
    layla.save("purpose", {"purpose": "travel"})
    form = _seen(visit, layla, "form/delivery/")
    assert "You can continue and submit without these details" in form
    assert 'name="is_clear"' not in form
    layla.save("delivery", DOWNLOAD)
    check = _seen(visit, layla, "check/")
    assert "You can submit all the same" in check
    assert "Taken from the register when it answers" in check
    assert "20.00" in check
    assert "You pay nothing now: the fee is due when the register has answered" in check
    sent = _seen(visit, layla, "check/", {"seen": str(layla.view.last_seq)})
    assert sent.endswith(f"/applications/{layla.reference}/")
    case = _seen(visit, layla)
    assert "waits for a register" in case
    assert "You do not need to do anything" in case
    assert "Waiting for a register" in case
    assert "The time promised for the decision begins when the register has answered" in case
    assert "Withdraw the application" in case
    assert _seen(visit, layla, "form/purpose/").endswith(f"/applications/{layla.reference}/")
    assert _seen(visit, layla, "check/").endswith(f"/applications/{layla.reference}/")


def test_a_fee_that_depends_on_the_register_is_shown_as_open(away: None, visit: Visit) -> None:
    publish(waiting_folder(fee=True))
    layla = Citizen(LAYLA)
    layla.fill()
    check = _seen(visit, layla, "check/")
    assert "The fee depends on what the register says" in check
    assert "20.00" not in check


def test_the_officer_reads_that_it_waits_and_can_decide_nothing(away: None, visit: Visit, edge: Edge) -> None:
    publish(waiting_folder())
    khaled = Citizen(KHALED)
    khaled.fill()
    khaled.submit()
    page = visit("workplace", f"/en/inbox/{khaled.reference}/", OFFICER)
    assert page.status == 200
    assert "This application is waiting for a register that is not responding" in page.text
    assert "is waiting for a register that is not responding" in page.text
    assert 'name="action"' not in page.text
    edge.down.clear()
    do_effects()
    page = visit("workplace", f"/en/inbox/{khaled.reference}/", OFFICER)
    assert "The register responded" in page.text
    assert "Processing of the application resumed" in page.text
    assert "From the register" in page.text


def test_an_applicant_who_is_not_accepted_reads_why(away: None, visit: Visit, edge: Edge) -> None:
    publish(waiting_folder(eligibility=True))
    khaled = Citizen(KHALED, language="en")
    khaled.fill()
    khaled.submit()
    edge.down.clear()
    do_effects()
    case = _seen(visit, khaled)
    assert "Your application could not be accepted" in case
    assert "It is a draft again" in case
    assert "You cannot apply for this service" in _seen(visit, khaled, "check/")
