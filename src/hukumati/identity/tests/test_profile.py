"""What the holder changes: telephone, e-mail, language, password; each after a recent sign-in, each told."""

from datetime import timedelta

import pytest

from hukumati.core import clock
from hukumati.identity import wiring
from hukumati.identity.models import Account, Channel, ContactCode, LoginSession
from hukumati.identity.tests import account_visits
from hukumati.identity.tests.account_visits import SENT, code_to, fresh, link_to, signed_in, text_to, texts_to
from hukumati.identity.tests.browser import PASSWORD, Browser
from hukumati.identity.use_cases.profile import recovery_address

pytestmark = pytest.mark.django_db
OLD, NEW = "+970599000112", "+970569123456"
PHONE, PHONE_CODE = "/en/account/details/phone", "/en/account/details/phone/code"
PASSWORD_PAGE = "/en/account/details/password"


@pytest.fixture(autouse=True)
def _read_along(monkeypatch: pytest.MonkeyPatch) -> None:
    account_visits.read_along(monkeypatch)


@pytest.fixture
def account(browser: Browser) -> Account:
    return signed_in(browser).account


def change_phone(browser: Browser, number: str = "0569 123 456") -> str:
    """Ask for a new number and return the code that was sent there."""
    assert browser.http.post(PHONE, {"address": number})["Location"] == PHONE_CODE
    return code_to(NEW)


def test_the_details_show_what_the_state_knows(browser: Browser, account: Account) -> None:
    page = browser.http.get("/en/account/details").content.decode()
    assert all(text in page for text in ("Layla Zaytouni", "400000006", OLD, "layla@example.test"))


def test_a_new_number_counts_once_its_code_came_back(browser: Browser, account: Account) -> None:
    code = change_phone(browser)
    assert fresh(account).phone == OLD
    answer = browser.http.post(PHONE_CODE, {"code": code})
    assert (answer.status_code, answer["Location"]) == (303, "/en/account/details?done=phone")
    assert fresh(account).phone == NEW
    assert "phone number" in browser.http.get(answer["Location"]).content.decode()


def test_a_second_click_on_the_code_changes_and_tells_nothing_more(browser: Browser, account: Account) -> None:
    code = change_phone(browser)
    answers = [browser.http.post(PHONE_CODE, {"code": code}) for _ in range(2)]
    assert [each["Location"] for each in answers] == ["/en/account/details?done=phone"] * 2
    assert len(texts_to(OLD)) == 1
    assert fresh(account).contact_changes.count() == 1


def test_requirement_31_the_old_number_is_told_and_serves_recovery_for_a_day(
    browser: Browser, account: Account
) -> None:
    browser.http.post(PHONE_CODE, {"code": change_phone(browser)})
    assert "http://id.localhost:8001/not-me/" in text_to(OLD)
    assert texts_to("layla@example.test")
    now = clock.now()
    assert recovery_address(fresh(account), channel=Channel.PHONE, now=now) == OLD
    assert recovery_address(fresh(account), channel=Channel.PHONE, now=now + timedelta(hours=25)) == NEW


def test_two_changes_in_a_day_leave_the_first_number_for_recovery(browser: Browser, account: Account) -> None:
    browser.http.post(PHONE_CODE, {"code": change_phone(browser)})
    browser.http.post(PHONE, {"address": "0599777888"})
    browser.http.post(PHONE_CODE, {"code": code_to("+970599777888")})
    assert fresh(account).phone == "+970599777888"
    assert recovery_address(fresh(account), channel=Channel.PHONE, now=clock.now()) == OLD


def test_requirement_25_a_code_has_five_tries_and_belongs_to_its_session(browser: Browser, account: Account) -> None:
    code = change_phone(browser)
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    answers = [browser.http.post(PHONE_CODE, {"code": wrong}).status_code for _ in range(5)]
    assert answers == [422] * 5
    assert "no longer valid" in browser.http.post(PHONE_CODE, {"code": code}).content.decode()
    assert fresh(account).phone == OLD


def test_another_session_cannot_use_the_code(browser: Browser, account: Account) -> None:
    code = change_phone(browser)
    other = Browser()
    signed_in(other)
    assert other.http.post(PHONE_CODE, {"code": code}).status_code == 422


@pytest.mark.parametrize("typed", ["", "0", "02 298 7654", "abc", "+970", "9" * 59, "<script>", "059\x00"])
def test_what_is_no_mobile_number_is_refused_and_kept(browser: Browser, account: Account, typed: str) -> None:
    answer = browser.http.post(PHONE, {"address": typed})
    assert answer.status_code == 422
    assert not SENT


