"""Pages where officials enter guardians by order of a court, and powers of attorney that they certified."""

from typing import Any, Final
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from hukumati.core import audit
from hukumati.core.models import Event
from hukumati.identity import api as identity
from hukumati.identity.models import Account, Mandate
from tests.pages.conftest import Page, Visit, official
from tests.pages.test_pages_of_the_counter import LAYLA, open_account

pytestmark = pytest.mark.django_db
KARIM, CHILD, OWN = "410001101", "401234562", "700000797"
FIRST: Final = official("MOFA-0001", "notary", provider="mofa", office="MISSION-CL")
SECOND: Final = official("MOFA-0002", "notary", provider="mofa", office="MISSION-CL")
STRANGER: Final = official("MOJ-0009", "notary")
PAPER: Final[dict[str, Any]] = {
    "represented": KARIM,
    "represented_name": "كريم الحنّون",
    "representative": LAYLA,
    "representative_name": "Layla Zaytouni",
    "deeds": ["view", "apply"],
    "starts_on_day": "1",
    "starts_on_month": "2",
    "starts_on_year": "2026",
    "ends_on_day": "1",
    "ends_on_month": "2",
    "ends_on_year": "2040",
    "reference": "17/2026, mission in Santiago",
}
GUARDIAN: Final = {**PAPER, "represented": CHILD, "represented_name": "Salma", "reference": "8/2026, a court"}


@pytest.fixture(autouse=True)
def _people() -> None:
    for each in (FIRST, SECOND, STRANGER):
        assert each.staff is not None
        open_account(each.staff.number, phone="+970599000290", staff=each.staff)
    open_account(LAYLA, phone="+970599000101", id_number=LAYLA)
    open_account(KARIM, phone="+970569000102", id_number=KARIM)


def enter(visit: Visit, what: str = "power-of-attorney", **changed: Any) -> Page:
    given = {**(PAPER if what == "power-of-attorney" else GUARDIAN), **changed}
    return visit("workplace", f"/en/papers/{what}/", FIRST, given)


def told(kind: str) -> int:
    return Event.objects.filter(name=f"identity.{kind}").count()


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_power_of_attorney_that_was_certified_may_be_used_at_once(visit: Visit, language: str) -> None:
    done = enter(visit)
    assert done.status == 302, done.text
    path = done.location if language == "en" else done.location.removeprefix("/en")
    page = visit("workplace", path, FIRST, language=language).text
    assert ("may be used" if language == "en" else "سارٍ") in page
    mandate = Mandate.objects.get()
    assert (mandate.state, mandate.entered_by_body, mandate.evidence) == ("active", "mofa", PAPER["reference"])
    for number in (LAYLA, KARIM):
        actions = [each.action for each in audit.list_entries(subject=f"person:{number}")]
        assert "identity.mandate_accepted" in actions
    assert told("MandateGranted") == 1


def test_a_second_click_and_the_same_paper_give_the_first_mandate(visit: Visit) -> None:
    assert enter(visit).location == enter(visit).location
    assert Mandate.objects.count() == 1


def test_a_guardian_takes_a_second_official_of_the_body(visit: Visit) -> None:
    where = enter(visit, "guardian").location
    assert Mandate.objects.get().state == "proposed"
    assert "A colleague has to confirm it" in visit("workplace", where, FIRST).text
    assert visit("workplace", f"{where}confirm/", FIRST, {}).status == 422
    assert "Salma" in visit("workplace", "/en/papers/", SECOND).text
    with pytest.raises(identity.NoSuchPaper):
        visit("workplace", f"{where}confirm/", STRANGER, {})
    for _ in range(2):
        assert visit("workplace", f"{where}confirm/", SECOND, {}).location == where
    assert Mandate.objects.get().state == "active"
    assert "Nothing waits for confirmation" in visit("workplace", "/en/papers/", SECOND).text


def test_revoking_takes_a_question_and_acts_at_once(visit: Visit) -> None:
    where = enter(visit).location
    assert "Revoke this mandate?" in visit("workplace", f"{where}revoke/", SECOND, {}).text
    assert Mandate.objects.get().state == "active"
    for _ in range(2):
        assert visit("workplace", f"{where}revoke/", SECOND, {"sure": "yes"}).location == where
    assert Mandate.objects.get().state == "revoked"
    assert told("MandateRevoked") == 1


def test_what_a_body_entered_about_a_person_is_found_with_a_reason(visit: Visit) -> None:
    enter(visit)
    asked = {"id_number": LAYLA, "reason": "a paper ends it"}
    assert "Power of attorney: Dalia Zahrawi" in visit("workplace", "/en/papers/", SECOND, asked).text
    line = audit.list_entries(subject=f"person:{LAYLA}")[-1]
    assert (line.action, line.details["reason"]) == ("identity.account_looked_at", "a paper ends it")
    assert "entered nothing" in visit("workplace", "/en/papers/", STRANGER, asked).text
    assert "entered nothing" in visit("workplace", "/en/papers/", SECOND, {**asked, "id_number": OWN}).text
    assert visit("workplace", "/en/papers/", SECOND, {**asked, "reason": ""}).status == 422


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"represented": "410001102"}, "one of these does not fit"),
        ({"represented": "'\"><svg onload=alert(1)>"}, "one of these does not fit"),
        ({"representative": KARIM}, "Both ID numbers are the same"),
        ({"representative": ""}, "Enter the ID number"),
        ({"represented_name": ""}, "Enter the name"),
        ({"represented_name": "x" * 121}, "120"),
        ({"deeds": []}, "Choose what may be done"),
        ({"deeds": ["rule"]}, "rule"),
        ({"services": ["MOJ-NONE"]}, "MOJ-NONE"),
        ({"ends_on_year": "2026", "ends_on_month": "1"}, "over"),
        ({"starts_on_year": "2041"}, "before the first"),
        ({"starts_on_day": ""}, "must include"),
        ({"reference": " "}, "Enter the number of the paper"),
    ],
)
def test_what_is_wrong_is_told_and_enters_nothing(visit: Visit, changed: dict[str, Any], message: str) -> None:
    for what in ("power-of-attorney", "guardian"):
        page = enter(visit, what, **{**changed, **({"represented": KARIM} if "representative" in changed else {})})
        assert (page.status, message in page.text) == (422, True), page.text
    assert not Mandate.objects.exists()


def test_nobody_enters_confirms_or_revokes_what_concerns_themself(visit: Visit) -> None:
    where = enter(visit, "guardian").location
    Account.objects.filter(is_staff=True).update(id_number=LAYLA)
    assert "Leave it to a colleague" in enter(visit).text
    assert visit("workplace", f"{where}confirm/", SECOND, {}).status == 422
    assert visit("workplace", f"{where}revoke/", SECOND, {"sure": "yes"}).status == 422
    assert Mandate.objects.get().state == "proposed"


def test_only_notaries_open_these_pages(visit: Visit) -> None:
    clerk = official("POST-0002", "identity_counter", provider="post")
    for path in ("/en/papers/", "/en/papers/guardian/", f"/en/papers/{uuid4()}/"):
        with pytest.raises(PermissionDenied):
            visit("workplace", path, clerk)
    with pytest.raises(identity.NoSuchPaper):
        visit("workplace", f"/en/papers/{uuid4()}/", FIRST)
