"""Sites on trial meet fictional people alone, and fictional people meet no site that serves people."""

import itertools
from typing import Any

import pytest
from django.conf import settings

from hukumati.core import clock, security_events
from hukumati.identity.domain.sandbox import may_meet
from hukumati.identity.models import Account, Client, Code, DeviceRequest, Grant
from hukumati.identity.tests.browser import HOST, Browser, query_of, redeem, userinfo
from hukumati.identity.tests.moments import MINUTE
from hukumati.identity.tests.test_device import GRANT, poll, post

pytestmark = pytest.mark.django_db


@pytest.fixture
def trial(browser: Browser) -> Client:
    """The portal, as if it were a site on trial; Layla is a real person."""
    chosen = {"grant_types": ["authorization_code", "refresh_token", GRANT]}
    Client.objects.filter(client_id="portal").update(is_sandbox=True, settings=chosen)
    Account.objects.update(is_fictional=False)
    return Client.objects.get(client_id="portal")


@pytest.fixture
def real_world(monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation that serves people."""
    monkeypatch.setattr(settings, "HUKUMATI", settings.HUKUMATI.model_copy(update={"demo": False}))


def _sign_in(browser: Browser, **changed: str | None) -> dict[str, str]:
    page = browser.begin(**changed)
    browser.give_password(page)
    return query_of(browser.give_code(page))


def test_nobody_meets_whom_they_must_not() -> None:
    for is_sandbox, is_fictional, is_world in itertools.product((True, False), repeat=3):
        meets = may_meet(is_sandbox=is_sandbox, is_fictional=is_fictional, is_fictional_world=is_world)
        assert not (meets and is_sandbox and not is_fictional), "a real person on a site on trial"
        assert not (meets and not is_sandbox and is_fictional and not is_world), "a fictional one on a site in use"
    assert may_meet(is_sandbox=False, is_fictional=False, is_fictional_world=False)
    assert may_meet(is_sandbox=True, is_fictional=True, is_fictional_world=False)


def test_a_real_person_is_sent_back_from_a_site_on_trial_and_nothing_is_granted(
    browser: Browser, trial: Client
) -> None:
    answer = _sign_in(browser)
    assert (answer["error"], answer["state"]) == ("access_denied", "the-state")
    assert not Grant.objects.exists()
    assert query_of(browser.authorize(prompt="none"))["error"] == "access_denied"
    assert security_events.count_by_kind(since=clock.now() - MINUTE)["sandbox.refused"] == 2


def test_a_fictional_person_is_signed_in_to_a_site_on_trial(browser: Browser, trial: Client) -> None:
    Account.objects.update(is_fictional=True)
    tokens = redeem(_sign_in(browser)["code"])
    assert userinfo(tokens.json()["access_token"]).status_code == 200


@pytest.mark.parametrize("page", ["", "/en"])
def test_the_page_says_beforehand_that_the_site_is_on_trial(browser: Browser, trial: Client, page: str) -> None:
    address = browser.begin(ui_locales="en" if page else "ar")
    text = browser.http.get(address).content.decode()
    assert ("is being tried out" in text) is bool(page)
    assert ("قيد التجربة" in text) is not bool(page)
    Client.objects.update(is_sandbox=False)
    assert "tried out" not in browser.http.get(browser.begin(ui_locales="en")).content.decode()


def test_whatever_was_granted_before_is_worth_nothing_for_a_real_person(browser: Browser, trial: Client) -> None:
    Account.objects.update(is_fictional=True)
    code, later = _sign_in(browser)["code"], query_of(browser.authorize())["code"]
    tokens = redeem(code).json()
    Account.objects.update(is_fictional=False)
    assert userinfo(tokens["access_token"]).status_code == 401
    assert post("/introspect", token=tokens["access_token"]).json() == {"active": False}
    refreshed = post("/token", grant_type="refresh_token", refresh_token=tokens["refresh_token"])
    assert refreshed.json()["error"] == "invalid_grant"
    assert redeem(later).json()["error"] == "invalid_grant"
    assert Code.objects.count() == 2


def test_a_real_person_approves_no_device_of_a_site_on_trial(browser: Browser, trial: Client) -> None:
    page = str(browser.http.get("/account")["Location"])
    browser.give_password(page)
    browser.give_code(page)
    codes = post("/device_authorization", scope="openid phone").json()
    for form in ({}, {"decision": "approve"}):
        answer = browser.http.post("/en/device", {"code": codes["user_code"], **form})
        assert answer.status_code == 422
        assert "fictional people alone" in answer.content.decode()
    DeviceRequest.objects.update(interval=0)
    assert poll(codes).json() == {"error": "authorization_pending"}
    assert not Grant.objects.exists()


def test_a_fictional_person_reaches_no_site_that_serves_people(
    browser: Browser, monkeypatch: pytest.MonkeyPatch, real_world: None
) -> None:
    assert Account.objects.get().is_fictional, "in the demonstration everybody is"
    assert _sign_in(browser)["error"] == "access_denied"
    Account.objects.update(is_fictional=False)
    assert "code" in query_of(browser.authorize())


def test_developers_read_whom_they_sign_in_as_and_nobody_else_finds_the_page(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    for address, heading in (("/fictional-people", "أشخاص خياليون"), ("/en/fictional-people", "Fictional people")):
        text = browser.http.get(address).content.decode()
        assert heading in text
        assert "400000006" in text
    world: Any = settings.HUKUMATI.model_copy(update={"demo": False})
    monkeypatch.setattr(settings, "HUKUMATI", world)
    assert browser.http.get("/fictional-people", headers={"host": HOST}).status_code == 404
    monkeypatch.setattr(settings, "HUKUMATI", world.model_copy(update={"sandbox": True}))
    assert browser.http.get("/fictional-people").status_code == 200
