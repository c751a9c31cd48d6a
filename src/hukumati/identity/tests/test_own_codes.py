"""Codes that people have already: from an app, from a printed sheet, recovery codes (requirements 23, 24, 25, 29)."""

import re
import threading
from datetime import timedelta
from typing import Any

import pyotp
import pytest
from django.db import connections

from hukumati.core import clock
from hukumati.core.audit import list_entries
from hukumati.identity.domain.accounts import Staff
from hukumati.identity.domain.written_codes import SHEET_CODES, new_recovery_codes, new_sheet_codes
from hukumati.identity.models import (
    Account,
    CodeSheet,
    LoginSession,
    OneTimeCode,
    RecoveryCode,
    SheetCode,
    TotpSecret,
)
from hukumati.identity.tests.account_visits import read_along, text_to, texts_to
from hukumati.identity.tests.browser import LAYLA, Browser, open_account, query_of
from hukumati.identity.tests.moments import NOON
from hukumati.identity.tests.test_second_clicks import twin
from hukumati.identity.use_cases.totp import redeem_totp
from hukumati.identity.use_cases.written_codes import issue_code_sheet, make_recovery_codes, redeem_recovery_code

pytestmark = pytest.mark.django_db
APP, LIST = "/en/account/factors/app", "/en/account/factors"
KINDS = ("app", "sheet", "recovery-code")
KARIM = "410001101"


@pytest.fixture(autouse=True)
def _messages_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reads what Layla is told, in English."""
    read_along(monkeypatch)


def layla() -> Account:
    """Return Layla's account, to whom is written in English."""
    Account.objects.update(language="en")
    return Account.objects.get(is_staff=False)


def add_app(account: Account, *, now: Any = None) -> pyotp.TOTP:
    """Give an account an app that is confirmed, and return it."""
    secret = pyotp.random_base32()
    moment = now or clock.now()
    TotpSecret.objects.create(account=account, secret=secret, created_at=moment, confirmed_at=moment)
    return pyotp.TOTP(secret)


def at_the_code(browser: Browser, **changed: str | None) -> tuple[str, str]:
    """Give the password, and return the address of the sign-in and of the page that followed."""
    page = browser.begin(**changed)
    return page, str(browser.give_password(page)["Location"])


def give(browser: Browser, address: str, code: str) -> Any:
    """Send a code."""
    return browser.http.post(address, {"code": code})


def sign_in_by(browser: Browser, app: pyotp.TOTP) -> None:
    """Sign in with the code of an app."""
    assert give(browser, at_the_code(browser)[1], app.now()).status_code == 303


# Apps


def test_an_app_is_added_by_its_code_and_then_asked_for_after_the_password(browser: Browser) -> None:
    account = layla()
    browser.sign_in()
    page = browser.http.get(APP).content.decode()
    secret = re.search(r'<code class="hk-code" dir="ltr">([A-Z2-7 ]{30,})</code>', page)
    assert secret
    assert "data:image/svg+xml;base64," in page
    app = pyotp.TOTP(secret[1].replace(" ", ""))
    assert browser.http.get(APP).content.decode().count(secret[1]) == 1, "the same when the page is opened again"
    assert give(browser, APP, "000000" if app.now() != "000000" else "000001").status_code == 422
    assert at_the_code(Browser())[1].endswith("/code"), "not confirmed yet"
    assert give(browser, APP, app.now()).status_code == 303
    assert "authenticator app was added" in text_to("+970599000112") == text_to("layla@example.test")
    assert list_entries(subject=f"person:{LAYLA}")[-1].action == "identity.totp_added"
    sent = OneTimeCode.objects.count()
    other = Browser()
    address = at_the_code(other)[1]
    assert address.endswith("/app")
    assert OneTimeCode.objects.count() == sent, "no SMS where an app is asked"
    TotpSecret.objects.update(last_step=0)
    assert give(other, address, app.now()).status_code == 303
    assert LoginSession.objects.latest("auth_time").amr == ["pwd", "otp"]
    assert account.totp_secret.secret == app.secret


def test_the_secret_is_stored_encrypted_and_never_shown_again(browser: Browser) -> None:
    app = add_app(layla())
    (stored,) = TotpSecret.objects.extra(select={"raw": "secret || ''"}).values_list("raw", flat=True)
    assert app.secret not in stored
    sign_in_by(browser, app)
    assert app.secret not in browser.http.get(APP).content.decode()


