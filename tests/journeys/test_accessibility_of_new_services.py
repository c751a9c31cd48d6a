"""Pages of what services may ask beyond the seventeen: a second person, sheets of officials, a second fee, a call."""

import re
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import FilePayload, expect

from hukumati.cases.tests.files import pdf
from hukumati.project.config import REPOSITORY
from hukumati.project.run.platform import Platform
from tests.journeys import applying, steps
from tests.journeys.accessibility import Inspection
from tests.journeys.applying import wait_for_state
from tests.journeys.commands import manage
from tests.journeys.conftest import AtWork, Entered, Newcomer, OpenWindow
from tests.journeys.database import end_newest_session
from tests.journeys.steps import Answers
from tests.journeys.windows import Window

pytestmark = [pytest.mark.browser, pytest.mark.platform, pytest.mark.parametrize("language", ["ar", "en"])]
CHIARA, LAYLA, HIBA, MOHAMMAD, IMAN = "800000002", "400000006", "803334408", "804445500", "407778802"
CONDITIONS = "يُترك ارتداد ثلاثة أمتار عن الطريق.\nA setback of three metres from the road."
RETIRED = "test_is_over"
Publish = Callable[[str, str], Path]


def _day(ahead: int) -> str:
    return (datetime.now(UTC).date() + timedelta(days=ahead)).isoformat()


@pytest.fixture
def publish(platform: Platform, tmp_path: Path) -> Iterator[Publish]:
    """Return a function that publishes a folder of `tests/folders` on the platform; closed again after the test."""
    shutil.copytree(REPOSITORY / "services" / "shared", tmp_path / "shared")
    published: list[Path] = []

    def do(provider: str, name: str) -> Path:
        folder = tmp_path / provider / f"test-{name}"
        shutil.copytree(REPOSITORY / "tests" / "folders" / name, folder)
        _keep_open(folder)
        manage(platform, "service_publish", str(folder))
        published.append(folder)
        return folder

    yield do
    for folder in published:
        _retire(folder)
        manage(platform, "service_publish", str(folder))


def _change(file: Path, **more: object) -> None:
    file.write_text(yaml.safe_dump({**yaml.safe_load(file.read_text("utf-8")), **more}, allow_unicode=True), "utf-8")


def _keep_open(folder: Path) -> None:
    """Let a call be open whenever the test runs; a scenario of the day after its end is left out."""
    if "accepts" in yaml.safe_load((folder / "service.yaml").read_text("utf-8")):
        _change(folder / "service.yaml", accepts={"from": "2026-11-01", "until": _day(9)})
        (folder / "tests" / "too_late.yaml").unlink()


def _retire(folder: Path) -> None:
    """Take a service off the lists, with the text that says why."""
    _change(folder / "service.yaml", status={"is": "retired", "reason": RETIRED})
    for language, text in (("ar", "انتهى الاختبار."), ("en", "The test is over.")):
        with (folder / "text" / f"{language}.yaml").open("a", encoding="utf-8") as file:
            file.write(f"\n{RETIRED}: {text}\n")


def _paper(name: str) -> FilePayload:
    return {"name": name, "mimeType": "application/pdf", "buffer": pdf()}


