"""Wrong and hostile sign-ins, on the pages of the running platform."""

import pytest

from hukumati.project.run.platform import Platform
from tests.browserless import Page
from tests.journeys.conftest import Newcomer
from tests.journeys.database import change
from tests.people import PASSWORD, Citizen, code_in, messages_to, wait_for

pytestmark = pytest.mark.platform
NOUR, IMAN, ABDULLAH_WHO_DIED, SALMA_THE_CHILD = "815556600", "407778802", "923456784", "401234562"
NOBODY = "907778880"
WRONG = "الرقم أو كلمة المرور غير صحيح"


def _try_password(person: Citizen, login: str, password: str = PASSWORD) -> Page:
    person.open("/sign-in")
    return person.browser.submit(holding="login", login=login, password=password)


def _at_the_code(visitor: Newcomer, id_number: str) -> tuple[Citizen, str]:
    """Return a person who has entered the password, and the code that came."""
    person = visitor(id_number)
    before = len(messages_to(person.platform, person.phone))
    _try_password(person, id_number)
    message = wait_for("the code", lambda: messages_to(person.platform, person.phone)[before:])[-1]
    return person, code_in(message["text"])


def _type_code(person: Citizen, code: str) -> Page:
    return person.browser.submit(holding="code", code=code)


def _is_signed_in(person: Citizen) -> bool:
    return person.open("/applications/").url.endswith("/applications/")


def test_unknown_wrong_and_dead_people_read_the_same(visitor: Newcomer) -> None:
    stranger = visitor(NOUR)
    pages = [
        _try_password(stranger, NOUR, "not the password"),
        _try_password(stranger, NOBODY),
        _try_password(stranger, SALMA_THE_CHILD),
        _try_password(stranger, ABDULLAH_WHO_DIED),
        _try_password(stranger, "' OR 1=1 --"),
    ]
    assert {page.status for page in pages} == {422}
    alerts = {" ".join(page.html.xpath("//*[@role='alert']")[0].text_content().split()) for page in pages}
    assert len(alerts) == 1
    assert WRONG in alerts.pop()
    assert not _is_signed_in(stranger)


def test_a_wrong_code_does_not_open_and_the_right_one_still_does(visitor: Newcomer) -> None:
    person, code = _at_the_code(visitor, NOUR)
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    for typed in (wrong, "abc", "١٢٣", ""):
        assert _type_code(person, typed).status == 422
    _type_code(person, code)
    assert _is_signed_in(person)


def test_after_five_wrong_codes_the_right_one_is_worth_nothing(visitor: Newcomer) -> None:
    person, code = _at_the_code(visitor, NOUR)
    for guess in range(5):
        _type_code(person, f"{(int(code) + 1 + guess) % 1_000_000:06d}")
    assert "لم يعد" in _type_code(person, code).text
    assert not _is_signed_in(person)


def test_a_code_whose_time_is_over_does_not_open(platform: Platform, visitor: Newcomer) -> None:
    person, code = _at_the_code(visitor, NOUR)
    sql = "UPDATE identity_one_time_code SET expires_at = now() - interval '1 second' WHERE used_at IS NULL"
    assert change(platform, sql) >= 1
    assert _type_code(person, code).status == 422
    assert not _is_signed_in(person)


def test_a_code_works_once_and_in_the_browser_that_asked(visitor: Newcomer) -> None:
    person, code = _at_the_code(visitor, NOUR)
    page = person.page.url
    thief = visitor(NOUR)
    assert thief.browser.get(page).status == 410
    _type_code(person, code)
    assert _is_signed_in(person)
    other, _ = _at_the_code(visitor, NOUR)
    assert _type_code(other, code).status == 422
    assert not _is_signed_in(other)


def test_the_session_is_a_new_one_after_signing_in(visitor: Newcomer) -> None:
    person, planted = visitor(IMAN), "a" * 32
    person.browser.client.cookies.set("session", planted, domain="portal.localhost")
    person.sign_in()
    assert person.browser.client.cookies.get("session", domain="portal.localhost") != planted
    thief = visitor(IMAN)
    thief.browser.client.cookies.set("session", planted, domain="portal.localhost")
    assert not _is_signed_in(thief)


def test_signing_out_ends_it_for_whoever_kept_the_cookie(newcomer: Newcomer, visitor: Newcomer) -> None:
    person = newcomer(IMAN)
    kept = person.browser.client.cookies.get("session", domain="portal.localhost")
    assert kept
    form = person.page.html.xpath("//form[contains(@action, 'sign-out')]")[0]
    person.browser.post(person.url("/sign-out"), dict(form.form_values()))
    thief = visitor(IMAN)
    thief.browser.client.cookies.set("session", kept, domain="portal.localhost")
    assert not _is_signed_in(thief)


def test_cookies_are_for_the_server_alone_and_no_personal_page_is_kept(newcomer: Newcomer) -> None:
    person = newcomer(IMAN)
    cookies = list(person.browser.client.cookies.jar)
    assert len({cookie.domain for cookie in cookies}) == 2  # the portal's and the provider's hosts, apart
    for cookie in cookies:
        assert cookie.has_nonstandard_attr("HttpOnly"), cookie.name
        assert cookie.get_nonstandard_attr("SameSite") in {"Lax", "Strict"}, cookie.name
    headers = person.open("/applications/").response.headers
    assert "no-store" in headers["cache-control"]
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
