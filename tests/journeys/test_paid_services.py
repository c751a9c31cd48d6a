"""The paid services, each from the form to the document in the person's hands, by HTTP alone."""

from functools import cache
from pathlib import Path

import pytest

from hukumati.project.config import REPOSITORY
from hukumati.project.run.platform import Platform
from simulators.world.world import World, load
from tests.journeys import applying
from tests.journeys.applying import HOME, state_of, wait_for_state
from tests.journeys.conftest import AtWork, Newcomer
from tests.journeys.database import rows
from tests.journeys.printed_certificates import text_of
from tests.people import Citizen, messages_to, name_of

pytestmark = pytest.mark.platform

LAYLA, SALMA, KARIM, OMAR = "400000006", "401234562", "410001101", "413334400"
IMAD, ADNAN, NAJAH, AREEN = "915667703", "417223401", "406334409", "901556605"
RAJA, SALAH, GEORGE, KHALED = "408667707", "810445502", "906667704", "900000001"
DOWNLOAD = {"collect_method": "download"}
RENEWAL = {"collect_method": "office", "collect_office": "MOI-RAM", "request": "renewal"}
AT_THE_POST = {"collect_method": "post_office", "collect_post_office": "RAM-01"}


@cache
def world() -> World:
    """Return the world that the registers describe."""
    return load(REPOSITORY / "demo" / "people.yaml")


def full_name(id_number: str) -> str:
    """Return the four names of anybody in the world, in English."""
    name = world().people[id_number].name.by_language()["en"]
    return " ".join(name[part] for part in ("first", "father", "grandfather", "family") if name[part])


def read(person: Citizen, reference: str, folder: Path) -> str:
    """Wait for the document of an application, and return its text."""
    path = folder / f"{reference}.pdf"
    path.write_bytes(person.wait_for_document(reference))
    return text_of(path)


def test_a_vehicle_licence_is_renewed_without_an_officer(
    platform: Platform, newcomer: Newcomer, tmp_path: Path
) -> None:
    omar = newcomer(OMAR)
    plate = world().roads.vehicles[OMAR][0].plate
    reference = applying.apply(omar, "vehicle-licence-renewal", {**DOWNLOAD, "vehicle": plate})
    applying.pay(omar, reference)
    wait_for_state(platform, reference, "done")
    words = read(omar, reference, tmp_path)
    assert name_of(OMAR, "en") in words
    assert plate in words


def test_a_mother_receives_her_daughters_birth_certificate_at_the_post_office(
    platform: Platform, newcomer: Newcomer, at_work: AtWork, tmp_path: Path
) -> None:
    layla, clerk = newcomer(LAYLA, language="en"), at_work("POST-0001", language="en")
    answers = {**AT_THE_POST, "whose": "child", "child": SALMA, "language": "both", "copies": "2"}
    reference = applying.apply(layla, "birth-certificate", answers)
    assert "15.00" in layla.page.text
    applying.pay(layla, reference)
    wait_for_state(platform, reference, "ready")
    words = read(layla, reference, tmp_path)
    assert SALMA in words
    assert name_of(KARIM, "en") in words
    applying.collect(layla, clerk, reference, arrives=True)
    assert wait_for_state(platform, reference, "done")


def test_property_tax_is_paid_and_the_clearance_issued(platform: Platform, newcomer: Newcomer, tmp_path: Path) -> None:
    raja = newcomer(RAJA, language="en")
    taxed = world().land.taxed[RAJA]
    answers = {**DOWNLOAD, "properties": [each.number for each in taxed], "purpose": "sale"}
    reference = applying.apply(raja, "property-tax", answers)
    assert f"{sum(each.due for each in taxed):,}.00" in raja.page.text
    applying.pay(raja, reference)
    wait_for_state(platform, reference, "done")
    words = read(raja, reference, tmp_path)
    assert "No property tax is due" in words
    assert all(each.number in words for each in taxed)
    again = applying.apply(raja, "property-tax", answers)
    wait_for_state(platform, again, "done")  # nothing is due any more, and nothing is paid


def parcel_of(id_number: str) -> dict[str, str]:
    """Return the answers that name a parcel of this owner, for an applicant without a share in it."""
    parcel = world().land.parcels[world().land.holdings[id_number][0]]
    numbers = {"locality": parcel.locality.code, "basin_no": parcel.basin, "parcel_no": parcel.parcel}
    return {"which": "other", "purpose": "sale", **numbers}