def test_a_marriage_of_two_who_agree_is_accessible(
    platform: Platform,
    publish: Publish,
    newcomer: Newcomer,
    at_work: AtWork,
    entered: Entered,
    inspection: Inspection,
    language: str,
) -> None:
    publish("moj", "marriage")
    hiba, mohammad = newcomer(HIBA, language=language), newcomer(MOHAMMAD, language=language)
    bride, groom = entered(hiba), entered(mohammad)
    answers: Answers = {
        "spouse_name": "محمد أبو السعيد", "spouse_id": MOHAMMAD, "wedding_on": _day(60), "declares": "yes",
    }  # fmt: skip
    inspection.visit(bride, "portal", "/services/test-marriage/")
    reference = inspection.check_form(bride, "test-marriage", answers)
    hiba.open(f"/applications/{reference}/check/")
    hiba.submit()
    wait_for_state(platform, reference, "asking")
    inspection.visit(bride, "portal", f"/applications/{reference}/")
    inspection.visit(groom, "portal", "/", "/applications/", "/consents/")
    groom.page.locator('main a[href*="/consents/"]').first.click()
    inspection.check(groom, "a consent is asked for")
    address = groom.page.url
    groom.press("أوافق", "Agree")
    inspection.check(groom, "a consent, not declared")
    groom.page.locator('input[name="agrees"]').check()
    groom.press("أوافق", "Agree")
    inspection.check(groom, "a consent given")
    wait_for_state(platform, reference, "review")
    inspection.visit(bride, "portal", f"/applications/{reference}/")
    registrar = entered(at_work("MOJ-0001", language=language))
    inspection.visit(registrar, "workplace", f"/inbox/{reference}/")
    registrar.choose("action", "schedule")
    registrar.press("اتخاذ القرار", "Decide")
    inspection.check(registrar, "a sheet with nothing filled in")
    steps.fill_date(registrar, "session_on", _day(30))
    registrar.choose("action", "schedule")
    registrar.press("اتخاذ القرار", "Decide")
    groom.page.goto(address)
    inspection.check(groom, "a consent that is void")
    registrar.open("workplace", f"/inbox/{reference}/")
    inspection.check(registrar, "a case whose consent is void")
    applying.decide(at_work("MOJ-0001", language=language), reference, "approve")
    wait_for_state(platform, reference, "asking")
    groom.open("portal", "/consents/")
    groom.page.locator(f'main a[href*="/consents/{reference}/"]').first.click()
    groom.page.locator("summary").last.click()
    inspection.check(groom, "asked again, and about to decline")
    groom.page.locator('form[action$="/decline/"] button').click()
    inspection.check(groom, "a consent declined")
    wait_for_state(platform, reference, "declined")
    inspection.visit(bride, "portal", f"/applications/{reference}/")


def _officers(world_file: Path, provider: str, role: str) -> list[str]:
    staff = yaml.safe_load(world_file.read_text("utf-8"))["staff"]
    return [str(each["number"]) for each in staff if each["provider"] == provider and role in each["roles"]]


def test_a_permit_with_two_fees_is_accessible(
    platform: Platform,
    publish: Publish,
    newcomer: Newcomer,
    at_work: AtWork,
    entered: Entered,
    inspection: Inspection,
    language: str,
) -> None:
    publish("pla", "building-permit")
    person = newcomer(LAYLA, language=language)
    citizen = entered(person)
    inspection.visit(citizen, "portal", "/services/test-building-permit/")
    answers: Answers = {"purpose": "home", "floors": "2", "site_office": "PLA-RAM", "holding": _first_holding(citizen)}
    reference = inspection.check_form(citizen, "test-building-permit", answers, {"plans": _paper("plans.pdf")})
    person.open(f"/applications/{reference}/check/")
    person.submit()
    applying.pay(person, reference)
    wait_for_state(platform, reference, "inspection")
    inspection.visit(citizen, "portal", f"/applications/{reference}/")
    staff = REPOSITORY / "demo" / "people.yaml"
    inspector = entered(at_work(_officers(staff, "pla", "inspector")[0], language=language))
    _check_an_inspection(inspection, inspector, reference)
    wait_for_state(platform, reference, "review")
    first, second = (at_work(number, language=language) for number in _officers(staff, "pla", "officer")[:2])
    officer, other = entered(first), entered(second)
    inspection.visit(officer, "workplace", f"/inbox/{reference}/")
    _grant(inspection, other, reference)
    inspection.visit(officer, "workplace", f"/inbox/{reference}/")
    officer.press("تأكيد القرار", "Confirm the decision")
    wait_for_state(platform, reference, "to_pay_permit")
    inspection.visit(citizen, "portal", f"/applications/{reference}/", f"/applications/{reference}/pay/")
    applying.pay(person, reference)
    citizen.wait_for_document(reference)
    inspection.check(citizen, "a permit granted")


def _first_holding(citizen: Window) -> str:
    """Return the number of the first parcel that the form offers, leaving the draft."""
    citizen.open("portal", "/services/test-building-permit/apply/?again=1")
    citizen.press("حفظ ومتابعة", "Save and continue")
    value = citizen.page.locator('input[name="holding"]').first.get_attribute("value")
    assert value
    return value


