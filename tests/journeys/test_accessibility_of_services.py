"""Pages of services with files, lists, side requests, couriers and objections are accessible, in both languages."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from shutil import copytree

import pytest

from hukumati.project.config import REPOSITORY
from hukumati.project.run.platform import Platform
from simulators.world.world import World, load
from tests.journeys import applying, steps
from tests.journeys.accessibility import Inspection
from tests.journeys.applying import HOME, bring_appointment_forward, wait_for_state
from tests.journeys.commands import manage
from tests.journeys.conftest import AtWork, Entered, Newcomer, OpenWindow
from tests.journeys.database import rows
from tests.journeys.steps import Answers
from tests.journeys.windows import Window
from tests.people import Citizen, Official, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.platform, pytest.mark.parametrize("language", ["ar", "en"])]

LAYLA, KHALED, ADNAN, IMAD, NADER = "400000006", "900000001", "417223401", "915667703", "809223308"
SERVICES = REPOSITORY / "services"


@cache
def world() -> World:
    """Return the world that the registers describe."""
    return load(REPOSITORY / "demo" / "people.yaml")


def test_every_service_page_is_accessible(window: OpenWindow, inspection: Inspection, language: str) -> None:
    stranger = window(language)
    slugs = sorted(path.parent.name for path in SERVICES.glob("*/*/service.yaml"))
    inspection.visit(stranger, "portal", *(f"/services/{slug}/" for slug in slugs))


def test_a_licence_from_the_form_to_the_door_is_accessible(
    platform: Platform,
    newcomer: Newcomer,
    at_work: AtWork,
    entered: Entered,
    inspection: Inspection,
    language: str,
) -> None:
    person, official = newcomer(IMAD, language=language), at_work("MOT-0001", language=language)
    citizen, officer = entered(person), entered(official)
    slug, answers = "driver-licence-renewal", {**HOME, "health": "yes"}
    reference = inspection.check_form(citizen, slug, answers, {"photo": steps.picture()})
    person.open(f"/applications/{reference}/check/")
    person.submit()
    applying.pay(person, reference)
    wait_for_state(platform, reference, "medical")
    _check_a_paper(inspection, citizen, person, reference)
    wait_for_state(platform, reference, "eyesight")
    clerk = entered(at_work("MOT-0003", language=language))
    _check_an_appointment(inspection, citizen, person, reference)
    _check_the_agenda(platform, inspection, clerk, reference)
    wait_for_state(platform, reference, "review")
    _check_a_case_with_requests(inspection, officer, reference)
    _check_an_opinion(inspection, officer)
    wait_for_state(platform, reference, "review")
    _check_an_objection(inspection, citizen, official, reference)
    officer.open("workplace", f"/inbox/{reference}/")
    inspection.check(officer, "an objection to one's own decision")
    supervisor = at_work("MOT-0004", language=language)
    supervisor.open(f"/inbox/{reference}/")
    supervisor.browser.submit(action="/take-over/")
    inspection.visit(entered(supervisor), "workplace", f"/inbox/{reference}/")
    applying.decide(supervisor, reference, "approve")
    wait_for_state(platform, reference, "production")
    producer = at_work("MOT-0002", language=language)
    inspection.visit(entered(producer), "workplace", "/inbox/", f"/inbox/{reference}/")
    applying.decide(producer, reference, "produced")
    wait_for_state(platform, reference, "ready")
    courier = entered(at_work("POST-0001", language=language))
    _check_a_courier(inspection, clerk, courier, citizen, reference)
    wait_for_state(platform, reference, "kept")
    inspection.visit(officer, "workplace", f"/inbox/{reference}/")
    applying.decide(official, reference, "keep_on_file")


def _check_a_paper(inspection: Inspection, citizen: Window, person: Citizen, reference: str) -> None:
    citizen.open("portal", f"/applications/{reference}/")
    inspection.check(citizen, "a paper is asked for")
    citizen.page.locator('main a[href*="/asked/"]').first.click()
    inspection.check(citizen, "the page of the paper")
    address = citizen.page.url
    citizen.press("إرسال", "Send")
    inspection.check(citizen, "no paper chosen")
    citizen.page.locator("summary").last.click()
    citizen.press("إبلاغ المكتب", "Tell the office")
    inspection.check(citizen, "cannot give the paper, but not said why")
    applying.give_paper(person, reference, applying.photo("report.jpg"))
    citizen.page.goto(address)
    inspection.check(citizen, "the paper was given")


def _check_an_appointment(inspection: Inspection, citizen: Window, person: Citizen, reference: str) -> None:
    citizen.open("portal", f"/applications/{reference}/")
    inspection.check(citizen, "an appointment is asked for")
    citizen.page.locator('main a[href*="/asked/"]:not([href*="#"])').first.click()
    inspection.check(citizen, "where to come")
    citizen.page.goto(f"{citizen.page.url.partition('?')[0]}?place=MOT-RAM")
    inspection.check(citizen, "on which day")
    citizen.page.locator('main a[href*="day="]').first.click()
    inspection.check(citizen, "at what time")
    citizen.press("حجز هذا الموعد", "Book this time")
    inspection.check(citizen, "no time chosen")
    citizen.page.locator('input[name="slot"]').first.check()
    citizen.press("حجز هذا الموعد", "Book this time")
    inspection.check(citizen, "an appointment")
    citizen.page.locator('main a[href="?change=1"]').click()
    inspection.check(citizen, "another time")
    citizen.open("portal", f"/applications/{reference}/")
    inspection.check(citizen, "the case with its appointment")


def _check_the_agenda(platform: Platform, inspection: Inspection, clerk: Window, reference: str) -> None:
    bring_appointment_forward(platform, reference)
    inspection.visit(clerk, "workplace", "/appointments/", "/appointments/?day=2027-01-03")
    clerk.open("workplace", "/appointments/")
    clerk.main.locator("li", has_text=reference).get_by_role("button").first.click()
    inspection.check(clerk, "the agenda with somebody who came")


def _check_a_case_with_requests(inspection: Inspection, officer: Window, reference: str) -> None:
    inspection.visit(officer, "workplace", "/asked/", f"/inbox/{reference}/")
    asking = officer.localized("إضافة مطلوب", "Make a request")
    officer.page.locator("summary", has_text=asking).click()
    officer.main.get_by_role("button", name=asking).click()
    inspection.check(officer, "nothing chosen to ask for")
    officer.choose("name", "opinion")
    officer.main.get_by_role("button", name=asking).click()
    inspection.check(officer, "a case with an open opinion")


def _check_an_opinion(inspection: Inspection, officer: Window) -> None:
    inspection.visit(officer, "workplace", "/asked/")
    officer.page.locator('main a[href*="/asked/"]').first.click()
    inspection.check(officer, "an opinion is asked for")
    address = officer.page.url
    officer.press("إرسال الجواب", "Send the answer")
    inspection.check(officer, "an opinion, nothing said")
    officer.page.locator('input[name="outcome"]').first.check()
    officer.page.fill('textarea[name="said"]', "لا مانع. No objection.")
    officer.press("إرسال الجواب", "Send the answer")
    officer.page.goto(address)
    inspection.check(officer, "an opinion that was given")


def _check_an_objection(inspection: Inspection, citizen: Window, official: Official, reference: str) -> None:
    applying.decide(official, reference, "reject", "الصورة غير واضحة. The photograph is not clear.")
    citizen.wait_for_document(reference)
    inspection.check(citizen, "refused, with a way to object")
    citizen.page.locator('form[action$="/reopen/"] button').click()
    inspection.check(citizen, "an objection, nothing said")
    citizen.page.fill('textarea[name="reason"]', "الصورة أوضح في الأصل. It is clear in the original.")
    citizen.page.locator('form[action$="/reopen/"] button').click()
    inspection.check(citizen, "an objection was taken up")


def _check_a_courier(inspection: Inspection, clerk: Window, courier: Window, citizen: Window, reference: str) -> None:
    inspection.visit(clerk, "workplace", "/desk/", f"/desk/{reference}/")
    clerk.press("وُضعت في الكيس", "Record as bagged")
    inspection.check(clerk, "a card in the bag")
    inspection.visit(courier, "workplace", "/desk/", f"/desk/{reference}/")
    courier.press("تسلّمها الساعي", "Record as out for delivery")
    inspection.check(courier, "a card with the courier")
    citizen.open("portal", f"/applications/{reference}/")
    inspection.check(citizen, "a card with the courier, as its holder sees it")
    courier.press("لم يكن أحد في المنزل", "Nobody was at home")
    inspection.check(courier, "nobody was at home")
    for _ in range(6):
        if courier.page.locator('input[name="step"][value="return"]').count():
            break
        courier.main.locator('form[action$="/step/"] button').first.click()
    inspection.check(courier, "a card that nobody takes")
    courier.press("إعادتها", "Send it back")
    inspection.check(courier, "asked whether to send a card back")
    courier.press("نعم، إعادتها إلى الوزارة", "Yes, send it back")
    inspection.visit(courier, "workplace", "/desk/")
    citizen.page.reload()
    inspection.check(citizen, "a card on its way back, as its holder sees it")


def test_the_insurance_of_a_family_is_accessible(
    platform: Platform, newcomer: Newcomer, at_work: AtWork, entered: Entered, inspection: Inspection, language: str
) -> None:
    person, official = newcomer(ADNAN, language=language), at_work("MOH-0001", language=language)
    citizen, officer = entered(person), entered(official)
    father = world().people[ADNAN]
    answers: Answers = {
        "collect_method": "download", "single_status": "yes", "true_words": "yes", "centre": "MOH-RAM",
        "dependants": [each for each in (father.spouse, *father.children) if each],
    }  # fmt: skip
    reference = inspection.check_form(
        citizen, "health-insurance", answers, {"student_proof": steps.picture("enrolment.jpg")}
    )
    person.open(f"/applications/{reference}/check/")
    person.submit()
    wait_for_state(platform, reference, "review")
    inspection.visit(officer, "workplace", f"/inbox/{reference}/")
    officer.page.locator("details summary").first.click()
    inspection.check(officer, "a member of the family is opened")
    applying.decide(official, reference, "approve")
    wait_for_state(platform, reference, "to_pay")
    inspection.visit(citizen, "portal", f"/applications/{reference}/", f"/applications/{reference}/pay/")
    person.end_applications()


def test_forms_with_conditional_questions_are_accessible(
    newcomer: Newcomer, entered: Entered, inspection: Inspection, language: str
) -> None:
    person = newcomer(LAYLA, language=language)
    citizen, child = entered(person), world().people[LAYLA].children[0]
    delivered = {"collect_method": "office", "collect_office": "MOI-RAM"}
    passport = {**delivered, "holder": "child", "child": child, "request": "first", "consent": "yes"}
    forms: dict[str, Answers] = {
        "birth-certificate": {"collect_method": "download", "whose": "child", "child": child, "language": "both"},
        "id-card": {**delivered, "why": "damaged"},
        "passport": passport,
        "land-extract": {
            "collect_method": "download", "which": "other", "purpose": "sale",
            "locality": "010010", "basin_no": "1", "parcel_no": "2",
        },
    }  # fmt: skip
    for slug, answers in forms.items():
        inspection.check_form(citizen, slug, answers, {"photo": steps.picture(), "damaged_card": steps.picture()})
    person.end_applications()


def test_a_form_that_an_answer_ends_is_accessible(
    newcomer: Newcomer, entered: Entered, inspection: Inspection, language: str
) -> None:
    person = newcomer(NADER, language=language)
    citizen = entered(person)
    citizen.open("portal", "/services/vehicle-licence-renewal/apply/?again=1")
    citizen.press("حفظ ومتابعة", "Save and continue")
    inspection.check(citizen, "which vehicle")
    citizen.page.locator('input[name="vehicle"]').first.check()
    citizen.press("حفظ ومتابعة", "Save and continue")
    inspection.check(citizen, "barred by an answer")
    person.end_applications()


def test_enquiries_are_accessible(newcomer: Newcomer, entered: Entered, inspection: Inspection, language: str) -> None:
    citizen = entered(newcomer(LAYLA, language=language))
    answers = [f"/services/{slug}/answer/" for slug in ("traffic-fines", "vehicle-enquiry", "land-transaction")]
    inspection.visit(citizen, "portal", *answers)


def test_the_cabinets_holidays_are_accessible(
    at_work: AtWork, entered: Entered, inspection: Inspection, language: str
) -> None:
    cabinet = entered(at_work("CAB-0001", language=language))
    inspection.visit(cabinet, "workplace", "/holidays/", "/holidays/?year=2040")
    cabinet.open("workplace", "/holidays/")
    cabinet.page.locator('main a[href*="move="]').first.click()
    inspection.check(cabinet, "a holiday to be moved")
    cabinet.open("workplace", "/holidays/")
    cabinet.press("اتخاذ القرار", "Decide")
    inspection.check(cabinet, "a holiday, nothing typed")


def test_finding_a_case_is_accessible(at_work: AtWork, entered: Entered, inspection: Inspection, language: str) -> None:
    supervisor = entered(at_work("MOJ-0004", language=language))
    inspection.visit(supervisor, "workplace", "/inbox/")
    supervisor.press("بحث", "Search")
    inspection.check(supervisor, "find, nothing typed")


@pytest.fixture
def with_four_eyes(platform: Platform, tmp_path: Path) -> Iterator[None]:
    """Require two officers for the certificate while the test runs."""
    folder = tmp_path / "moj" / "non-conviction-certificate"
    copytree(SERVICES / "shared", tmp_path / "shared")
    copytree(SERVICES / "moj" / "non-conviction-certificate", folder)
    flow = (folder / "flow.yaml").read_text("utf-8")
    changed = flow.replace(
        "        needs: [reason]\n        branches:",
        "        needs: [reason]\n        four_eyes: true\n        branches:",
    )
    assert changed != flow
    (folder / "flow.yaml").write_text(changed, "utf-8")
    manage(platform, "service_publish", str(folder))
    yield
    manage(platform, "service_publish", str(SERVICES / "moj" / "non-conviction-certificate"))


def test_the_second_decision_is_accessible(
    with_four_eyes: None,
    empty_inbox: None,
    newcomer: Newcomer,
    at_work: AtWork,
    entered: Entered,
    inspection: Inspection,
    language: str,
) -> None:
    person = newcomer(KHALED, language=language)
    first, second = at_work("MOJ-0001", language=language), at_work("MOJ-0003", language=language)
    reference = person.apply()
    person.pay_by_card()
    wait_for("the case in the inbox", lambda: reference in first.open("/inbox/").text)
    first.decide(reference, action="approve", reason="لا مانع. No objection.")
    inspection.visit(entered(first), "workplace", "/inbox/", f"/inbox/{reference}/")
    other = entered(second)
    inspection.visit(other, "workplace", "/inbox/", f"/inbox/{reference}/")
    other.main.get_by_role("button", name=other.localized("إعادته", "Send it back")).click()
    inspection.check(other, "sent back, but not said why")
    second.open(f"/inbox/{reference}/")
    second.browser.submit(holding="seen", action="/second/", button="confirm")
    assert rows(first.platform, "SELECT state FROM cases_case WHERE reference = %s", reference)[0]["state"] != "review"
