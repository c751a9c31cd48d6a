"""Pages of the counter for who has lost everything, for passkeys and locks, and of letters with codes."""

import re
from typing import Any, Final
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from hukumati.core.clock import now
from hukumati.identity import api as identity
from hukumati.identity.domain.assurance import Proofing
from hukumati.identity.domain.registration import Check
from hukumati.identity.models import Account, AccountState, PaperCode, Registration
from hukumati.identity.tests.population import NEWCOMER, Population, population, population_pair
from hukumati.identity.use_cases.paper_codes import request_letter
from tests.pages.conftest import Page, Visit, official
from tests.pages.test_pages_of_the_counter import CLERK, LAYLA, PHONE, SEEN, look_up, open_account

__all__ = ["population", "population_pair"]
pytestmark = pytest.mark.django_db
REGISTRAR: Final = official("POST-0003", "registrar", provider="post", office="RAM-01")
CODE: Final = re.compile(r'<bdi class="hk-code"[^>]*>([^<]+)</bdi>')


@pytest.fixture(autouse=True)
def _officials() -> None:
    for each in (CLERK, REGISTRAR):
        assert each.staff is not None
        open_account(each.staff.number, phone="+970599000290", staff=each.staff)


@pytest.fixture
def layla() -> Account:
    open_account(LAYLA, phone=PHONE, id_number=LAYLA)
    return Account.objects.get(is_staff=False)


def serve(visit: Visit, account: Account, act: str, **changed: Any) -> Page:
    look_up(visit, LAYLA, "came to the counter")
    return visit(
        "workplace", f"/en/counter/accounts/{account.id}/{act}/", CLERK, {**SEEN, "id_number": LAYLA, **changed}
    )


def test_who_has_lost_everything_gets_a_code_on_paper_and_a_new_telephone(visit: Visit, layla: Account) -> None:
    done = serve(visit, layla, "recover", new_phone="+56 9 6123 4567")
    assert done.location == f"/en/counter/accounts/{layla.id}/code/"
    page = visit("workplace", done.location, CLERK).text
    code = CODE.findall(page)[0]
    assert "/recover/in-person" in page
    assert CODE.findall(visit("workplace", done.location.removeprefix("/en"), CLERK, language="ar").text) == [code]
    layla.refresh_from_db()
    assert layla.phone == "+56961234567"
    assert visit("workplace", done.location, CLERK, {}).location == f"/en/counter/accounts/{layla.id}/"
    assert code not in visit("workplace", done.location, CLERK).text


def test_the_code_of_one_person_shows_on_no_page_of_another(visit: Visit, layla: Account) -> None:
    serve(visit, layla, "recover", new_phone="")
    open_account("900000001", phone="+970599000199", id_number="900000001")
    other = Account.objects.filter(is_staff=False).latest("created_at")
    look_up(visit, "900000001")
    assert visit("workplace", f"/en/counter/accounts/{other.id}/code/", CLERK).status == 302


@pytest.mark.parametrize("phone", ["12", "02 295 1234", "+970599", "x" * 61, "<b>"])
def test_a_new_number_must_be_a_mobile(visit: Visit, layla: Account, phone: str) -> None:
    assert serve(visit, layla, "recover", new_phone=phone).status == 422
    assert not PaperCode.objects.exists()


def test_a_code_for_a_passkey_is_offered_once_the_person_was_verified_in_person(visit: Visit, layla: Account) -> None:
    where = f"/en/counter/accounts/{layla.id}/"
    look_up(visit, LAYLA)
    assert "passkey-code" not in visit("workplace", where, CLERK).text
    Account.objects.filter(id=layla.id).update(proofing=Proofing.IN_PERSON)
    assert "passkey-code" in visit("workplace", where, CLERK).text
    page = visit("workplace", serve(visit, layla, "passkey-code").location, CLERK).text
    assert "/account/verify/passkey" in page
    assert PaperCode.objects.get().purpose == "binding"


def test_a_locked_account_is_unlocked_once_its_holder_was_seen(visit: Visit, layla: Account) -> None:
    identity.lock_account(account=str(layla.id), officer="POST-0002", reason="she called")
    look_up(visit, LAYLA)
    assert "Unlock the account" in visit("workplace", f"/en/counter/accounts/{layla.id}/", CLERK).text
    assert serve(visit, layla, "unlock", is_theirs="").status == 422
    for _ in range(2):
        assert serve(visit, layla, "unlock").status == 302
    layla.refresh_from_db()
    assert layla.state == AccountState.ACTIVE


@pytest.mark.parametrize("act", ["recover", "passkey-code", "unlock", "verify"])
def test_another_persons_document_gets_nothing(visit: Visit, layla: Account, act: str) -> None:
    page = serve(visit, layla, act, id_number=NEWCOMER)
    assert (page.status, "another person" in page.text) == (422, True)
    assert not PaperCode.objects.exists()


# Letters


@pytest.fixture
def waiting(population: Population) -> PaperCode:
    """A letter that somebody asked for, whom the register confirmed."""
    open_account(PHONE, phone=PHONE)
    account = Account.objects.get(is_staff=False)
    Account.objects.filter(id=account.id).update(proofing=Proofing.CLAIMED)
    claimed: dict[str, Any] = {"id_number": NEWCOMER, "born_on": "1997-08-19", "check_state": Check.MATCH}
    Registration.objects.create(account=account, browser_digest=b"", created_at=now(), **claimed)
    request_letter(account, now=now())
    return PaperCode.objects.get()


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_letter_is_listed_printed_and_posted(visit: Visit, waiting: PaperCode, language: str) -> None:
    prefix = "/en" if language == "en" else ""
    listed = visit("workplace", f"{prefix}/letters/", REGISTRAR, language=language).text
    assert f"/letters/{waiting.id}/" in listed
    assert waiting.code not in listed
    assert NEWCOMER not in listed
    Account.objects.filter(is_staff=False).update(language=language)
    letter = visit("workplace", f"/letters/{waiting.id}/", REGISTRAR, language="ar").text
    assert (waiting.code in letter, "Dalia Mazen Subhi Zahrawi" in letter) == (True, True)
    assert ("قلقيلية" if language == "ar" else "Qalqilya") in letter
    assert NEWCOMER not in letter
    for _ in range(2):
        assert visit("workplace", f"/en/letters/{waiting.id}/posted/", REGISTRAR, {}).location == "/en/letters/"
    waiting.refresh_from_db()
    assert waiting.code == ""
    assert "No letter is to be posted" in visit("workplace", "/en/letters/", REGISTRAR).text
    with pytest.raises(identity.NoSuchLetter):
        visit("workplace", f"/en/letters/{waiting.id}/", REGISTRAR)


def test_while_the_register_is_silent_a_letter_waits(visit: Visit, waiting: PaperCode, population: Population) -> None:
    population.is_down = True
    with pytest.raises(identity.RegisterSilent):
        visit("workplace", f"/en/letters/{waiting.id}/", REGISTRAR)
    waiting.refresh_from_db()
    assert waiting.code


def test_only_registrars_print_letters(visit: Visit) -> None:
    for path in ("/en/letters/", f"/en/letters/{uuid4()}/"):
        with pytest.raises(PermissionDenied):
            visit("workplace", path, CLERK)
    with pytest.raises(PermissionDenied):
        visit("workplace", f"/en/letters/{uuid4()}/posted/", CLERK, {})