def test_one_of_several_owners_has_the_extract_with_every_share(
    platform: Platform, newcomer: Newcomer, tmp_path: Path
) -> None:
    george = newcomer(GEORGE)
    answers = {"which": "mine", "holding": world().land.holdings[GEORGE][0], "purpose": "loan"}
    reference = applying.apply(george, "land-extract", {**DOWNLOAD, **answers})
    wait_for_state(platform, reference, "to_pay")
    applying.pay(george, reference)
    wait_for_state(platform, reference, "done")
    words = read(george, reference, tmp_path)
    shares = world().land.parcels[world().land.holdings[GEORGE][0]].shares
    assert all(full_name(owner) in words for owner in shares)


def test_an_heirs_right_is_checked_by_an_officer(
    platform: Platform, newcomer: Newcomer, at_work: AtWork, tmp_path: Path
) -> None:
    salah, officer = newcomer(SALAH, language="en"), at_work("PLA-0001", language="en")
    father = next(each.deceased for each in world().inherited_by(SALAH) if each.deceased in world().land.holdings)
    reference = applying.apply(salah, "land-extract", {**DOWNLOAD, **parcel_of(father)})
    wait_for_state(platform, reference, "review")
    assert "looks at your right to this extract" in salah.case(reference).text
    applying.decide(officer, reference, "approve")
    wait_for_state(platform, reference, "to_pay")
    assert "You may have this extract. Pay the fee" in salah.case(reference).text
    applying.pay(salah, reference)
    wait_for_state(platform, reference, "done")
    assert "as an heir of an owner" in read(salah, reference, tmp_path)


def test_a_stranger_reads_why_there_is_no_extract_and_pays_nothing(platform: Platform, newcomer: Newcomer) -> None:
    omar = newcomer(OMAR, language="en")
    reference = applying.apply(omar, "land-extract", {**DOWNLOAD, **parcel_of(GEORGE)})
    wait_for_state(platform, reference, "no_right")
    assert "given only to an owner of the parcel" in omar.case(reference).text
    assert any(reference in each["text"] for each in messages_to(platform, omar.phone))
    unknown = {**parcel_of(GEORGE), "basin_no": "999999"}
    other = applying.apply(omar, "land-extract", {**DOWNLOAD, **unknown})
    wait_for_state(platform, other, "not_found")
    assert state_of(platform, reference) == "no_right"


def test_an_answer_that_bars_the_person_can_be_changed(platform: Platform, newcomer: Newcomer) -> None:
    nader = newcomer("809223308", language="en")
    plate = world().roads.vehicles["809223308"][0].plate
    nader.open("/services/vehicle-licence-renewal/apply/?again=1")
    nader.browser.submit(holding="seen")
    page = nader.browser.submit(holding="seen", vehicle=plate)
    assert page.title == "You cannot apply with these answers"
    assert "roadworthiness test of this vehicle has run out" in page.text
    again = nader.browser.get(page.link("/form/vehicle/"))
    assert again.form(holding="vehicle") is not None


def test_a_driver_is_examined_tested_and_receives_the_card_at_home(
    platform: Platform, newcomer: Newcomer, at_work: AtWork, tmp_path: Path
) -> None:
    imad = newcomer(IMAD, language="en")
    officer, producer = at_work("MOT-0001", language="en"), at_work("MOT-0002", language="en")
    clerk, courier = at_work("MOT-0003", language="en"), at_work("POST-0001", language="en")
    reference = applying.apply(imad, "driver-licence-renewal", {**HOME, "health": "on"}, {"photo": applying.photo()})
    assert "115.00" in imad.page.text
    applying.pay(imad, reference)
    wait_for_state(platform, reference, "medical")
    assert "Attach a medical report" in imad.case(reference).text
    applying.give_paper(imad, reference, applying.photo("report.jpg"))
    wait_for_state(platform, reference, "eyesight")
    applying.book(imad, reference, "MOT-RAM")
    applying.attend(platform, clerk, reference)
    wait_for_state(platform, reference, "review")
    applying.decide(officer, reference, "approve")
    wait_for_state(platform, reference, "production")
    assert "your card is being printed" in imad.case(reference).text
    assert world().roads.licences[IMAD].number in read(imad, reference, tmp_path)
    applying.decide(producer, reference, "produced")
    wait_for_state(platform, reference, "ready")
    applying.step(clerk, reference, "bag")
    applying.step(courier, reference, "dispatch")
    applying.collect(imad, courier, reference, arrives=False)
    wait_for_state(platform, reference, "done")