def test_requirement_25_a_code_of_an_app_is_accepted_once_and_one_step_around(browser: Browser) -> None:
    account = layla()
    app = add_app(account, now=NOON)

    def redeem(steps: int, *, at: int = 0) -> bool:
        code = app.at(NOON + timedelta(seconds=30 * steps))
        return redeem_totp(account, typed=code, now=NOON + timedelta(seconds=30 * at))

    assert [redeem(-2), redeem(2)] == [False, False]
    assert redeem(-1)
    assert not redeem(-1)
    assert redeem(1)
    assert not redeem(0), "older than one that was accepted"
    assert redeem(1, at=1) is False
    assert redeem(3, at=2)


def test_arabic_digits_and_spaces_are_understood(browser: Browser) -> None:
    app = add_app(layla())
    address = at_the_code(browser)[1]
    code = app.now().translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert give(browser, address, f" {code[:3]} {code[3:]}").status_code == 303


@pytest.mark.django_db(transaction=True)
def test_requirement_25_of_two_browsers_with_one_code_one_gets_in(browser: Browser) -> None:
    app = add_app(layla())
    rivals = [(each, at_the_code(each)[1]) for each in (Browser(), Browser(), Browser())]
    code, answers = app.now(), []

    def type_code(rival: Browser, address: str) -> None:
        answers.append(give(rival, address, code).status_code)
        connections.close_all()

    threads = [threading.Thread(target=type_code, args=rival) for rival in rivals]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(answers) == [303, 422, 422]


def test_a_second_click_on_the_code_of_an_app_signs_in_as_the_first(browser: Browser) -> None:
    app = add_app(layla())
    address = at_the_code(browser)[1]
    second, code = twin(browser), app.now()
    assert [give(each, address, code).status_code for each in (browser, second)] == [303, 303]
    assert LoginSession.objects.count() == 1


def test_an_app_is_removed_and_the_sms_asked_for_again(browser: Browser) -> None:
    app = add_app(layla())
    sign_in_by(browser, app)
    assert browser.http.post(APP, {"remove": "1"}).status_code == 303
    assert browser.http.post(APP, {"remove": "1"}).status_code == 303
    assert "app was removed" in text_to("layla@example.test")
    assert at_the_code(Browser())[1].endswith("/code")


# Recovery codes


def test_recovery_codes_are_shown_once_and_each_works_once(browser: Browser) -> None:
    account = layla()
    browser.sign_in()
    assert browser.http.get(f"{LIST}/recovery-codes").status_code == 200
    page = browser.http.post(f"{LIST}/recovery-codes")
    codes = re.findall(r'<bdi dir="ltr">([2-9A-Z]{5}-[2-9A-Z]{5})</bdi>', page.content.decode())
    assert len(set(codes)) == 10
    assert page["Cache-Control"] == "private, no-store"
    assert "New recovery codes" in text_to("layla@example.test")
    assert codes[0] not in browser.http.get(f"{LIST}/recovery-codes").content.decode()
    assert "You have 10 codes left." in browser.http.get(LIST).content.decode()
    other = Browser()
    page_of, _ = at_the_code(other)
    assert give(other, f"{page_of}/recovery-code", codes[0].lower().replace("-", " ")).status_code == 303
    assert any("with a recovery code" in text for text in texts_to("layla@example.test"))
    assert LoginSession.objects.latest("auth_time").amr == ["pwd", "recovery"]
    again = Browser()
    page_of, _ = at_the_code(again)
    assert give(again, f"{page_of}/recovery-code", codes[0]).status_code == 422
    make_recovery_codes(account, now=clock.now())
    assert not redeem_recovery_code(account, typed=codes[1], now=clock.now()), "made anew"


def test_codes_on_paper_are_stored_as_keyed_digests_of_their_account(browser: Browser) -> None:
    account = layla()
    code = make_recovery_codes(account, now=NOON)[0]
    open_account(KARIM, phone="+970599000199")
    karim = Account.objects.exclude(id=account.id).get()
    assert not redeem_recovery_code(karim, typed=code, now=NOON)
    assert all(code.encode() not in bytes(each.digest) for each in RecoveryCode.objects.all())


