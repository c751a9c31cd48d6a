import base64
import json
from typing import Any

import pytest

from hukumati.core import clock
from hukumati.identity.domain.assurance import Level
from hukumati.identity.domain.client_settings import ClientSettings
from hukumati.identity.models import Client, Grant, LoginSession
from hukumati.identity.tests.browser import (
    CALLBACK,
    LAYLA,
    Browser,
    basic,
    open_account,
    query_of,
    redeem,
    userinfo,
)
from hukumati.identity.tests.relying_parties import post

pytestmark = pytest.mark.django_db
OTHER = "800000002"
UNKNOWN = "urn:example:acr:other"


def _set(browser: Browser, **settings: Any) -> None:
    Client.objects.filter(client_id="portal").update(settings=ClientSettings(**settings).as_json())


def _with_acr(*values: str, essential: bool = True) -> str:
    return json.dumps({"id_token": {"acr": {"essential": essential, "values": list(values)}}})


def _is_led_to_sign_in(response: Any) -> bool:
    return bool(response["Location"].startswith("/sign-in/"))


def test_req_09_a_level_that_no_sign_in_has_is_an_error_and_never_lowered(browser: Browser) -> None:
    for value in (UNKNOWN, "", "high"):
        assert query_of(browser.authorize(claims=_with_acr(value)))["error"] == "unmet_authentication_requirements"


def test_req_09_a_session_below_the_wanted_level_signs_in_again_and_is_refused_if_it_stays_below(
    browser: Browser,
) -> None:
    browser.sign_in()
    LoginSession.objects.update(acr="urn:hukumati:acr:none")
    for wanted in ({"acr_values": Level.SUBSTANTIAL.value}, {"claims": _with_acr(Level.SUBSTANTIAL)}):
        assert _is_led_to_sign_in(browser.authorize(**wanted))
        assert query_of(browser.authorize(prompt="none", **wanted))["error"] == "login_required"
    assert "code" in query_of(browser.authorize())


def test_a_level_that_is_met_needs_no_new_sign_in(browser: Browser) -> None:
    browser.sign_in()
    for values in (Level.SUBSTANTIAL, f"{UNKNOWN} {Level.SUBSTANTIAL}", UNKNOWN):
        assert "code" in query_of(browser.authorize(acr_values=values))
    assert "code" in query_of(browser.authorize(claims=_with_acr(UNKNOWN, Level.SUBSTANTIAL)))
    assert "code" in query_of(browser.authorize(claims=_with_acr(UNKNOWN, essential=False)))


def test_a_client_may_register_the_level_and_the_age_of_its_sign_ins(browser: Browser) -> None:
    browser.sign_in()
    _set(browser, default_max_age=0)
    assert _is_led_to_sign_in(browser.authorize())
    assert "code" in query_of(browser.authorize(max_age="600"))
    _set(browser, default_acr_values=(Level.SUBSTANTIAL.value,))
    LoginSession.objects.update(acr="urn:hukumati:acr:none")
    assert _is_led_to_sign_in(browser.authorize())


def test_an_id_token_hint_asks_for_the_same_person(browser: Browser) -> None:
    token = redeem(browser.sign_in()).json()["id_token"]
    assert "code" in query_of(browser.authorize(id_token_hint=token, prompt="none"))
    open_account(OTHER, phone="+970599000113")
    stranger = Browser()
    stranger.sign_in(OTHER)
    assert query_of(stranger.authorize(id_token_hint=token, prompt="none"))["error"] == "login_required"
    assert _is_led_to_sign_in(stranger.authorize(id_token_hint=token))


def test_who_signs_in_as_another_than_the_client_asked_for_gets_no_code(browser: Browser) -> None:
    token = redeem(browser.sign_in()).json()["id_token"]
    open_account(OTHER, phone="+970599000113")
    stranger = Browser()
    page = stranger.begin(id_token_hint=token)
    stranger.give_password(page, login=OTHER)
    assert query_of(stranger.give_code(page))["error"] == "login_required"


def test_an_id_token_of_another_client_is_no_hint(browser: Browser) -> None:
    token = redeem(browser.sign_in()).json()["id_token"]
    workplace = {"client_id": "workplace", "redirect_uri": "http://workplace.localhost:8000/sign-in/callback"}
    asked = browser.authorize(id_token_hint=token, scope="openid", **workplace)
    assert query_of(asked)["error"] == "invalid_request"


def test_the_claim_sub_asks_for_a_person_too(browser: Browser) -> None:
    browser.sign_in()
    claims = json.dumps({"id_token": {"sub": {"value": "somebody"}}})
    assert query_of(browser.authorize(claims=claims, prompt="none"))["error"] == "login_required"


def test_a_grant_keeps_the_single_claims_that_the_client_may_have(browser: Browser) -> None:
    wanted = {
        "userinfo": {"phone_number": None, "name#ar": {"essential": True}, "staff": None, "shoe_size": None},
        "id_token": {"email": {"essential": True}, "auth_time": None},
    }
    browser.sign_in(scope="openid", claims=json.dumps(wanted))
    assert Grant.objects.get().claims == {"userinfo": ["name#ar", "phone_number"], "id_token": ["email"]}


def test_single_claims_are_told_by_userinfo_wherever_they_were_requested(browser: Browser) -> None:
    wanted = {"userinfo": {"name": {"essential": True}, "phone_number": None}, "id_token": {"email": None}}
    answer = redeem(browser.sign_in(scope="openid", claims=json.dumps(wanted))).json()
    said = userinfo(answer["access_token"]).json()
    assert set(said) == {"sub", "name", "phone_number", "email"}
    body = answer["id_token"].split(".")[1]
    told = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    assert not {"name", "email", "phone_number", "id_number"} & set(told)


