from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as HttpClient

from hukumati.core import clock
from hukumati.core.audit import list_entries
from hukumati.identity.domain.device_flow import clean_user_code, new_user_code
from hukumati.identity.domain.polling import interval_after
from hukumati.identity.models import Client, DeviceRequest, Grant
from hukumati.identity.tests.browser import HOST, LAYLA, Browser, basic, userinfo
from hukumati.identity.tests.moments import NOON, SECOND

pytestmark = pytest.mark.django_db
GRANT = "urn:ietf:params:oauth:grant-type:device_code"


@pytest.fixture
def codes(browser: Browser) -> dict[str, Any]:
    """The codes of a device of the portal, in whose browser Layla is signed in."""
    Client.objects.filter(client_id="portal").update(settings={"grant_types": ["authorization_code", GRANT]})
    browser.sign_in()
    answer = post("/device_authorization", scope="openid phone")
    assert answer.status_code == 200
    answered: dict[str, Any] = answer.json()
    return answered


def post(path: str, client_id: str = "portal", **form: str) -> Any:
    """Post a form as a client."""
    return HttpClient(headers={"host": HOST, "authorization": basic(client_id)}).post(path, form)


def poll(codes: dict[str, Any], client_id: str = "portal") -> Any:
    """Ask for tokens as the device does, when it may."""
    DeviceRequest.objects.update(polled_at=None)
    return post("/token", client_id, grant_type=GRANT, device_code=codes["device_code"])


def test_a_person_approves_a_device_by_the_letters_on_its_screen(browser: Browser, codes: dict[str, Any]) -> None:
    assert codes["verification_uri"] == "http://id.localhost:8001/device"
    assert (codes["expires_in"], codes["interval"]) == (600, 5)
    assert "verification_uri_complete" not in codes
    assert poll(codes).json() == {"error": "authorization_pending"}
    typed = codes["user_code"].lower().replace("-", " ")
    page = browser.http.post("/device", {"code": typed})
    assert "حكومتي" in page.content.decode()
    assert poll(codes).json() == {"error": "authorization_pending"}, "nothing is decided yet"
    decided = browser.http.post("/device", {"code": typed, "decision": "approve"})
    assert decided.status_code == 200
    answer = poll(codes).json()
    assert answer["scope"] == "openid phone"
    assert userinfo(answer["access_token"]).json()["phone_number"] == "+970599000112"
    assert poll(codes).json() == {"error": "invalid_grant"}
    assert "identity.device_approved" in [entry.action for entry in list_entries(subject=f"person:{LAYLA}")]


def test_a_second_click_on_approve_gives_the_first_ones_answer(browser: Browser, codes: dict[str, Any]) -> None:
    first, second = (
        browser.http.post("/device", {"code": codes["user_code"], "decision": "approve"}) for _ in range(2)
    )
    assert first.content == second.content
    assert Grant.objects.filter(scopes=["openid", "phone"]).count() == 1


def test_a_refused_device_receives_nothing(browser: Browser, codes: dict[str, Any]) -> None:
    browser.http.post("/device", {"code": codes["user_code"], "decision": "deny"})
    assert poll(codes).json() == {"error": "access_denied"}
    again = browser.http.post("/device", {"code": codes["user_code"], "decision": "approve"})
    assert again.status_code == 422
    assert poll(codes).json() == {"error": "access_denied"}


def test_a_device_that_asks_too_often_is_slowed_down(codes: dict[str, Any]) -> None:
    assert poll(codes).json() == {"error": "authorization_pending"}
    early = post("/token", grant_type=GRANT, device_code=codes["device_code"])
    assert early.json() == {"error": "slow_down"}
    assert DeviceRequest.objects.get().interval == 10


def test_the_codes_end_after_ten_minutes(browser: Browser, codes: dict[str, Any]) -> None:
    DeviceRequest.objects.update(expires_at=clock.now())
    assert poll(codes).json() == {"error": "expired_token"}
    assert browser.http.post("/device", {"code": codes["user_code"]}).status_code == 422


def test_a_device_code_belongs_to_its_client(codes: dict[str, Any]) -> None:
    Client.objects.filter(client_id="workplace").update(settings={"grant_types": [GRANT]})
    assert poll(codes, "workplace").json() == {"error": "invalid_grant"}
    for wrong in ("x", "x" * 500, codes["user_code"]):
        assert post("/token", grant_type=GRANT, device_code=wrong).json() == {"error": "invalid_grant"}
    assert post("/token", grant_type=GRANT).json()["error"] == "invalid_request"


def test_a_client_without_the_grant_or_openid_gets_no_codes(browser: Browser) -> None:
    assert post("/device_authorization", scope="openid").json()["error"] == "unauthorized_client"
    Client.objects.filter(client_id="portal").update(settings={"grant_types": [GRANT]})
    assert post("/device_authorization", scope="phone").json()["error"] == "invalid_scope"


def test_typed_letters_are_limited_for_each_person(browser: Browser, codes: dict[str, Any]) -> None:
    for _ in range(10):
        assert browser.http.post("/device", {"code": "BBBB-BBBB"}).status_code == 422
    assert browser.http.post("/device", {"code": codes["user_code"]}).status_code == 422


@pytest.mark.parametrize("code", ["", "x", "1234", "BCDF", "ليلى", "BCDF-GHJK-LMNP", "x" * 100])
def test_what_is_no_code_is_said_to_be_none(browser: Browser, codes: dict[str, Any], code: str) -> None:
    page = browser.http.post("/device", {"code": code})
    assert page.status_code == 422


def test_who_is_not_signed_in_signs_in_first(provider: None) -> None:
    assert HttpClient(headers={"host": HOST}).get("/device")["Location"].startswith("/sign-in/")


def test_a_form_from_elsewhere_approves_nothing(browser: Browser, codes: dict[str, Any]) -> None:
    strict = HttpClient(headers={"host": HOST}, enforce_csrf_checks=True)
    strict.cookies = browser.http.cookies
    assert strict.post("/device", {"code": codes["user_code"], "decision": "approve"}).status_code == 403
    assert poll(codes).json() == {"error": "authorization_pending"}


def test_codes_rest_as_digests(codes: dict[str, Any]) -> None:
    row = DeviceRequest.objects.get()
    kept = bytes(row.device_digest) + bytes(row.user_digest)
    assert len(kept) == 64
    assert codes["device_code"].encode() not in kept
    assert codes["user_code"].encode() not in kept


def test_a_user_code_is_read_however_it_is_typed() -> None:
    for _ in range(50):
        code = new_user_code()
        assert clean_user_code(f" {code.lower()} ") == clean_user_code(code.replace("-", "")) == code


def test_the_interval_grows_only_for_who_comes_too_early() -> None:
    assert interval_after(5, polled_at=None, now=NOON) == 5
    assert interval_after(5, polled_at=NOON, now=NOON + 5 * SECOND) == 5
    assert interval_after(5, polled_at=NOON, now=NOON + timedelta(seconds=4.9)) == 10
    assert interval_after(60, polled_at=NOON, now=NOON) == 60