def test_written_codes_have_enough_bits_and_no_letters_that_look_alike() -> None:
    codes = [code for _ in range(20) for code in new_recovery_codes()]
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch(r"[2-9A-HJKMNP-TV-Z]{5}-[2-9A-HJKMNP-TV-Z]{5}", code) for code in codes)
    sheet = new_sheet_codes()
    assert len(set(sheet)) == SHEET_CODES
    assert all(re.fullmatch(r"\d{4} \d{4}", code) for code in sheet)


# Sheets


def test_a_sheet_is_used_in_its_order_and_the_page_asks_for_the_number(browser: Browser) -> None:
    account = layla()
    codes = issue_code_sheet(account, official="staff:MOI-0001", now=clock.now())
    assert "sheet of printed codes" in text_to("+970599000112")
    for number in (1, 2):
        other = Browser()
        page, _ = at_the_code(other)
        shown = other.http.get(f"/en{page}/sheet").content.decode()
        assert f"Enter code number {number}," in shown
        assert give(other, f"{page}/sheet", codes[number]).status_code == 422, "out of order"
        assert give(other, f"{page}/sheet", codes[number - 1]).status_code == 303
    assert SheetCode.objects.filter(used_at=None).count() == SHEET_CODES - 2


def test_a_new_sheet_makes_the_old_one_void(browser: Browser) -> None:
    account = layla()
    old = issue_code_sheet(account, official="staff:MOI-0001", now=clock.now())
    new = issue_code_sheet(account, official="staff:MOI-0001", now=clock.now())
    page, _ = at_the_code(browser)
    if old[0] != new[0]:
        assert give(browser, f"{page}/sheet", old[0]).status_code == 422
    assert give(browser, f"{page}/sheet", new[0]).status_code == 303
    assert CodeSheet.objects.filter(revoked_at=None).count() == 1


def test_without_a_phone_the_sheet_is_asked_for_after_the_password(browser: Browser) -> None:
    account = layla()
    issue_code_sheet(account, official="staff:MOI-0001", now=clock.now())
    Account.objects.update(phone="")
    assert at_the_code(browser)[1].endswith("/sheet")


def counter(login: str = "MOI-0001", *roles: str) -> Browser:
    """Return the browser of an official."""
    open_account(login, staff=Staff(login, "moi", "MOI-RAM", frozenset(roles)))
    official = Browser()
    official.sign_in(login)
    return official


def test_a_registrar_prints_a_sheet_for_the_person_at_the_counter(browser: Browser) -> None:
    layla()
    official = counter("MOI-0001", "registrar")
    Account.objects.filter(is_staff=True).update(id_number="923456784")
    assert official.http.get("/en/counter/code-sheets").status_code == 200
    assert official.http.post("/en/counter/code-sheets", {"id_number": LAYLA}).status_code == 422, "not seen"
    unknown = official.http.post("/en/counter/code-sheets", {"id_number": "907778880", "seen": "on"})
    assert unknown.status_code == 422
    printed = official.http.post("/en/counter/code-sheets", {"id_number": "٤٠٠ ٠٠٠ ٠٠٦", "seen": "on"})
    codes = re.findall(r'<bdi dir="ltr">(\d{4} \d{4})</bdi>', printed.content.decode())
    assert len(codes) == SHEET_CODES
    page, _ = at_the_code(browser)
    assert give(browser, f"{page}/sheet", codes[0]).status_code == 303
    issued = [entry for entry in list_entries(subject=f"person:{LAYLA}") if entry.action.endswith("sheet_issued")]
    assert [entry.actor for entry in issued] == ["staff:MOI-0001"]


def test_nobody_else_prints_sheets_and_no_official_one_for_themself(browser: Browser) -> None:
    layla()
    browser.sign_in()
    clerk, registrar = counter("MOI-0002", "clerk"), counter("MOI-0001", "registrar")
    Account.objects.filter(is_staff=True).update(id_number=LAYLA)
    asked = {"id_number": LAYLA, "seen": "on"}
    answers = [each.http.post("/en/counter/code-sheets", asked).status_code for each in (browser, clerk, registrar)]
    assert answers == [403, 403, 422]
    assert not CodeSheet.objects.exists()


# What a guesser learns


def _plain(answer: Any) -> tuple[int, str]:
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"|[0-9a-f]{8}-[0-9a-f-]{27}', "", answer.content.decode())
    return answer.status_code, re.sub(r"number \d+|رقم \d+", "", text)


