"""Getting an account back: alike for everybody, never by a text message alone, and only after a day."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from hukumati.core import clock
from hukumati.core.models import SecurityEvent
from hukumati.identity import wiring
from hukumati.identity.domain.assurance import Proofing
from hukumati.identity.domain.locks import LockReason
from hukumati.identity.models import Account, AccountState, ContactCode, LoginSession, PaperCode, PaperPurpose, Recovery
from hukumati.identity.tests import account_visits
from hukumati.identity.tests.account_visits import SENT, code_to, fresh, link_to, texts_to
from hukumati.identity.tests.browser import PASSWORD, Browser, redeem, userinfo
from hukumati.identity.tests.population import BORN_ON, DOCUMENT, NEWCOMER, Population
from hukumati.identity.use_cases.accounts import login_digest
from hukumati.identity.use_cases.locks import lock_account
from hukumati.identity.use_cases.paper_codes import issue_paper_code
from hukumati.identity.use_cases.recovery_effect import check_recovery, finish_recovery

pytestmark = pytest.mark.django_db
RunJobs = Callable[[], list[Exception]]
PHONE, EMAIL, NEW_PHONE = "+970599000112", "layla@example.test", "+970569123456"
NEW_PASSWORD = "olives and thyme"


@pytest.fixture(autouse=True)
def _read_along(monkeypatch: pytest.MonkeyPatch) -> None:
    account_visits.read_along(monkeypatch)


@pytest.fixture
def account(provider: None) -> Account:
    """The account of somebody whom the register of these tests knows."""
    account = Account.objects.get()
    account.login, account.login_digest, account.id_number = NEWCOMER, login_digest(NEWCOMER), NEWCOMER
    account.born_on = date.fromisoformat(BORN_ON)
    account.save()
    return account


def forgotten(**changed: str) -> dict[str, str]:
    born = {"born_on_day": "19", "born_on_month": "8", "born_on_year": "1997"}
    return {"login": NEWCOMER, "document": DOCUMENT, **born, **changed}


def lost_phone(**changed: str) -> dict[str, str]:
    return {"login": NEWCOMER, "password": PASSWORD, "new_phone": "0569123456", **changed}


def begin(browser: Browser, run_jobs: RunJobs, path: str, values: dict[str, str]) -> str:
    """Send the first form and return the page for the code."""
    answer = browser.http.post(f"/en/recover/{path}", values)
    assert answer.status_code == 303, answer.content.decode()
    run_jobs()
    return str(answer["Location"])


def choose_new_password(browser: Browser, run_jobs: RunJobs, address: str = PHONE) -> Recovery:
    """Forget the password, prove the telephone or another address, choose another password."""
    page = begin(browser, run_jobs, "password", forgotten())
    answer = browser.http.post(page, {"code": code_to(address)})
    assert answer.status_code == 303, answer.content.decode()
    answer = browser.http.post(answer["Location"], {"password": NEW_PASSWORD})
    assert answer["Location"].endswith("/begun")
    assert "24 hours" not in browser.http.get(answer["Location"]).content.decode()
    return Recovery.objects.latest("created_at")


def tomorrow() -> datetime:
    return clock.now() + timedelta(hours=24, minutes=1)


def has_password(account: Account, password: str) -> bool:
    return wiring.password_hasher().matches(password=password, stored=fresh(account).password_hash)


# A forgotten password


def test_requirement_31_a_new_password_works_after_a_day_and_every_channel_is_told(
    browser: Browser, account: Account, population: Population, run_jobs: RunJobs
) -> None:
    token = redeem(browser.sign_in(NEWCOMER)).json()["access_token"]
    recovery = choose_new_password(browser, run_jobs)
    assert "recovering" in texts_to(EMAIL)[-1] or "يستعيد" in texts_to(EMAIL)[-1]
    assert link_to(PHONE)
    check_recovery(recovery.id, now=clock.now())
    finish_recovery(recovery.id, now=clock.now())
    assert has_password(account, PASSWORD)
    finish_recovery(recovery.id, now=tomorrow())
    assert has_password(account, NEW_PASSWORD)
    assert userinfo(token).status_code == 401
    assert not LoginSession.objects.filter(ended_at=None)


def test_requirement_31_the_link_in_the_notice_stops_the_recovery(
    browser: Browser, account: Account, population: Population, run_jobs: RunJobs
) -> None:
    recovery = choose_new_password(browser, run_jobs)
    Browser().http.post(link_to(EMAIL))
    check_recovery(recovery.id, now=clock.now())
    finish_recovery(recovery.id, now=tomorrow())
    assert has_password(account, PASSWORD)
    assert fresh(account).state == AccountState.LOCKED


def test_a_recovery_takes_effect_once(
    browser: Browser, account: Account, population: Population, run_jobs: RunJobs
) -> None:
    recovery = choose_new_password(browser, run_jobs)
    check_recovery(recovery.id, now=clock.now())
    before = len(SENT)
    for _ in range(3):
        finish_recovery(recovery.id, now=tomorrow())
    assert len(SENT) == before + 1


def test_a_document_that_the_register_does_not_know_recovers_nothing(
    browser: Browser, account: Account, population: Population, run_jobs: RunJobs
) -> None:
    page = begin(browser, run_jobs, "password", forgotten(document="999999999"))
    answer = browser.http.post(page, {"code": code_to(PHONE)})
    browser.http.post(answer["Location"], {"password": NEW_PASSWORD})
    recovery = Recovery.objects.get()
    check_recovery(recovery.id, now=clock.now())
    finish_recovery(recovery.id, now=tomorrow())
    assert has_password(account, PASSWORD)
    assert Recovery.objects.get().cancelled_at
    assert SecurityEvent.objects.filter(kind="recovery.refused").exists()


def test_while_the_register_is_silent_the_recovery_waits(
    browser: Browser, account: Account, population: Population, run_jobs: RunJobs
) -> None:
    population.is_down = True
    recovery = choose_new_password(browser, run_jobs)
    finish_recovery(recovery.id, now=tomorrow())
    assert has_password(account, PASSWORD)
    population.is_down = False
    check_recovery(recovery.id, now=tomorrow())
    finish_recovery(recovery.id, now=tomorrow())
    assert has_password(account, NEW_PASSWORD)


def test_requirement_26_who_was_seen_in_person_is_not_given_back_by_messages(
    browser: Browser, account: Account, run_jobs: RunJobs
) -> None:
    Account.objects.update(proofing=Proofing.IN_PERSON)
    page = begin(browser, run_jobs, "password", forgotten())
    answer = browser.http.post(page, {"code": code_to(PHONE)})
    assert answer.status_code == 403
    assert "in person" in answer.content.decode()
    assert browser.http.get(page.replace("/code", "/password")).status_code == 303
    assert Recovery.objects.get().proved_at is None


def test_requirement_26_a_new_number_and_its_code_alone_recover_nothing(
    browser: Browser, account: Account, run_jobs: RunJobs
) -> None:
    page = begin(browser, run_jobs, "phone", lost_phone())
    answer = browser.http.post(page, {"code": "000000", "code_of_new_phone": code_to(NEW_PHONE)})
    assert answer.status_code == 422
    assert Recovery.objects.get().proved_at is None


@pytest.mark.parametrize(
    "changed",
    [
        {"login": "900000001"},
        {"born_on_day": "18"},
        {"login": "0599888777"},
        {"login": "MOJ-0001"},
        {"login": "' OR 1=1 --"},
    ],
)
def test_requirement_23_guesses_look_like_the_holder_and_send_nothing(
    browser: Browser, account: Account, run_jobs: RunJobs, changed: dict[str, str]
) -> None:
    right, wrong = Browser(), Browser()
    pages = [
        begin(each, run_jobs, "password", values)
        for each, values in ((right, forgotten()), (wrong, forgotten(**changed)))
    ]
    assert len(SENT) == 1
    shown = [
        re.sub(r"[0-9a-f-]{36}|[A-Za-z0-9]{64}", "", each.http.get(page).content.decode())
        for each, page in zip((right, wrong), pages, strict=True)
    ]
    assert shown[0] == shown[1]
    answers = [
        [each.http.post(page, {"code": "12345"}).status_code for _ in range(6)]
        for each, page in zip((right, wrong), pages, strict=True)
    ]
    assert answers == [[422] * 6] * 2


def test_requirement_23_another_code_is_said_to_be_sent_to_everybody(browser: Browser, run_jobs: RunJobs) -> None:
    page = begin(browser, run_jobs, "password", forgotten(login="900000001"))
    answer = browser.http.post(f"{page}/again")
    assert answer["Location"].endswith("?sending=sent")
    assert browser.http.get(answer["Location"]).status_code == 200


def test_requirement_24_recoveries_of_one_number_are_limited_and_nobody_is_told(
    account: Account, run_jobs: RunJobs
) -> None:
    for _ in range(7):
        begin(Browser(), run_jobs, "password", forgotten())
        ContactCode.objects.all().delete()
    assert len(texts_to(PHONE)) == 5


def test_recoveries_from_one_network_are_limited(browser: Browser) -> None:
    answers = [browser.http.post("/recover/password", forgotten()).status_code for _ in range(21)]
    assert answers == [303] * 20 + [429]


def test_a_new_number_does_not_serve_the_recovery_of_the_same_day(
    browser: Browser, account: Account, run_jobs: RunJobs
) -> None:
    account.contact_changes.create(channel="phone", old=PHONE, changed_at=clock.now())
    Account.objects.update(phone="")
    begin(browser, run_jobs, "password", forgotten())
    assert texts_to(PHONE)


def test_a_lock_of_the_holder_ends_with_the_recovery_and_an_officials_does_not(
    browser: Browser, account: Account, population: Population, run_jobs: RunJobs
) -> None:
    lock_account(account, reason=LockReason.HOLDER, actor="x", now=clock.now())
    recovery = choose_new_password(browser, run_jobs, account.email)
    check_recovery(recovery.id, now=clock.now())
    finish_recovery(recovery.id, now=tomorrow())
    assert fresh(account).state == AccountState.ACTIVE
    lock_account(fresh(account), reason=LockReason.OFFICIAL, actor="x", now=clock.now())
    before = len(texts_to(PHONE))
    begin(Browser(), run_jobs, "password", forgotten())
    assert len(texts_to(PHONE)) == before


def test_a_weak_password_is_refused_and_second_clicks_are_one(
    browser: Browser, account: Account, population: Population, run_jobs: RunJobs
) -> None:
    page = begin(browser, run_jobs, "password", forgotten())
    code = code_to(PHONE)
    answers = [browser.http.post(page, {"code": code}) for _ in range(2)]
    assert [each.status_code for each in answers] == [303, 303]
    password_page = answers[0]["Location"]
    assert browser.http.post(password_page, {"password": "short"}).status_code == 422
    assert [browser.http.post(password_page, {"password": NEW_PASSWORD}).status_code for _ in range(2)] == [303, 303]
    assert len([text for text in texts_to(EMAIL) if "/not-me/" in text]) == 1


# A new telephone


def test_a_new_telephone_takes_the_password_and_the_e_mail_and_a_day(
    browser: Browser, account: Account, run_jobs: RunJobs
) -> None:
    page = begin(browser, run_jobs, "phone", lost_phone())
    codes = {"code": code_to(EMAIL), "code_of_new_phone": code_to(NEW_PHONE)}
    answer = browser.http.post(page, codes)
    assert answer["Location"].endswith("/begun")
    assert fresh(account).phone == PHONE
    assert link_to(PHONE)
    finish_recovery(Recovery.objects.get().id, now=tomorrow())
    assert fresh(account).phone == NEW_PHONE
    assert has_password(account, PASSWORD)


def test_a_wrong_second_code_leaves_the_first_proved(browser: Browser, account: Account, run_jobs: RunJobs) -> None:
    page = begin(browser, run_jobs, "phone", lost_phone())
    wrong = browser.http.post(page, {"code": code_to(EMAIL), "code_of_new_phone": "000000"})
    assert wrong.status_code == 422
    right = browser.http.post(page, {"code": "anything", "code_of_new_phone": code_to(NEW_PHONE)})
    assert right.status_code == 303


@pytest.mark.parametrize("changed", [{"password": "wrong-password"}, {"login": "900000001"}])
def test_without_the_password_no_code_is_sent_and_the_page_is_the_same(
    browser: Browser, account: Account, run_jobs: RunJobs, changed: dict[str, str]
) -> None:
    page = begin(browser, run_jobs, "phone", lost_phone(**changed))
    assert not SENT
    assert browser.http.get(page).status_code == 200


# A stolen telephone


def test_a_stolen_telephone_is_locked_out_by_the_password_alone(browser: Browser, account: Account) -> None:
    values = {"login": NEWCOMER, "password": PASSWORD}
    assert browser.http.post("/en/recover/stolen", values)["Location"] == "/en/recover/stolen/asked"
    assert fresh(account).state == AccountState.LOCKED


@pytest.mark.parametrize("values", [{"login": NEWCOMER, "password": "x"}, {"login": "900000001", "password": PASSWORD}])
def test_a_wrong_password_locks_nobody_and_is_answered_alike(
    browser: Browser, account: Account, values: dict[str, str]
) -> None:
    assert browser.http.post("/en/recover/stolen", values)["Location"] == "/en/recover/stolen/asked"
    assert fresh(account).state == AccountState.ACTIVE


# Everything lost


def handed(given: str, **changed: str) -> dict[str, str]:
    return {"login": NEWCOMER, "code": given, "password": NEW_PASSWORD, **changed}


def test_the_code_of_an_official_opens_the_account_at_once_and_once(browser: Browser, account: Account) -> None:
    code = issue_paper_code(account, purpose=PaperPurpose.RECOVERY, now=clock.now())
    typed = code.lower().replace("-", " ").replace("0", "o")
    answers: list[Any] = [browser.http.post("/en/recover/in-person", handed(typed)) for _ in range(2)]
    assert [each.status_code for each in answers] == [303, 303]
    assert has_password(account, NEW_PASSWORD)
    PaperCode.objects.update(used_at=clock.now() - timedelta(minutes=2))
    assert browser.http.post("/en/recover/in-person", handed(code)).status_code == 422


@pytest.mark.parametrize("changed", [{"login": "900000001"}, {"code": "AAAAA-AAAAA"}, {"code": ""}, {"password": "x"}])
def test_a_wrong_number_code_or_password_opens_nothing(
    browser: Browser, account: Account, changed: dict[str, str]
) -> None:
    code = issue_paper_code(account, purpose=PaperPurpose.RECOVERY, now=clock.now())
    assert browser.http.post("/en/recover/in-person", handed(code, **changed)).status_code == 422
    assert has_password(account, PASSWORD)


def test_a_handed_code_has_five_tries_and_a_day(browser: Browser, account: Account) -> None:
    code = issue_paper_code(account, purpose=PaperPurpose.RECOVERY, now=clock.now())
    for _ in range(5):
        browser.http.post("/en/recover/in-person", handed("AAAAA-AAAAA"))
    assert browser.http.post("/en/recover/in-person", handed(code)).status_code == 422
    code = issue_paper_code(account, purpose=PaperPurpose.RECOVERY, now=clock.now() - timedelta(hours=25))
    assert browser.http.post("/en/recover/in-person", handed(code)).status_code == 422


@pytest.mark.parametrize(
    "path", ["", "/password", "/phone", "/stolen", "/in-person", "/stolen/asked", "/in-person/done"]
)
def test_every_page_opens_in_both_languages(browser: Browser, path: str) -> None:
    for prefix in ("", "/en"):
        assert browser.http.get(f"{prefix}/recover{path}").status_code == 200


@pytest.mark.parametrize("path", ["code", "password", "begun"])
def test_pages_belong_to_the_browser_that_began(
    browser: Browser, account: Account, run_jobs: RunJobs, path: str
) -> None:
    page = begin(browser, run_jobs, "password", forgotten()).replace("/code", f"/{path}")
    assert Browser().http.get(page).status_code == 410
