"""Pages of enquiries: an answer in words at once, without a case; and what is told when there is none."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command

from hukumati.cases import api as cases
from hukumati.cases.models import Case
from hukumati.cases.tests.conftest import DEAD, LAYLA, Citizen
from hukumati.cases.tests.edge import PERSON, Edge
from hukumati.core import audit
from hukumati.core.clock import local_date, now
from hukumati.enquiries import api as enquiries
from hukumati.interoperability import api as interoperability
from tests.pages.conftest import Visit, person

LAYLAS = person(f"sub-{LAYLA}", LAYLA)
ANSWER = "/en/services/vehicle-enquiry/answer/"
VEHICLES = "/r1/PS/GOV/MOT/LICENSING/vehicles/current"
TODAY = local_date(now())
EXTRACTED = "2026-11-23T10:00:00+00:00"


def vehicle(plate: str, **changes: Any) -> dict[str, Any]:
    """Return a vehicle whose licence and insurance are valid for some months."""
    later = (TODAY + timedelta(200)).isoformat()
    return {
        "plate": plate,
        "vin": "ZZZHA51BAKZ012345",
        "make": {"ar": "سيارة", "en": "A small car"},
        "kind": "private",
        "colour": {"ar": "أبيض", "en": "White"},
        "made_in": 2019,
        "licensed_until": later,
        "insured_until": later,
        "tested_on": "2026-01-05",
        "test_valid_until": later,
        "has_lien": False,
        "unpaid_fines": 0,
        **changes,
    }


def holds(edge: Edge, *vehicles: dict[str, Any]) -> None:
    """Let the register hold these vehicles."""
    edge.holds[VEHICLES] = {"vehicles": [*vehicles], "extracted_at": EXTRACTED}


def words(text: str) -> str:
    """Return what is read of a page."""
    return " ".join(re.sub(r"<[^>]+>", " ", text.replace("\u2068", "").replace("\u2069", "")).split())


@pytest.fixture
def enquiry(service: None) -> None:
    """The enquiry, and the service that its answer leads to."""
    call_command("service_publish", "services/mot/vehicle-enquiry", "services/mot/vehicle-licence-renewal", verbosity=0)


def test_one_click_leads_to_an_answer_in_words_and_leaves_an_access_record_alone(
    enquiry: None, edge: Edge, visit: Visit
) -> None:
    holds(edge, vehicle("7-1234-A", licensed_until=(TODAY + timedelta(20)).isoformat(), has_lien=True))
    page = visit("portal", ANSWER, LAYLAS)
    read = words(page.text)
    assert page.status == 200
    assert "The licence of vehicle 7-1234-A is valid until" in read
    assert "There is a lien on it." in read
    assert 'href="/en/services/vehicle-licence-renewal/"' in page.text
    assert not [each for each in ("Check your answers", "has_lien", "licensed_until", "VEH-") if each in page.text]
    assert not Case.objects.exists()
    made = [each for each in audit.list_entries(subject=f"person:{LAYLA}") if each.action == "enquiry.made"]
    assert [(each.actor, each.details["service"], each.details["outcome"]) for each in made] == [
        (f"citizen:sub-{LAYLA}", "MOT-VEH", "answered")
    ]
    queries = interoperability.list_queries(subject_id=LAYLA)
    assert {(each.contract, each.purpose) for each in queries} == {
        ("interior.person", "MOT-VEH"),
        ("mot.vehicles", "MOT-VEH"),
    }
    assert {each.issue for each in queries} == {made[0].details["number"]}


def test_the_parts_of_a_plate_keep_their_order(enquiry: None, edge: Edge, visit: Visit) -> None:
    holds(edge, vehicle("7-1234-A"))
    page = visit("portal", ANSWER, LAYLAS).text
    assert page.count("7-1234-A") == page.count("\u20687-1234-A\u2069") == 2  # in a sentence and among the figures


def test_which_vehicle_is_asked_first_and_answered_beneath_also_when_the_page_is_opened_again(
    enquiry: None, edge: Edge, visit: Visit
) -> None:
    holds(edge, vehicle("7-1234-A"), vehicle("8-5678-B", insured_until="2026-01-01"))
    asked = visit("portal", ANSWER, LAYLAS)
    assert "Its insurance" not in words(asked.text)
    chosen = visit("portal", ANSWER, LAYLAS, {"vehicle": "8-5678-B"})
    assert (chosen.status, chosen.location) == (302, ANSWER)
    for _ in range(2):
        read = words(visit("portal", ANSWER, LAYLAS).text)
        assert "Its insurance expired on" in read
        assert "The licence of vehicle 8-5678-B" in read


def test_a_vehicle_of_somebody_else_cannot_be_chosen(enquiry: None, edge: Edge, visit: Visit) -> None:
    holds(edge, vehicle("7-1234-A"), vehicle("8-5678-B"))
    visit("portal", ANSWER, LAYLAS, {"vehicle": "9-0000-C"})
    page = visit("portal", ANSWER, LAYLAS)
    assert "govuk-error-summary" in page.text
    assert "The licence of vehicle" not in words(page.text)


@pytest.mark.parametrize("held", [None, {"vehicles": [], "extracted_at": EXTRACTED}])
def test_somebody_of_whom_nothing_is_recorded_reads_so(
    enquiry: None, edge: Edge, visit: Visit, held: dict[str, Any] | None
) -> None:
    edge.holds[VEHICLES] = held
    assert "No vehicle is registered in your name" in words(visit("portal", ANSWER, LAYLAS).text)


@pytest.mark.parametrize("silent", [VEHICLES, PERSON])
def test_a_silent_register_is_told_and_asked_again_with_what_was_chosen(
    enquiry: None, edge: Edge, visit: Visit, silent: str
) -> None:
    holds(edge, vehicle("7-1234-A"), vehicle("8-5678-B"))
    visit("portal", ANSWER, LAYLAS, {"vehicle": "8-5678-B"})
    edge.down.add(silent)
    page = visit("portal", ANSWER, LAYLAS)
    assert "Nothing is lost. Try again" in words(page.text)
    assert "The licence of" not in words(page.text)
    edge.down.clear()
    assert "The licence of vehicle 8-5678-B" in words(visit("portal", ANSWER, LAYLAS).text)


def test_nobody_reads_what_registers_hold_of_the_dead(enquiry: None, edge: Edge, visit: Visit) -> None:
    holds(edge, vehicle("7-1234-A"))
    read = words(visit("portal", ANSWER, person(f"sub-{DEAD}", DEAD)).text)
    assert "has died" in read
    assert "7-1234-A" not in read


def test_asking_without_end_is_refused_for_ten_minutes(enquiry: None, edge: Edge) -> None:
    holds(edge, vehicle("7-1234-A"))
    asker = enquiries.Asker(LAYLAS.sub, LAYLA)
    for _ in range(enquiries.AT_MOST):
        enquiries.enquire(service_code="MOT-VEH", asker=asker, posted=None, now=now())
    with pytest.raises(enquiries.AskedTooOften):
        enquiries.enquire(service_code="MOT-VEH", asker=asker, posted=None, now=now())
    assert edge.asked[VEHICLES] == enquiries.AT_MOST


def test_an_enquiry_is_not_applied_for(enquiry: None, visit: Visit) -> None:
    assert visit("portal", "/en/services/vehicle-enquiry/apply/", LAYLAS).location == ANSWER
    with pytest.raises(cases.ServiceNotOpen):
        Citizen(LAYLA, service_code="MOT-VEH").open()
    assert visit("portal", "/en/services/vehicle-licence-renewal/answer/", LAYLAS).location == (
        "/en/services/vehicle-licence-renewal/"
    )


def test_the_page_of_an_enquiry_speaks_of_an_answer(enquiry: None, visit: Visit) -> None:
    page = visit("portal", "/en/services/vehicle-enquiry/", LAYLAS)
    assert "View answer" in page.text
    assert "Start now" not in page.text
    assert "answered at once" in visit("portal", "/en/", LAYLAS).text