def _check_an_inspection(inspection: Inspection, inspector: Window, reference: str) -> None:
    inspection.visit(inspector, "workplace", "/inbox/", f"/inbox/{reference}/")
    inspector.choose("action", "inspected")
    inspector.page.locator('input[name="near_road"][value="yes"]').check()
    inspector.page.fill('input[name="inspected_area"]', "9")
    inspector.press("اتخاذ القرار", "Decide")
    inspection.check(inspector, "an inspection with mistakes")
    inspector.page.fill('input[name="inspected_area"]', "240")
    for each in ("borders", "access", "ground"):
        inspector.page.locator(f'input[name="site_checks"][value="{each}"]').check()
    inspector.page.fill('input[name="setback"]', "3")
    inspector.page.set_input_files('input[name="photos"]', steps.picture("site.jpg"))
    inspector.press("اتخاذ القرار", "Decide")


def _grant(inspection: Inspection, officer: Window, reference: str) -> None:
    officer.open("workplace", f"/inbox/{reference}/")
    officer.choose("action", "approve")
    officer.page.fill('textarea[name="conditions"]', CONDITIONS)
    steps.fill_date(officer, "build_by", _day(700))
    officer.page.fill('input[name="surcharge"]', "40")
    officer.page.fill('input[name="guarantee"]', "500")
    inspection.check(officer, "a permit about to be granted")
    officer.press("اتخاذ القرار", "Decide")
    inspection.visit(officer, "workplace", f"/inbox/{reference}/")


def test_a_call_with_a_household_is_accessible(
    platform: Platform,
    publish: Publish,
    newcomer: Newcomer,
    at_work: AtWork,
    entered: Entered,
    inspection: Inspection,
    language: str,
) -> None:
    publish("mol", "scholarship")
    person = newcomer(IMAN, language=language)
    citizen = entered(person)
    inspection.visit(citizen, "portal", "/services/test-scholarship/")
    answers: Answers = {
        "field": "health", "begins_on": _day(90), "average": "88.5", "certificate_no": "AB-12345",
        "needs": ["transport", "equipment"], "equipment": "حاسوب. A computer.", "own_income": "900.00",
        "members-0-full_name": "أمينة", "members-0-born_on": "1970-01-05", "members-0-works": "no", "agreed": "yes",
    }  # fmt: skip
    reference = inspection.check_form(citizen, "test-scholarship", answers, {"transcript": _paper("transcript.pdf")})
    person.open(f"/applications/{reference}/check/")
    person.submit()
    wait_for_state(platform, reference, "review")
    official = at_work("MOL-0001", language=language)
    officer = entered(official)
    inspection.visit(officer, "workplace", f"/inbox/{reference}/")
    applying.decide(official, reference, "reject", "المقاعد محدودة.\nThere are few places.")
    wait_for_state(platform, reference, "refused")
    inspection.visit(citizen, "portal", f"/applications/{reference}/")


def test_what_comes_back_after_a_session_is_over_is_accessible(
    platform: Platform, window: OpenWindow, newcomer: Newcomer, inspection: Inspection, language: str
) -> None:
    newcomer(CHIARA, language=language)
    citizen = window(language)
    citizen.open("portal", f"{steps.SERVICE}apply/?again=1")
    citizen.pass_sign_in(CHIARA, steps.phone_of(CHIARA))
    expect(citizen.page).to_have_url(re.compile("/form/about-you/$"))
    reference = citizen.reference
    citizen.page.fill('input[name="phone"]', "0599 777 002")
    end_newest_session(platform)
    citizen.press("حفظ ومتابعة", "Save and continue")
    inspection.check(citizen, "sign-in after a session that is over")
    citizen.pass_sign_in(CHIARA, steps.phone_of(CHIARA))
    expect(citizen.page.locator('input[name="phone"]')).to_have_value("0599 777 002")
    inspection.check(citizen, "what was typed is back")
    inspection.visit(citizen, "portal", f"/applications/{reference}/delete/")
