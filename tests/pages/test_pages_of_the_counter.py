"""Pages of the counter: looking up, verifying in person, and what waits for a second official."""

from datetime import date
from typing import Any, Final
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from hukumati.core import audit
from hukumati.core.bilingual import Bilingual
from hukumati.core.clock import local_date, now
from hukumati.identity import api as identity
from hukumati.identity.domain.assurance import Proofing
from hukumati.identity.models import Account, Verification
from tests.pages.conftest import Page, Visit, official

pytestmark = pytest.mark.django_db
LAYLA, NEWCOMER, PHONE = "400000006", "403334402", "+970599000112"
CLERK: Final = official("POST-0002", "identity_counter", provider="post", office="RAM-01")
COLLEAGUE: Final = official("POST-0004", "identity_counter", provider="post", office="RAM-01")
SEEN: Final[dict[str, Any]] = {
    "document": "id_card",
    "document_number": "12345 6789",
    "expires_on_year": "2040",
    "expires_on_month": "3",
    "expires_on_day": "1",
    "id_number": NEWCOMER,
    "born_on_year": "1997",
    "born_on_month": "8",
    "born_on_day": "19",
    "known_by": "photograph",
    "is_theirs": "on",
}


def open_account(login: str, *, phone: str, staff: identity.Staff | None = None, id_number: str = "") -> None:
    identity.create_account(
        account=identity.NewAccount(
            login=login,
            id_number=id_number or None,
            password="olives and thyme",
            name=Bilingual(ar="داليا الزهراوي", en="Dalia Zahrawi"),
            phone=phone,
            email="dalia@example.test",
            born_on=None if staff else date(1997, 8, 19),
            staff=staff,
        )
    )


@pytest.fixture(autouse=True)
def _officials() -> None:
    for each in (CLERK, COLLEAGUE):
        assert each.staff is not None
        open_account(each.staff.number, phone="+970599000290", staff=each.staff)


@pytest.fixture
def claimed() -> Account:
    """An account that somebody opened online and that is not verified."""
    open_account(PHONE, phone=PHONE)
    found = Account.objects.get(is_staff=False)
    found.proofing, found.name_ar, found.name_en = Proofing.CLAIMED, "", ""
    found.save()
    return found


def look_up(visit: Visit, text: str = PHONE, reason: str = "came to be verified", **more: Any) -> Page:
    return visit("workplace", "/en/counter/", CLERK, {"text": text, "reason": reason}, **more)


def send(visit: Visit, claimed: Account, act: str = "verify", **changed: Any) -> Page:
    return visit("workplace", f"/en/counter/accounts/{claimed.id}/{act}/", CLERK, {**SEEN, **changed})


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_clerk_looks_up_verifies_and_reads_that_it_is_done(visit: Visit, claimed: Account, language: str) -> None:
    prefix = "/en" if language == "en" else ""
    look_up(visit)
    opened = visit("workplace", f"{prefix}/counter/accounts/{claimed.id}/", CLERK, language=language)
    assert ("not verified" if language == "en" else "غير متحقَّق منه") in opened.text
    done = send(visit, claimed)
    assert (done.status, done.location) == (302, f"/en/counter/accounts/{claimed.id}/verified/")
    text = visit("workplace", f"{prefix}/counter/accounts/{claimed.id}/verified/", CLERK, language=language).text
    assert ("The person is verified" if language == "en" else "تم التحقق من الشخص") in text
    sight = Verification.objects.get()
    assert (sight.place, sight.provider, sight.document_number) == ("RAM-01", "post", "123456789")
    assert sight.document_expires_on == date(2040, 3, 1)
    claimed.refresh_from_db()
    assert (claimed.id_number, claimed.proofing) == (NEWCOMER, Proofing.IN_PERSON)