def test_tokens_tell_the_level_of_the_sign_in_by_which_they_were_granted(browser: Browser) -> None:
    _set(browser, grant_types=("authorization_code", "refresh_token"))
    first = redeem(browser.sign_in()).json()
    before = Grant.objects.get().auth_time
    session = LoginSession.objects.get()
    session.acr, session.amr, session.auth_time = "urn:hukumati:acr:high", ["hwk"], clock.now()
    session.save()
    claims = json.dumps({"id_token": {"acr": {"essential": True, "value": "urn:hukumati:acr:high"}}})
    higher = redeem(query_of(browser.authorize(claims=claims, prompt="none"))["code"]).json()
    assert before is not None
    for answer, acr, amr, at in (
        (refreshed(first), "urn:hukumati:acr:substantial", ["pwd", "sms"], before),
        (refreshed(higher), "urn:hukumati:acr:high", ["hwk"], session.auth_time),
    ):
        told = claims_of(answer["id_token"])
        assert (told["acr"], told["amr"], told["auth_time"]) == (acr, amr, int(at.timestamp()))
        asked = post("/introspect", {"token": answer["access_token"]}, authorization=basic()).json()
        assert (asked["acr"], asked["amr"], asked["auth_time"]) == (acr, amr, int(at.timestamp()))


def refreshed(answer: dict[str, str]) -> dict[str, str]:
    """Return what the portal receives for its refresh token."""
    form = {"grant_type": "refresh_token", "refresh_token": answer["refresh_token"]}
    received: dict[str, str] = post("/token", form, authorization=basic()).json()
    return received


def claims_of(token: str) -> dict[str, object]:
    """Return the claims of a token, unverified."""
    body = token.split(".")[1]
    claims: dict[str, object] = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    return claims


def test_offline_access_is_for_clients_that_may_refresh(browser: Browser) -> None:
    Client.objects.filter(client_id="portal").update(scopes=["openid", "offline_access"])
    browser.sign_in(scope="openid offline_access")
    assert Grant.objects.get().scopes == ["openid"]
    _set(browser, grant_types=("authorization_code", "refresh_token"))
    browser.authorize(scope="openid offline_access")
    assert Grant.objects.latest("created_at").scopes == ["openid", "offline_access"]


@pytest.mark.parametrize(
    ("registered", "requested", "is_accepted"),
    [
        ("http://127.0.0.1/cb", "http://127.0.0.1:50123/cb", True),
        ("http://127.0.0.1:1/cb", "http://127.0.0.1/cb", True),
        ("http://[::1]/cb", "http://[::1]:50123/cb", True),
        ("http://127.0.0.1/cb", "http://127.0.0.1:50123/cb/", False),
        ("http://127.0.0.1/cb", "http://127.0.0.1:50123/cb?a=1", False),
        ("http://127.0.0.1/cb", "http://127.0.0.2:50123/cb", False),
        ("http://127.0.0.1/cb", "https://127.0.0.1:50123/cb", False),
        ("http://127.0.0.1/cb", "http://127.0.0.1:50123@evil.example/cb", False),
        ("http://127.0.0.1/cb", "http://user@127.0.0.1:50123/cb", False),
        ("http://127.0.0.1/cb", "http://127.0.0.1:99999/cb", False),
        ("http://127.0.0.1/cb", "http://127.0.0.1:/cb", False),
        ("http://127.0.0.1/cb", "http://127.0.0.1:080/cb", False),
        ("http://127.0.0.1/cb", "http://127.1:50123/cb", False),
        ("http://localhost/cb", "http://localhost:50123/cb", False),
        ("https://app.example.test/cb", "https://app.example.test:444/cb", False),
    ],
)
def test_req_04_of_a_native_apps_loopback_address_the_port_alone_may_vary(
    browser: Browser, registered: str, requested: str, is_accepted: bool
) -> None:
    _set(browser, application_type="native")
    Client.objects.filter(client_id="portal").update(redirect_uris=[registered])
    response = browser.authorize(redirect_uri=requested)
    assert (response.status_code == 303) is is_accepted
    _set(browser)
    assert browser.authorize(redirect_uri=requested).status_code == 400 or requested == registered


def test_a_code_for_another_port_is_redeemed_with_the_same_port(browser: Browser) -> None:
    _set(browser, application_type="native")
    Client.objects.filter(client_id="portal").update(redirect_uris=["http://127.0.0.1/cb"])
    code = browser.sign_in(redirect_uri="http://127.0.0.1:50123/cb")
    assert redeem(code, redirect_uri="http://127.0.0.1:50124/cb").status_code == 400
    code = query_of(browser.authorize(redirect_uri="http://127.0.0.1:50123/cb"))["code"]
    assert redeem(code, redirect_uri="http://127.0.0.1:50123/cb").status_code == 200


def test_the_number_that_a_client_hints_at_stands_in_the_form(browser: Browser) -> None:
    page = browser.http.get(browser.begin(login_hint=LAYLA))
    assert f'value="{LAYLA}"' in page.content.decode()


def test_a_request_stored_by_the_release_before_is_read(browser: Browser) -> None:
    from hukumati.identity.domain.authorization import AuthorizationRequest

    stored: Any = {
        "client_id": "portal",
        "redirect_uri": CALLBACK,
        "scopes": ["openid"],
        "state": "",
        "nonce": "",
        "challenge": "c",
        "prompts": [],
        "max_age": None,
        "language": "ar",
    }
    read = AuthorizationRequest.from_json(stored)
    assert (read.response_mode, read.levels, read.wanted_level) == ("query", (), None)
    assert AuthorizationRequest.from_json(read.as_json()) == read
