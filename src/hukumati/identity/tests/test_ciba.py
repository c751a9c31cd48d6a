"""Backchannel authentication (CIBA): a site asks, the person decides on her own device, the site receives tokens."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from joserfc import jwt
from joserfc.jwk import KeySet

from hukumati.core import clock
from hukumati.core.audit import list_entries
from hukumati.identity import wiring
from hukumati.identity.domain.backchannel import InvalidExpiry, is_message, is_notification_token, lifetime_of
from hukumati.identity.models import Account, BackchannelRequest, Client, ClientFault, Grant, KnownSubject
from hukumati.identity.tests.backchannel import GRANT, MESSAGE, PATH, address, ask, poll, register_asking_site
from hukumati.identity.tests.browser import LAYLA, Browser, open_account, userinfo
from hukumati.identity.tests.relying_parties import ISSUER, SITE, assertion_form, post
from hukumati.identity.use_cases.consents import list_consents
from hukumati.identity.use_cases.sessions import end_sessions

pytestmark = pytest.mark.django_db
APPROVE, REFUSE = {"decision": "approve"}, {"decision": "refuse"}


@pytest.fixture
def site(browser: Browser) -> Client:
    """A site that may ask people; Layla is signed in in the browser of her telephone."""
    browser.sign_in()
    return register_asking_site()


def asked(**changed: str | None) -> str:
    """Ask Layla, and return by which the site asks for its tokens."""
    answer = ask(**changed)
    assert answer.status_code == 200, answer.content
    return str(answer.json()["auth_req_id"])


def claims_of(token: str) -> dict[str, Any]:
    """Return the claims of an ID token, whose signature is right."""
    keys = KeySet.import_key_set({"keys": wiring.token_signer().public_keys()})  # type: ignore[typeddict-item]
    return jwt.decode(token, keys).claims


def test_a_person_approves_on_her_telephone_and_the_site_receives_tokens(site: Client, browser: Browser) -> None:
    answer = ask()
    assert answer["Cache-Control"] == "no-store"
    told = answer.json()
    assert (told["expires_in"], told["interval"], len(told["auth_req_id"])) == (300, 5, 43)
    assert poll(told["auth_req_id"]).json() == {"error": "authorization_pending"}
    page = browser.http.get(address("/en")).content.decode()
    assert "A fictional ministry" in page
    assert MESSAGE in page
    assert "your mobile number" in page
    assert browser.http.post(address(), APPROVE).status_code == 200
    tokens = poll(told["auth_req_id"]).json()
    claims = claims_of(tokens["id_token"])
    assert (claims["aud"], claims["acr"]) == (SITE, "urn:hukumati:acr:substantial")
    assert claims["auth_time"] <= clock.now().timestamp()
    assert userinfo(tokens["access_token"]).json()["phone_number"] == "+970599000112"
    actions = [entry.action for entry in list_entries(subject=f"person:{LAYLA}")]
    assert "identity.backchannel_approved" in actions


def test_the_secret_of_a_request_rests_nowhere_and_the_message_encrypted(site: Client) -> None:
    secret = asked()
    with connection.cursor() as cursor:
        cursor.execute("SELECT row::text FROM identity_backchannel_request AS row")
        stored = cursor.fetchone()[0]
    assert secret not in stored
    assert MESSAGE not in stored.split(",")


def test_a_refused_request_gives_nothing(site: Client, browser: Browser) -> None:
    secret = asked()
    browser.http.post(address(), REFUSE)
    assert poll(secret).json() == {"error": "access_denied"}
    again = browser.http.post(address("/en"), APPROVE)
    assert "You refused the request" in again.content.decode()
    assert poll(secret).json() == {"error": "access_denied"}


def test_two_devices_at_once_give_one_answer(site: Client, browser: Browser) -> None:
    secret, other = asked(), Browser()
    other.sign_in()
    first, second = browser.http.post(address(), APPROVE), other.http.post(address(), REFUSE)
    assert first.content == second.content
    assert poll(secret).status_code == 200
    assert Grant.objects.filter(client=site).count() == 1


def test_a_request_is_redeemed_once(site: Client, browser: Browser) -> None:
    secret = asked()
    browser.http.post(address(), APPROVE)
    assert poll(secret).status_code == 200
    assert poll(secret).json() == {"error": "invalid_grant"}


@pytest.mark.django_db(transaction=True)
def test_50_polls_at_once_give_exactly_one_200(site: Client, browser: Browser) -> None:
    secret = asked()
    browser.http.post(address(), APPROVE)
    forms = [{"grant_type": GRANT, "auth_req_id": secret} | assertion_form() for _ in range(50)]

    def redeem(form: dict[str, str]) -> Any:
        try:
            return post("/token", form)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(redeem, forms))
    assert [answer.status_code for answer in answers].count(200) == 1
    assert {answer.json().get("error") for answer in answers} == {None, "invalid_grant"}


def test_who_polls_too_often_is_slowed_down_until_it_is_decided(site: Client, browser: Browser) -> None:
    secret = asked()
    assert poll(secret).json() == {"error": "authorization_pending"}
    assert poll(secret, early=True).json() == {"error": "slow_down"}
    assert BackchannelRequest.objects.get().interval == 10
    browser.http.post(address(), APPROVE)
    assert poll(secret, early=True).status_code == 200


def test_a_request_expires(site: Client, browser: Browser) -> None:
    secret = asked(requested_expiry="10")
    BackchannelRequest.objects.update(expires_at=clock.now())
    assert browser.http.post(address(), APPROVE).status_code == 410
    assert poll(secret).json() == {"error": "expired_token"}


@pytest.mark.parametrize(("wanted", "seconds"), [("10", 10), ("1", 10), ("120", 120), ("999999", 600), (None, 300)])
def test_a_site_may_wish_how_long_it_waits(site: Client, wanted: str | None, seconds: int) -> None:
    assert ask(requested_expiry=wanted).json()["expires_in"] == seconds


@pytest.mark.parametrize("wanted", ["0", "-1", "1.5", "x", "1" * 30, "٥", "1 0"])
def test_an_odd_expiry_is_refused(site: Client, wanted: str) -> None:
    assert ask(requested_expiry=wanted).json()["error"] == "invalid_request"
    with pytest.raises(InvalidExpiry):
        lifetime_of(wanted)


def test_a_request_of_another_client_is_unknown(site: Client, browser: Browser) -> None:
    register_asking_site("other")
    secret = asked()
    browser.http.post(address(), APPROVE)
    assert poll(secret, "other").json() == {"error": "invalid_grant"}
    assert poll(secret).status_code == 200, "the other's try changed nothing"


@pytest.mark.parametrize("secret", ["x", "x" * 500, "ليلى"])
def test_made_up_secrets_are_unknown(site: Client, secret: str) -> None:
    assert poll(secret).json() == {"error": "invalid_grant"}


def test_a_missing_secret_is_said_to_be_missing(site: Client) -> None:
    assert poll("").json()["error"] == "invalid_request"


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"scope": "phone"}, "invalid_scope"),
        ({"scope": None}, "invalid_scope"),
        ({"login_hint": None}, "invalid_request"),
        ({"id_token_hint": "x.y.z"}, "invalid_request"),
        ({"login_hint": None, "id_token_hint": "x.y.z"}, "invalid_request"),
        ({"login_hint": None, "id_token_hint": "x" * 9000}, "invalid_request"),
        ({"login_hint": None, "login_hint_token": "x.y.z"}, "invalid_request"),
        ({"login_hint": "x" * 2000}, "invalid_request"),
        ({"user_code": "1234"}, "invalid_request"),
        ({"binding_message": "x" * 81}, "invalid_binding_message"),
        ({"binding_message": "see https://evil.example"}, "invalid_binding_message"),
        ({"binding_message": "evil.example/x"}, "invalid_binding_message"),
        ({"binding_message": "a\u202eb"}, "invalid_binding_message"),
        ({"binding_message": "a\nb"}, "invalid_binding_message"),
        ({"binding_message": "  "}, "invalid_binding_message"),
    ],
)
def test_a_request_that_is_not_right_is_refused(site: Client, changed: dict[str, str | None], error: str) -> None:
    answer = ask(**changed)
    assert (answer.status_code, answer.json()["error"]) == (400, error)
    assert not BackchannelRequest.objects.exists()


def test_who_is_no_client_or_has_not_the_grant_is_refused(site: Client) -> None:
    Client.objects.filter(client_id=SITE).update(settings={})
    assert ask().json()["error"] == "unauthorized_client"
    assert post(PATH, {"scope": "openid", "login_hint": LAYLA, "client_id": SITE}).status_code == 401


def test_parameters_are_read_from_the_body_alone_and_once(site: Client) -> None:
    answer = post(f"{PATH}?scope=openid", {"login_hint": LAYLA} | assertion_form())
    assert answer.json()["error"] == "invalid_request"
    twice = post(PATH, {"scope": ["openid", "openid"], "login_hint": LAYLA} | assertion_form())
    assert twice.json()["error"] == "invalid_request"


def test_a_site_names_people_by_the_sub_it_knows(site: Client, browser: Browser) -> None:
    secret = asked()
    browser.http.post(address(), APPROVE)
    tokens = poll(secret).json()
    sub = claims_of(tokens["id_token"])["sub"]
    Client.objects.filter(client_id=SITE).update(settings={"grant_types": [GRANT]})
    assert ask(login_hint=sub).status_code == 200
    assert ask(login_hint=None, id_token_hint=tokens["id_token"]).status_code == 200
    assert BackchannelRequest.objects.exclude(account=None).count() == 3


def test_a_sub_is_worth_nothing_to_another_site_nor_a_token(site: Client, browser: Browser) -> None:
    secret = asked()
    browser.http.post(address(), APPROVE)
    tokens = poll(secret).json()
    register_asking_site("other", may_name_people=False)
    assert ask("other", login_hint=claims_of(tokens["id_token"])["sub"]).json()["error"] == "unknown_user_id"
    hinted = ask("other", login_hint=None, id_token_hint=tokens["id_token"])
    assert hinted.json()["error"] == "invalid_request"
    assert KnownSubject.objects.count() == 1


def test_numbers_are_named_only_by_sites_that_operators_allow(site: Client) -> None:
    Client.objects.filter(client_id=SITE).update(settings={"grant_types": [GRANT]})
    for hint in (LAYLA, "+970599000112", "nobody"):
        assert ask(login_hint=hint).json()["error"] == "unknown_user_id"


def test_a_telephone_names_its_one_holder(site: Client) -> None:
    asked(login_hint="+970599000112")
    assert BackchannelRequest.objects.get().account == Account.objects.get()
    open_account("410001101", phone="+970599000112")
    asked(login_hint="+970599000112")
    assert BackchannelRequest.objects.latest("created_at").account is None


@pytest.mark.parametrize("hint", ["410001101", "+970599999999", "nobody", "ليلى", "4" * 900])
def test_a_site_does_not_learn_who_has_an_account(site: Client, hint: str) -> None:
    known, unknown = ask().json(), ask(login_hint=hint).json()
    assert known.keys() == unknown.keys()
    assert len(known["auth_req_id"]) == len(unknown["auth_req_id"])
    assert poll(unknown["auth_req_id"]).json() == {"error": "authorization_pending"}


def test_somebody_elses_request_is_not_shown(site: Client, browser: Browser) -> None:
    open_account("410001101", phone="+970569000102")
    other = Browser()
    other.sign_in("410001101")
    secret = asked()
    assert other.http.get(address()).status_code == 410
    assert other.http.post(address(), APPROVE).status_code == 410
    assert poll(secret).json() == {"error": "authorization_pending"}


def test_a_higher_level_is_never_lowered_without_a_word(site: Client, browser: Browser) -> None:
    secret = asked(acr_values="urn:hukumati:acr:high")
    assert "Sign in again" in browser.http.get(address("/en")).content.decode()
    answer = browser.http.post(address(), APPROVE)
    assert answer["Location"].startswith("/sign-in/")
    assert poll(secret).json() == {"error": "authorization_pending"}


def test_who_is_not_just_signed_in_proves_again_who_they_are(site: Client, browser: Browser) -> None:
    asked()
    session = Account.objects.get().login_sessions.get()
    session.auth_time = clock.now() - timedelta(minutes=11)
    session.save()
    assert browser.http.get(address())["Location"].startswith("/sign-in/")


def test_consent_is_kept_where_the_site_needs_it(site: Client, browser: Browser, account: Account) -> None:
    Client.objects.filter(client_id=SITE).update(needs_consent=True)
    asked()
    browser.http.post(address(), APPROVE)
    (consent,) = list_consents(account=account)
    assert consent.receipt.scopes == {"phone"}


def test_tokens_end_with_the_sign_in_that_approved(site: Client, browser: Browser, account: Account) -> None:
    secret = asked()
    browser.http.post(address(), APPROVE)
    token = poll(secret).json()["access_token"]
    assert userinfo(token).status_code == 200
    end_sessions(account=account, now=clock.now())
    assert userinfo(token).status_code == 401


def test_a_form_from_elsewhere_approves_nothing(site: Client, browser: Browser) -> None:
    secret = asked()
    browser.http.handler.enforce_csrf_checks = True
    assert browser.http.post(address(), APPROVE).status_code == 403
    assert poll(secret).json() == {"error": "authorization_pending"}


@pytest.mark.parametrize("form", [{}, {"decision": "perhaps"}, {"decision": "a\x00b"}])
def test_no_decision_is_asked_for_again(site: Client, browser: Browser, form: dict[str, str]) -> None:
    secret = asked()
    assert browser.http.post(address(), form).status_code == 422
    assert poll(secret).json() == {"error": "authorization_pending"}


def test_waiting_for_a_person_is_no_fault_of_a_site(site: Client) -> None:
    Client.objects.filter(client_id=SITE).update(owner="moj")
    secret = asked()
    form = {"grant_type": GRANT, "auth_req_id": secret, "client_id": SITE} | assertion_form()
    assert post("/token", form).json() == {"error": "authorization_pending"}
    assert not ClientFault.objects.exists()


def test_discovery_names_what_is_offered(site: Client, browser: Browser) -> None:
    told = browser.http.get("/.well-known/openid-configuration").json()
    assert told["backchannel_authentication_endpoint"] == f"{ISSUER}{PATH}"
    assert told["backchannel_token_delivery_modes_supported"] == ["poll", "ping"]
    assert told["backchannel_user_code_parameter_supported"] is False
    assert GRANT in told["grant_types_supported"]
    assert {"ES256", "PS256"} <= {*told["backchannel_authentication_request_signing_alg_values_supported"]}


def test_a_message_is_short_printable_and_no_link() -> None:
    assert all(map(is_message, ("4711", "رقم الشباك ٧", "Desk 3. Ask for Mr. A", "👍🏽")))
    assert not any(map(is_message, ("", "x" * 81, "www.evil.example", "a\tb", "a\x00")))


def test_a_notification_token_is_a_bearer_token() -> None:
    assert all(map(is_notification_token, ("x", "A-._~+/9==", "x" * 1024)))
    assert not any(map(is_notification_token, ("", "a b", "x" * 1025, "=x", "a\r\nb", "ليلى")))