def test_the_reason_and_the_office_are_on_the_persons_record(visit: Visit, claimed: Account) -> None:
    look_up(visit)
    send(visit, claimed)
    lines = audit.list_entries(subject=f"account:{claimed.id}") or audit.list_entries(subject=f"person:{NEWCOMER}")
    said = {each.action: each.details for each in lines}
    assert said["identity.account_looked_at"]["reason"] == "came to be verified"
    assert said["identity.seen_in_person"]["place"] == "RAM-01"
    assert said["identity.seen_in_person"]["provider"] == "post"


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"document": ""}, "Choose the document you were shown"),
        ({"document": "driving_licence"}, "driving_licence"),
        ({"document_number": "'\"><svg onload=alert(1)>"}, "as it stands on the document"),
        ({"document_number": "9" * 5000}, "60"),
        ({"expires_on_year": "2020"}, "This document has expired"),
        ({"expires_on_day": "31", "expires_on_month": "2"}, "real date"),
        ({"id_number": "403334403"}, "one of these does not fit"),
        ({"id_number": "000000000"}, "one of these does not fit"),
        ({"born_on_year": "", "born_on_month": "", "born_on_day": ""}, "Enter the date of birth"),
        ({"born_on_year": str(local_date(now()).year + 1)}, "Enter a date in the past"),
        ({"known_by": "x"}, "Choose how you know"),
        ({"is_theirs": ""}, "Compare the person with the document first"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_verifies_nobody(
    visit: Visit, claimed: Account, changed: dict[str, str], told: str
) -> None:
    look_up(visit)
    page = send(visit, claimed, **changed)
    assert page.status == 422
    assert told in page.text or changed == {"known_by": "x"} or changed == {"document": "driving_licence"}
    assert not Verification.objects.exists()


def test_without_a_look_up_no_account_is_opened(visit: Visit, claimed: Account) -> None:
    assert visit("workplace", f"/en/counter/accounts/{claimed.id}/", CLERK).location == "/en/counter/"
    assert send(visit, claimed).location == "/en/counter/"
    assert visit("workplace", f"/en/counter/accounts/{uuid4()}/verified/", CLERK).location == "/en/counter/"
    assert not Verification.objects.exists()


@pytest.mark.parametrize(("text", "reason"), [("", "x"), (PHONE, ""), (PHONE, "x" * 501), ("9" * 61, "x")])
def test_a_look_up_takes_a_number_and_a_reason(visit: Visit, claimed: Account, text: str, reason: str) -> None:
    assert look_up(visit, text, reason).status == 422


@pytest.mark.parametrize("text", ["0599 999 999", "404", "POST-0002", "' OR 1=1 --", "\u202e400000006"])
def test_who_has_no_account_is_told_how_to_open_one(visit: Visit, claimed: Account, text: str) -> None:
    page = look_up(visit, text)
    assert (page.status, "help the person to open an account" in page.text) == (422, True)


def test_a_familys_telephone_lists_its_accounts(visit: Visit, claimed: Account) -> None:
    open_account(LAYLA, phone=PHONE, id_number=LAYLA)
    assert look_up(visit).location == "/en/counter/found/"
    text = visit("workplace", "/en/counter/found/", CLERK).text
    assert ("Dalia Zahrawi" in text, "Account without a name" in text) == (True, True)


def test_nobody_serves_themself(visit: Visit) -> None:
    Account.objects.filter(is_staff=True).update(id_number=LAYLA)
    open_account(LAYLA, phone=PHONE, id_number=LAYLA)
    look_up(visit, LAYLA)
    page = send(visit, Account.objects.get(is_staff=False), id_number=LAYLA)
    assert (page.status, "A colleague serves you" in page.text) == (422, True)


def test_another_persons_document_is_refused(visit: Visit) -> None:
    open_account(LAYLA, phone=PHONE, id_number=LAYLA)
    layla = Account.objects.get(is_staff=False)
    look_up(visit, LAYLA)
    assert "another person" in send(visit, layla).text
    assert "another person" in send(visit, layla, id_number=LAYLA, born_on_year="1996").text
    assert "Enter the ID number on the document" in send(visit, layla, id_number="").text


def without_number(visit: Visit, claimed: Account) -> str:
    look_up(visit)
    none = {"id_number": "", "born_on_year": "", "born_on_month": "", "born_on_day": "", "document": "passport"}
    done = send(visit, claimed, **none)
    assert done.location.endswith("/waits/")
    assert "A colleague has to confirm it" in visit("workplace", done.location, CLERK).text
    return f"/en/verifications/{Verification.objects.get().id}/"


def test_without_an_id_number_a_colleague_confirms(visit: Visit, claimed: Account) -> None:
    where = without_number(visit, claimed)
    listed = visit("workplace", "/verifications/", COLLEAGUE, language="ar").text
    assert "حساب بلا اسم" in listed
    assert "123456789" in visit("workplace", where, COLLEAGUE).text
    assert "You saw this person yourself" in visit("workplace", where, CLERK).text
    assert visit("workplace", where, CLERK, {"act": "confirm"}).status == 422
    assert visit("workplace", where, COLLEAGUE, {"act": "confirm"}).location == "/en/verifications/"
    assert visit("workplace", where, COLLEAGUE, {"act": "confirm"}).location == "/en/verifications/"
    claimed.refresh_from_db()
    assert claimed.proofing == Proofing.IN_PERSON
    with pytest.raises(identity.NoSuchVerification):
        visit("workplace", where, COLLEAGUE)


def test_a_colleague_refuses_with_a_reason(visit: Visit, claimed: Account) -> None:
    where = without_number(visit, claimed)
    assert visit("workplace", where, COLLEAGUE, {"act": "refuse", "reason": " "}).status == 422
    assert visit("workplace", where, COLLEAGUE, {"act": "refuse", "reason": "the photograph differs"}).status == 302
    claimed.refresh_from_db()
    assert claimed.proofing == Proofing.CLAIMED
    assert "Nothing waits" in visit("workplace", "/en/verifications/", COLLEAGUE).text


def test_only_officials_of_the_counter_open_these_pages(visit: Visit, claimed: Account) -> None:
    for stranger in (official("POST-0001", "clerk", provider="post"), official("MOI-0010", "registrar")):
        for path in ("/en/counter/", "/en/verifications/", f"/en/counter/accounts/{claimed.id}/verify/"):
            with pytest.raises(PermissionDenied):
                visit("workplace", path, stranger)
