"""Where a site wants the level *high*: the passkey alone is offered, and who cannot reach it is told how (req 9)."""

from typing import Any

import pytest

from hukumati.core import clock
from hukumati.identity.domain.assurance import Level, Proofing
from hukumati.identity.models import Account, Code, ConsentQuestion, LoginAttempt, LoginSession, Passkey
from hukumati.identity.tests.authenticator import Authenticator
from hukumati.identity.tests.browser import Browser, query_of, redeem
from hukumati.identity.tests.test_passkeys import add_passkey, request_options

pytestmark = pytest.mark.django_db
UNMET = "unmet_authentication_requirements"


def _high(browser: Browser, **changed: str | None) -> Any:
    return browser.authorize(acr_values=Level.HIGH.value, ui_locales="en", **changed)


def _bound_key(browser: Browser) -> Authenticator:
    """Give Layla, who is signed in, a passkey that is bound to her in person."""
    key = Authenticator()
    assert add_passkey(browser, key).status_code == 303
    Passkey.objects.update(is_bound_in_person=True)
    Account.objects.update(proofing=Proofing.IN_PERSON)
    return key


def test_req_09_the_page_offers_the_passkey_alone_and_says_how_one_is_bound(browser: Browser) -> None:
    page = str(_high(browser)["Location"])
    assert page.endswith("/passkey")
    text = browser.http.get(page).content.decode()
    assert "bound to you in person" in text
    assert "your password instead" not in text
    assert browser.begin(ui_locales="en").count("/passkey") == 0, "for other levels the password comes first"


def test_who_has_no_such_passkey_goes_back_to_the_site_with_the_error(browser: Browser) -> None:
    page = str(_high(browser)["Location"])
    answer = browser.http.post(page.replace("/passkey", "/leave"))
    assert (query_of(answer)["error"], query_of(answer)["state"]) == (UNMET, "the-state")
    assert LoginAttempt.objects.latest("created_at").finished_at is not None
    assert browser.http.post(page.replace("/passkey", "/leave")).status_code == 410
    assert Browser().http.post(page.replace("/passkey", "/leave")).status_code == 410


def test_who_is_signed_in_and_cannot_reach_it_is_told_before_signing_in_again(browser: Browser) -> None:
    browser.sign_in()
    attempts = LoginAttempt.objects.count()
    page = str(_high(browser)["Location"])
    assert "/level/" in page
    answer = browser.http.get(page)
    assert answer.status_code == 403
    assert "Come with your ID card" in answer.content.decode()
    assert LoginAttempt.objects.count() == attempts, "nothing was begun"
    back = query_of(browser.http.post(page))
    assert (back["error"], back["state"], back["iss"]) == (UNMET, "the-state", "http://id.localhost:8001")
    assert browser.http.get(page.replace("/en/", "/")).content.decode().count("دخولك") >= 1


def test_the_question_of_a_level_is_never_answered_with_a_code(browser: Browser) -> None:
    browser.sign_in()
    codes = Code.objects.count()
    page = str(_high(browser)["Location"])
    answer = browser.http.post(page.replace("/level/", "/consent/"), {"answer": "yes"})
    assert query_of(answer)["error"] == UNMET
    assert Code.objects.count() == codes


def test_the_page_is_the_sessions_own(browser: Browser) -> None:
    browser.sign_in()
    page = str(_high(browser)["Location"])
    stranger = Browser()
    assert stranger.http.get(page).status_code == 410
    assert stranger.http.post(page).status_code == 410
    LoginSession.objects.update(ended_at=clock.now())
    assert browser.http.get(page).status_code == 410


def test_without_a_page_the_site_gets_the_error_at_once(browser: Browser) -> None:
    browser.sign_in()
    assert query_of(_high(browser, prompt="none"))["error"] == "login_required"
    assert not ConsentQuestion.objects.exists()


def test_who_can_reach_it_signs_in_by_the_bound_passkey(browser: Browser) -> None:
    browser.sign_in()
    key = _bound_key(browser)
    page = str(_high(browser)["Location"])
    assert page.endswith("/passkey")
    options = request_options(browser, page.removesuffix("/passkey"))
    answer = browser.http.post(page, {"credential": key.sign(options)})
    assert redeem(query_of(answer)["code"]).status_code == 200
    assert "code" in query_of(_high(browser)), "the session has the level now"


def test_who_signed_in_with_the_password_after_all_reads_that_they_have_a_passkey_for_it(browser: Browser) -> None:
    browser.sign_in()
    _bound_key(browser)
    page = str(_high(browser)["Location"]).removesuffix("/passkey")
    browser.give_password(page)
    answer = browser.give_code(page)
    assert "/level/" in answer["Location"]
    assert "You have such a passkey" in browser.http.get(answer["Location"]).content.decode()


def test_who_is_not_verified_is_led_to_verification(browser: Browser) -> None:
    browser.sign_in()
    Account.objects.update(proofing=Proofing.CLAIMED)
    LoginSession.objects.update(acr=Level.LOW.value)
    page = browser.authorize(acr_values=Level.SUBSTANTIAL.value, ui_locales="en")["Location"]
    assert "/en/account/verify" in browser.http.get(page).content.decode()


def test_who_wants_to_sign_in_as_somebody_else_may(browser: Browser) -> None:
    browser.sign_in()
    assert str(_high(browser, prompt="login")["Location"]).endswith("/passkey")