def test_a_family_is_insured_once_the_officer_has_accepted(
    platform: Platform, newcomer: Newcomer, at_work: AtWork, tmp_path: Path
) -> None:
    adnan, officer = newcomer(ADNAN), at_work("MOH-0001")
    father = world().people[ADNAN]
    family = [each for each in (father.spouse, *father.children) if each]
    declared = {"single_status": "on", "true_words": "on", "centre": "MOH-RAM"}
    answers = {**DOWNLOAD, **declared, "dependants": family}
    reference = applying.apply(adnan, "health-insurance", answers, {"student_proof": applying.photo("enrolment.jpg")})
    wait_for_state(platform, reference, "review")
    applying.decide(officer, reference, "approve")
    applying.pay(adnan, reference)
    wait_for_state(platform, reference, "done")
    words = read(adnan, reference, tmp_path)
    assert all(each in words for each in family)


def test_a_widow_on_the_list_of_social_assistance_pays_nothing(
    platform: Platform, newcomer: Newcomer, at_work: AtWork, tmp_path: Path
) -> None:
    najah, officer = newcomer(NAJAH, language="en"), at_work("MOH-0001", language="en")
    answers = {**DOWNLOAD, "true_words": "on", "centre": "MOH-RAM", "dependants": world().people[NAJAH].children}
    reference = applying.apply(najah, "health-insurance", answers)
    applying.decide(officer, reference, "approve")
    wait_for_state(platform, reference, "done")
    assert "Free: social assistance" in read(najah, reference, tmp_path)


def test_a_passport_is_paid_in_dinars_made_after_the_biometrics_and_handed_over(
    platform: Platform, newcomer: Newcomer, at_work: AtWork, tmp_path: Path
) -> None:
    karim = newcomer(KARIM, language="en")
    officer, producer = at_work("MOI-0001", language="en"), at_work("MOI-0002", language="en")
    clerk = at_work("MOI-0003", language="en")
    answers = RENEWAL | {"holder": "child", "child": SALMA, "consent": "yes"}
    answers |= {"passport_number": f" {world().passports[SALMA].number.lower()} "}
    reference = applying.apply(karim, "passport", answers, {"photo": applying.photo()})
    wait_for_state(platform, reference, "to_pay")
    asked = karim.open(f"/applications/{reference}/pay/").text
    assert "35.00" in asked
    assert "35.000" not in asked
    applying.pay(karim, reference)
    wait_for_state(platform, reference, "biometrics")
    applying.book(karim, reference, "MOI-RAM")
    applying.attend(platform, clerk, reference)
    wait_for_state(platform, reference, "review")
    applying.decide(officer, reference, "approve")
    wait_for_state(platform, reference, "production")
    assert "cannot be used for travel" in read(karim, reference, tmp_path)
    applying.decide(producer, reference, "produced")
    wait_for_state(platform, reference, "ready")
    applying.collect(karim, clerk, reference, arrives=False)
    wait_for_state(platform, reference, "done")


@pytest.mark.parametrize(
    ("applicant", "state", "told"),
    [
        (KHALED, "other_number", "is not the one that the passport register has"),
        (KARIM, "under_way", "a passport is already being made"),
    ],
)
def test_a_passport_that_its_register_knows_otherwise_is_told_before_anything_is_paid(
    platform: Platform, newcomer: Newcomer, applicant: str, state: str, told: str
) -> None:
    person = newcomer(applicant, language="en")
    answers = RENEWAL | {"holder": "self", "passport_number": "X0000000", "profession": "Engineer"}
    reference = applying.apply(person, "passport", answers, {"photo": applying.photo()})
    wait_for_state(platform, reference, state)
    assert told in person.case(reference).text
    assert rows(platform, "SELECT bill_id FROM cases_case WHERE reference = %s", reference) == [{"bill_id": None}]


def test_a_lost_card_that_the_police_knows_of_is_replaced_without_an_officer(
    platform: Platform, newcomer: Newcomer, at_work: AtWork, tmp_path: Path
) -> None:
    areen, producer, clerk = newcomer(AREEN), at_work("MOI-0002"), at_work("POST-0001")
    report = next(each.number for each in world().losses.values() if each.reporter == AREEN and each.item == "id_card")
    answers = {**AT_THE_POST, "why": "lost", "report_number": report}
    reference = applying.apply(areen, "id-card", answers, {"photo": applying.photo()})
    applying.pay(areen, reference)
    wait_for_state(platform, reference, "production")
    assert "The previous card is lost" in read(areen, reference, tmp_path)
    applying.decide(producer, reference, "produced")
    wait_for_state(platform, reference, "ready")
    applying.collect(areen, clerk, reference, arrives=True)
    wait_for_state(platform, reference, "done")
