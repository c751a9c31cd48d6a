"""Opening an account: alike for everybody, checked afterwards, and worth nothing before."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as HttpClient

from hukumati.core import audit, clock
from hukumati.identity.domain.assurance import Proofing
from hukumati.identity.domain.registration import Check
from hukumati.identity.jobs import check_register
from hukumati.identity.models import Account, ContactCode, LoginSession, Registration
from hukumati.identity.tests import account_visits
from hukumati.identity.tests.account_visits import SENT, code_to, fresh, texts_to
from hukumati.identity.tests.browser import HOST, LAYLA, Browser, redeem, userinfo
from hukumati.identity.tests.population import DOCUMENT, NEWCOMER, ON_FILE, Population
from hukumati.identity.tests.test_second_clicks import twin
from hukumati.interoperability.api import RegisterUnavailable

pytestmark = pytest.mark.django_db
RunJobs = Callable[[], list[Exception]]
OTHER_PHONE = "+970569123456"
LOCAL = {ON_FILE: "0599 000 131", OTHER_PHONE: "0569123456"}
NEW_PASSWORD = "olives and thyme"


@pytest.fixture(autouse=True)
def _read_along(monkeypatch: pytest.MonkeyPatch) -> None:
    account_visits.read_along(monkeypatch)


def claim(**changed: str) -> dict[str, str]:
    values = {"id_number": NEWCOMER, "document": DOCUMENT, "phone": LOCAL[ON_FILE]}
    return {**values, "born_on_day": "19", "born_on_month": "8", "born_on_year": "1997", **changed}


def begin(browser: Browser, path: str = "/en/open-account", **changed: str) -> str:
    """Send a claim and return the page for the code."""
    answer = browser.http.post(path, claim(**changed))
    assert answer.status_code == 303, answer.content.decode()
    return str(answer["Location"])


def prove(browser: Browser, page: str, phone: str = ON_FILE) -> str:
    """Send the code and return the page for the password."""
    answer = browser.http.post(page, {"code": code_to(phone)})
    assert answer.status_code == 303
    return str(answer["Location"])


def register(browser: Browser, *, phone: str = ON_FILE, **changed: str) -> Account:
    """Go all the way and return the account."""
    page = prove(browser, begin(browser, phone=LOCAL[phone], **changed), phone)
    answer = browser.http.post(page, {"password": NEW_PASSWORD})
    assert answer.status_code == 303, answer.content.decode()
    account = Registration.objects.latest("created_at").account
    assert account is not None
    return account


def test_an_account_opens_at_the_lowest_level_and_signs_in_by_telephone(browser: Browser) -> None:
    account = register(browser)
    assert (account.login, account.id_number, account.proofing) == (ON_FILE, "", "claimed")
    assert browser.http.get("/en/account").status_code == 200
    assert LoginSession.objects.get(account=account).acr == "urn:hukumati:acr:low"
    assert "Dalia" not in browser.http.get("/en/account/details").content.decode()
    elsewhere = Browser()
    page = elsewhere.begin()
    assert elsewhere.give_password(page, login="0599-000-131", password=NEW_PASSWORD).status_code == 303


def test_tokens_never_carry_a_number_that_is_only_claimed(browser: Browser) -> None:
    register(browser)
    answer = browser.authorize(scope="openid identity")
    if "error=" in answer["Location"]:
        return  # the site asks for a higher level than this account has
    token = redeem(re.search(r"code=([^&]+)", answer["Location"])[1]).json()["access_token"]  # type: ignore[index]
    assert "id_number" not in userinfo(token).json()


def test_a_match_with_the_number_on_file_verifies_the_account(
    browser: Browser, population: Population, run_jobs: RunJobs
) -> None:
    account = register(browser)
    run_jobs()
    account = fresh(account)
    assert (account.login, account.id_number, account.proofing) == (NEWCOMER, NEWCOMER, Proofing.MATCHED)
    assert account.name_en == "Dalia Mazen Subhi Zahrawi"
    assert "verified" in texts_to(ON_FILE)[-1]
    elsewhere = Browser()
    assert elsewhere.give_password(elsewhere.begin(), login=NEWCOMER, password=NEW_PASSWORD).status_code == 303
    asked = population.checks[0]
    assert asked.headers["Uxp-Purpose-Ids"] == "IDENTITY"


@pytest.mark.parametrize(
    "changed",
    [
        {"phone": LOCAL[OTHER_PHONE]},
        {"document": "987654321"},
        {"born_on_day": "18"},
        {"id_number": "900000001"},
    ],
)
def test_without_the_number_on_file_a_match_and_a_mismatch_look_the_same(
    browser: Browser, population: Population, run_jobs: RunJobs, changed: dict[str, str]
) -> None:
    phone = OTHER_PHONE if "phone" in changed else ON_FILE
    account = register(browser, **{"phone": phone, **{k: v for k, v in changed.items() if k != "phone"}})
    run_jobs()
    assert fresh(account).proofing == "claimed"
    assert len(population.checks) == 1
    assert not [text for text in texts_to(phone) if "verified" in text]
    assert browser.http.get("/en/account").status_code == 200


def test_requirement_23_unknown_known_and_mismatching_people_are_answered_alike(browser: Browser) -> None:
    people = [NEWCOMER, LAYLA, "900000001", "000000018"]
    answers = []
    for number in people:
        visitor, before = Browser(), len(SENT)
        answer = visitor.http.post("/en/open-account", claim(id_number=number))
        page = visitor.http.get(answer["Location"]).content.decode()
        answers.append((answer.status_code, len(SENT) - before, re.sub(r"[0-9a-f-]{36}|[A-Za-z0-9]{64}", "", page)))
        ContactCode.objects.all().delete()
    assert len(set(answers)) == 1


def test_requirement_23_children_are_told_only_once_the_telephone_is_proved(browser: Browser) -> None:
    page = begin(browser, born_on_year=str(clock.now().year - 10))
    assert len(texts_to(ON_FILE)) == 1
    answer = browser.http.post(prove(browser, page), {"password": NEW_PASSWORD})
    assert answer.status_code == 403
    assert Account.objects.count() == 1, "Layla's alone"


def test_the_holder_is_told_when_somebody_claims_the_number(
    browser: Browser, population: Population, run_jobs: RunJobs
) -> None:
    stranger = register(browser, id_number=LAYLA)
    run_jobs()
    assert len(texts_to("+970599000112")) == 1
    assert len(texts_to("layla@example.test")) == 1
    assert fresh(stranger).id_number == ""
    assert Account.objects.filter(state="active").count() == 2


def test_of_many_claims_the_holder_is_told_three_a_day(
    browser: Browser, population: Population, run_jobs: RunJobs
) -> None:
    for number in range(5):
        phone = f"+97059900030{number}"
        LOCAL[phone] = phone
        register(Browser(), phone=phone, id_number=LAYLA)
        run_jobs()
    assert len(texts_to("+970599000112")) == 3


def test_who_is_not_verified_signs_in_with_the_telephone_of_today(browser: Browser) -> None:
    account = register(browser)
    browser.http.post("/en/account/details/phone", {"address": LOCAL[OTHER_PHONE]})
    browser.http.post("/en/account/details/phone/code", {"code": code_to(OTHER_PHONE)})
    assert fresh(account).login == OTHER_PHONE
    elsewhere = Browser()
    assert elsewhere.give_password(elsewhere.begin(), login=OTHER_PHONE, password=NEW_PASSWORD).status_code == 303


def test_two_accounts_may_claim_one_number_and_one_alone_is_verified(
    browser: Browser, population: Population, run_jobs: RunJobs
) -> None:
    thief = register(Browser(), phone=OTHER_PHONE)
    owner = register(browser)
    run_jobs()
    assert (fresh(thief).id_number, fresh(owner).id_number) == ("", NEWCOMER)
    Registration.objects.filter(account=thief).update(check_state=Check.MATCH_AND_PHONE)
    check_register(registration_id=str(Registration.objects.get(account=thief).id))
    assert fresh(thief).id_number == ""


def test_a_telephone_opens_one_account_that_is_not_verified(browser: Browser) -> None:
    register(browser)
    other = Browser()
    page = prove(other, begin(other))
    answer = other.http.post(page, {"password": NEW_PASSWORD})
    assert answer.status_code == 403
    assert Account.objects.count() == 2


# The register is down


def test_while_the_register_is_silent_nothing_is_lost(
    browser: Browser, population: Population, run_jobs: RunJobs
) -> None:
    population.is_down = True
    account = register(browser)
    assert any(isinstance(error, RegisterUnavailable) for error in run_jobs())
    assert fresh(account).proofing == "claimed"
    assert Registration.objects.get().check_state == Check.WAITING
    population.is_down = False
    run_jobs()
    assert fresh(account).id_number == NEWCOMER


def test_a_question_that_was_answered_is_not_asked_again(
    browser: Browser, population: Population, run_jobs: RunJobs
) -> None:
    register(browser)
    run_jobs()
    check_register(registration_id=str(Registration.objects.get().id))
    assert len(population.checks) == 1
    assert len([text for text in texts_to(ON_FILE) if "verified" in text]) == 1


def test_requirement_24_questions_about_one_number_are_limited(
    browser: Browser, population: Population, run_jobs: RunJobs
) -> None:
    for number in range(4):
        phone = f"+97059900020{number}"
        LOCAL[phone] = phone
        register(Browser(), phone=phone, document=f"90000000{number}")
        run_jobs()
    assert len(population.checks) == 3
    assert Registration.objects.latest("created_at").check_state == Check.LIMITED


def test_claims_from_one_network_are_limited(browser: Browser) -> None:
    answers = [browser.http.post("/en/open-account", claim()).status_code for _ in range(31)]
    assert answers == [303] * 30 + [429]


def test_requirement_34_a_forwarded_address_does_not_escape_the_limit_without_a_proxy(browser: Browser) -> None:
    answers = [
        browser.http.post("/en/open-account", claim(), headers={"x-forwarded-for": f"203.0.{number}.7"}).status_code
        for number in range(31)
    ]
    assert answers[-1] == 429


# The telephone


def test_requirement_25_a_wrong_code_and_a_sixth_try_prove_nothing(browser: Browser) -> None:
    page = begin(browser)
    code = code_to(ON_FILE)
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    assert [browser.http.post(page, {"code": wrong}).status_code for _ in range(5)] == [422] * 5
    assert browser.http.post(page, {"code": code}).status_code == 422
    password = page.replace("/code", "/password")
    assert browser.http.post(password, {"password": NEW_PASSWORD})["Location"] == page


def test_another_code_is_sent_after_half_a_minute(browser: Browser) -> None:
    page = begin(browser)
    again = f"{page}/again"
    assert browser.http.post(again)["Location"].endswith("?sending=too_soon")
    ContactCode.objects.update(sent_at=clock.now() - timedelta(seconds=31))
    answer = browser.http.post(again)
    assert answer["Location"].endswith("?sending=sent")
    assert "new code" in browser.http.get(answer["Location"]).content.decode()
    prove(browser, page)


@pytest.mark.parametrize("path", ["code", "code/again", "password", "done"])
def test_pages_belong_to_the_browser_that_began(browser: Browser, path: str) -> None:
    page = begin(browser).replace("/code", f"/{path}")
    other = Browser()
    begin(other)
    answer = other.http.post(page, {"code": "1"}) if path == "code/again" else other.http.get(page)
    assert answer.status_code == 410


def test_a_registration_is_over_after_a_day(browser: Browser) -> None:
    page = begin(browser)
    Registration.objects.update(created_at=clock.now() - timedelta(hours=25))
    assert browser.http.get(page).status_code == 410


# Second clicks


def test_second_clicks_open_one_account_and_one_session(browser: Browser) -> None:
    page = begin(browser)
    code = code_to(ON_FILE)
    assert [browser.http.post(page, {"code": code}).status_code for _ in range(2)] == [303, 303]
    password, second = page.replace("/code", "/password"), twin(browser)
    answers = [each.http.post(password, {"password": NEW_PASSWORD}) for each in (browser, second)]
    assert [each.status_code for each in answers] == [303, 303]
    assert Account.objects.count() == 2
    assert LoginSession.objects.count() == 1
    assert second.http.get("/account").status_code == 200
    assert browser.http.get(answers[0]["Location"]).status_code == 200


# What is typed


@pytest.mark.parametrize(
    "changed",
    [
        *({"id_number": each} for each in ("", "400000007", "000000000", "12", "40000000A", "4" * 59, "<b>", "\x00")),
        *({"document": each} for each in ("", "12", "!!!!!!", "9" * 21, "\x00" * 5)),
        *({"phone": each} for each in ("", "0501234567", "022987654", "+", "abc")),
        *({"born_on_day": each} for each in ("", "32", "x")),
        *({"born_on_year": each} for each in ("1850", "2999", "٠")),
        {"born_on_month": "13"},
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_sent(browser: Browser, changed: dict[str, str]) -> None:
    answer = browser.http.post("/en/open-account", claim(**changed))
    assert answer.status_code == 422
    assert not SENT
    assert 'role="alert"' in answer.content.decode()


def test_arabic_digits_and_groups_are_understood(browser: Browser) -> None:
    begin(browser, id_number="٤٠٣ ٣٣٤ ٤٠٢", born_on_day="١٩", document="١٢٣-٤٥٦-٧٨٩", phone="٠٥٩٩٠٠٠١٣١")
    registration = Registration.objects.get()
    assert (registration.id_number, registration.born_on) == (NEWCOMER, "1997-08-19")
    assert (registration.document, registration.phone) == (DOCUMENT, ON_FILE)


def test_what_was_claimed_is_encrypted_and_in_no_record(browser: Browser) -> None:
    account = register(browser)
    stored = str(list(Registration.objects.extra(select={"raw": "id_number || document || phone"}).values("raw")))
    assert not any(secret in stored for secret in (NEWCOMER, DOCUMENT, "599000131"))
    lines = str(audit.list_entries(subject=f"account:{account.id}"))
    assert "account_opened" in lines
    assert NEWCOMER not in lines


@pytest.mark.parametrize("password", ["", "short", "password", "x" * 300])
def test_a_weak_password_opens_nothing(browser: Browser, password: str) -> None:
    page = prove(browser, begin(browser))
    assert browser.http.post(page, {"password": password}).status_code == 422
    assert Account.objects.count() == 1


# Abroad


def abroad(**changed: str) -> dict[str, str]:
    values = {"name": "Samira Jaber", "country": "CL", "document": "AB123456", "phone": "+56 9 6123 4567"}
    born = {"born_on_day": "1", "born_on_month": "2", "born_on_year": "1980"}
    return {**values, **born, "email": "samira@example.test", **changed}


def test_a_person_abroad_opens_an_account_without_an_id_number(browser: Browser, run_jobs: RunJobs) -> None:
    answer = browser.http.post("/en/open-account/abroad", abroad())
    page = prove(browser, str(answer["Location"]), "+56961234567")
    done = browser.http.post(page, {"password": NEW_PASSWORD})
    account = Account.objects.get(proofing="claimed")
    assert (account.name_en, account.email, account.id_number) == ("Samira Jaber", "samira@example.test", "")
    assert "mission" in browser.http.get(done["Location"]).content.decode()
    assert Registration.objects.get().check_state == Check.NONE


@pytest.mark.parametrize("changed", [{"name": ""}, {"country": "XX"}, {"country": ""}, {"email": "x"}, {"phone": "1"}])
def test_what_is_missing_of_a_person_abroad_is_told(browser: Browser, changed: dict[str, str]) -> None:
    assert browser.http.post("/en/open-account/abroad", abroad(**changed)).status_code == 422


def test_a_form_without_its_token_is_refused() -> None:
    strict: Any = HttpClient(enforce_csrf_checks=True, headers={"host": HOST})
    assert strict.post("/open-account", claim()).status_code == 403
