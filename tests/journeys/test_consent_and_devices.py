"""A person allows a site to receive her details, goes back to it by a form, and approves its device."""

import json
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest
from playwright.sync_api import Route, expect

from hukumati.identity.domain.pkce import challenge_of
from hukumati.project.run.platform import Platform
from tests.journeys import steps
from tests.journeys.accessibility import Inspection
from tests.journeys.conftest import OpenWindow
from tests.journeys.database import change

pytestmark = [pytest.mark.platform, pytest.mark.browser]
NOUR = "815556600"
CALLBACK = "https://archive.example/callback"
VERIFIER = "a-verifier-of-a-journey-a-verifier-of-a-journey"
DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code"
REGISTER = """
INSERT INTO identity_client (client_id, token_endpoint_auth_method, name_ar, name_en, redirect_uris,
  post_logout_redirect_uris, initiate_login_uri, scopes, sector, needs_consent, settings)
VALUES (%s, 'none', 'الأرشيف', 'Archive', %s, '{}', %s, '{openid,identity,phone}', 'archive', true, %s)
"""


def _register(platform: Platform, client_id: str) -> None:
    settings = json.dumps({"grant_types": ["authorization_code", DEVICE_CODE], "purpose_ar": "نسخ من الوثائق"})
    change(platform, REGISTER, client_id, [CALLBACK], CALLBACK, settings)


def _request(client_id: str, language: str) -> str:
    return urlencode(
        {
            "client_id": client_id,
            "redirect_uri": CALLBACK,
            "response_type": "code",
            "response_mode": "form_post",
            "scope": "openid identity",
            "state": "the-state",
            "code_challenge": challenge_of(VERIFIER),
            "code_challenge_method": "S256",
            "ui_locales": language,
        }
    )


def _device(platform: Platform) -> httpx.Client:
    """Return a client of the provider that is no browser: not every resolver knows names under `localhost`."""
    host = urlsplit(platform.urls["identity"]).netloc
    return httpx.Client(base_url=f"http://127.0.0.1:{platform.ports['identity']}", headers={"Host": host}, timeout=20)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_site_receives_its_answer_by_a_form_after_consent_and_its_device_is_approved(
    window: OpenWindow, platform: Platform, language: str, inspection: Inspection
) -> None:
    client_id, provider, posted = f"archive-{language}", platform.urls["identity"], []
    _register(platform, client_id)
    nour = window(language)

    def receive(route: Route) -> None:
        posted.append(parse_qs(route.request.post_data or ""))
        route.fulfill(content_type="text/html", body="<h1>The archive</h1>")

    nour.context.route("https://archive.example/**", receive)
    nour.page.goto(f"{provider}/authorize?{_request(client_id, language)}")
    nour.pass_sign_in(NOUR, steps.phone_of(NOUR))
    nour.expect_heading("هل تسمح بإرسال بياناتك إلى الأرشيف؟", "Allow Archive to receive your details?")
    inspection.check(nour, "consent")
    nour.press("أسمح", "Allow")
    expect(nour.heading).to_have_text("The archive")
    (answer,) = posted
    assert (answer["state"], answer["iss"]) == (["the-state"], [provider])
    with _device(platform) as device:
        code = {"grant_type": "authorization_code", "redirect_uri": CALLBACK, "code_verifier": VERIFIER}
        tokens = device.post("/token", data={**code, "code": answer["code"][0], "client_id": client_id})
        assert tokens.status_code == 200, tokens.text
        asked = device.post("/device_authorization", data={"client_id": client_id, "scope": "openid"}).json()
        nour.open("identity", "/device")
        inspection.check(nour, "device")
        nour.page.fill('input[name="code"]', asked["user_code"])
        nour.press("متابعة", "Continue")
        inspection.check(nour, "device: to approve")
        nour.press("أوافق على هذا الجهاز", "Approve this device")
        nour.expect_heading("تمت الموافقة على الجهاز", "The device is approved")
        wanted = {"grant_type": DEVICE_CODE, "device_code": asked["device_code"], "client_id": client_id}
        assert "access_token" in device.post("/token", data=wanted).json()