@pytest.mark.parametrize("kind", KINDS)
def test_requirement_23_a_veiled_sign_in_shows_neither_account_nor_password_nor_factors(
    browser: Browser, kind: str
) -> None:
    account = layla()
    stranger = Browser()
    for n in range(10):
        stranger.give_password(stranger.begin(), password=f"guess-{n}")
    answers = []
    for password, has in (("guess", False), ("zaytoun-2026", False), ("guess", True), ("zaytoun-2026", True)):
        if has and not TotpSecret.objects.exists():
            add_app(account)
            make_recovery_codes(account, now=clock.now())
            issue_code_sheet(account, official="staff:MOI-0001", now=clock.now())
        page = stranger.begin()
        assert stranger.give_password(page, password=password)["Location"] == f"{page}/code"
        pages = [stranger.http.get(f"{page}/other"), stranger.http.get(f"{page}/{kind}")]
        tries = [give(stranger, f"{page}/{kind}", "12345678") for _ in range(6)]
        assert [each.status_code for each in tries] == [422] * 5 + [429]
        answers.append([_plain(each) for each in (*pages, *tries)])
    assert answers[0] == answers[1] == answers[2] == answers[3]


def test_requirement_23_the_other_ways_are_the_same_whatever_the_account_has(browser: Browser) -> None:
    account = layla()

    def listed() -> tuple[int, str]:
        page, _ = at_the_code(browser)
        return _plain(browser.http.get(f"{page}/other"))

    before = listed()
    add_app(account)
    make_recovery_codes(account, now=clock.now())
    assert listed() == before


def test_a_right_code_completes_a_veiled_sign_in(browser: Browser) -> None:
    app = add_app(layla())
    for n in range(11):
        browser.give_password(browser.begin(), password=f"guess-{n}")
    page, address = at_the_code(browser)
    assert address == f"{page}/code"
    assert give(browser, f"{page}/app", app.now()).status_code == 303


@pytest.mark.parametrize("kind", KINDS)
def test_requirement_24_codes_have_five_tries_in_a_sign_in_and_twenty_a_day(browser: Browser, kind: str) -> None:
    account = layla()
    app = add_app(account)
    right = {
        "app": app.now(),
        "sheet": issue_code_sheet(account, official="staff:MOI-0001", now=clock.now())[0],
        "recovery-code": make_recovery_codes(account, now=clock.now())[0],
    }[kind]
    for _ in range(4):
        page, _ = at_the_code(browser)
        assert [give(browser, f"{page}/{kind}", "abc").status_code for _ in range(6)] == [422] * 5 + [429]
    page, _ = at_the_code(browser)
    assert give(browser, f"{page}/{kind}", right).status_code == 422, "after twenty wrong ones"
    browser.http.post(f"{page}/code/again")
    assert browser.give_code(page).status_code == 303, "another factor is not shut out"
    known, _ = at_the_code(browser, prompt="login")
    TotpSecret.objects.update(last_step=0)
    assert give(browser, f"{known}/{kind}", right).status_code == 303, "a known device has its own counter"


@pytest.mark.parametrize("kind", [*KINDS, "other"])
def test_the_pages_of_codes_ask_for_the_password_first(browser: Browser, kind: str) -> None:
    page = browser.begin()
    assert browser.http.get(f"{page}/{kind}")["Location"] == page


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("typed", ["", "<script>", "\x00", "9" * 5000, "١٢", "' OR 1=1"])
def test_hostile_codes_break_nothing(browser: Browser, kind: str, typed: str) -> None:
    add_app(layla())
    page, _ = at_the_code(browser)
    assert give(browser, f"{page}/{kind}", typed).status_code == 422


@pytest.mark.parametrize("path", [APP, f"{LIST}/recovery-codes"])
def test_requirement_29_factors_are_changed_only_after_a_recent_sign_in(browser: Browser, path: str) -> None:
    layla()
    browser.sign_in()
    LoginSession.objects.update(auth_time=clock.now() - timedelta(minutes=11))
    for answer in (browser.http.get(path), browser.http.post(path), browser.http.post(path, {"remove": "1"})):
        assert "/sign-in/" in answer["Location"]
    assert not RecoveryCode.objects.exists()


def test_sms_is_sent_from_the_other_ways_when_an_app_is_asked_for(browser: Browser) -> None:
    add_app(layla())
    page, address = at_the_code(browser)
    assert address == f"{page}/app"
    assert query_of(browser.http.post(f"{page}/code/again"))["sending"] == "sent"
    assert browser.give_code(page).status_code == 303