@pytest.mark.parametrize("typed", ["", "layla", "a@b", "@", "x" * 700 + "@example.test", "a b@example.test"])
def test_what_is_no_address_is_refused(browser: Browser, account: Account, typed: str) -> None:
    assert browser.http.post("/en/account/details/email", {"address": typed}).status_code == 422
    assert not SENT


def test_an_address_is_changed_the_same_way(browser: Browser, account: Account) -> None:
    browser.http.post("/en/account/details/email", {"address": "Layla <new@Example.test>"})
    answer = browser.http.post("/en/account/details/email/code", {"code": code_to("new@example.test")})
    assert answer["Location"] == "/en/account/details?done=email"
    assert fresh(account).email == "new@example.test"
    assert texts_to("layla@example.test")


def test_codes_to_one_number_are_limited(browser: Browser, account: Account) -> None:
    for _ in range(8):
        browser.http.post(PHONE, {"address": NEW})
        ContactCode.objects.all().delete()
    assert len(texts_to(NEW)) == 6


def test_messages_come_in_the_language_that_was_chosen(browser: Browser, account: Account) -> None:
    answer = browser.http.post("/en/account/details/language", {"language": "en"})
    assert answer["Location"] == "/en/account/details?done=language"
    browser.http.post(PASSWORD_PAGE, {"password": "olives and thyme"})
    assert text_to(OLD).startswith("The password of your Hukumati account was changed.")
    assert browser.http.post("/en/account/details/language", {"language": "fr"}).status_code == 422


def test_a_new_password_signs_out_every_other_device(browser: Browser, account: Account) -> None:
    other = Browser()
    other.sign_in()
    answer = browser.http.post(PASSWORD_PAGE, {"password": "olives and thyme"})
    assert answer["Location"] == "/en/account/details?done=password"
    assert LoginSession.objects.filter(ended_at=None).count() == 1
    assert browser.http.get("/en/account").status_code == 200
    hasher = wiring.password_hasher()
    assert hasher.matches(password="olives and thyme", stored=fresh(account).password_hash)


def test_a_second_click_on_a_new_password_tells_nothing_more(browser: Browser, account: Account) -> None:
    for _ in range(2):
        assert browser.http.post(PASSWORD_PAGE, {"password": "olives and thyme"}).status_code == 303
    assert len(texts_to(OLD)) == 1


@pytest.mark.parametrize(
    "password", ["short", "password123", "400000006", "layla@example.test", "x" * 257, "0599000112"]
)
def test_requirement_21_an_easy_password_is_refused(browser: Browser, account: Account, password: str) -> None:
    if password == "0599000112":
        password = "599000112"
    assert browser.http.post(PASSWORD_PAGE, {"password": password}).status_code == 422
    assert wiring.password_hasher().matches(password=PASSWORD, stored=fresh(account).password_hash)


@pytest.mark.parametrize("page", [PHONE, PHONE_CODE, "/en/account/details/email", PASSWORD_PAGE])
def test_requirement_29_who_signed_in_long_ago_proves_again_who_they_are(
    browser: Browser, account: Account, page: str
) -> None:
    LoginSession.objects.update(auth_time=clock.now() - timedelta(minutes=11))
    for answer in (browser.http.get(page), browser.http.post(page, {"address": NEW, "password": "olives and thyme"})):
        assert answer.status_code == 303
        assert "/sign-in/" in answer["Location"]
    assert not SENT


def test_the_link_in_a_notice_locks_the_account_and_ends_all(browser: Browser, account: Account) -> None:
    browser.http.post(PHONE_CODE, {"code": change_phone(browser)})
    link, stranger = link_to(OLD), Browser()
    assert stranger.http.get(link).status_code == 200
    assert fresh(account).state == "active"
    answers = [stranger.http.post(link) for _ in range(2)]
    assert [(each.status_code, each["Location"]) for each in answers] == [(303, "/locked")] * 2
    assert fresh(account).state == "locked"
    assert "/sign-in/" in browser.http.get("/en/account")["Location"]
    assert fresh(account).locks.count() == 1


def test_a_link_that_is_old_or_made_up_locks_nobody(browser: Browser, account: Account) -> None:
    assert browser.http.post(f"/not-me/{'x' * 43}").status_code == 410
    assert browser.http.get("/not-me/short").status_code == 404
