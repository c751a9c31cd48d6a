import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from joserfc import jwt
from joserfc.jwk import KeySet

from hukumati.core import clock
from hukumati.identity.api import subject_of, suspend_account
from hukumati.identity.domain.tokens import token_digest
from hukumati.identity.models import AccessToken, Client, Code, Grant, LoginSession
from hukumati.identity.tests.browser import (
    LAYLA,
    OFFICER,
    VERIFIER,
    Browser,
    basic,
    open_officer,
    query_of,
    redeem,
    userinfo,
)

pytestmark = pytest.mark.django_db


def _tokens(browser: Browser, *, prompt: str | None = None) -> dict[str, Any]:
    response = redeem(browser.sign_in(prompt=prompt))
    assert response.status_code == 200
    answer: dict[str, Any] = response.json()
    return answer


def _claims(browser: Browser, id_token: str) -> dict[str, Any]:
    keys = KeySet.import_key_set(browser.http.get("/jwks").json())
    return dict(jwt.decode(id_token, keys, algorithms=["ES256"]).claims)


def test_a_code_becomes_an_id_token_that_the_published_keys_verify(browser: Browser) -> None:
    answer = _tokens(browser)
    claims = _claims(browser, answer["id_token"])
    now = clock.now().timestamp()
    assert claims["iss"] == "http://id.localhost:8001"
    assert claims["aud"] == "portal"
    assert claims["nonce"] == "the-nonce"
    assert claims["sub"] == subject_of(login=LAYLA)
    assert claims["acr"] == "urn:hukumati:acr:substantial"
    assert claims["amr"] == ["pwd", "sms"]
    assert claims["sid"] == str(LoginSession.objects.get().id)
    assert claims["auth_time"] <= claims["iat"] <= now < claims["exp"] <= now + 300
    assert answer["token_type"] == "Bearer"


def test_the_id_token_names_nobody_and_userinfo_answers_by_scope(browser: Browser) -> None:
    answer = _tokens(browser)
    assert not {"id_number", "name#ar", "email", "phone_number"} & set(_claims(browser, answer["id_token"]))
    said = userinfo(answer["access_token"]).json()
    assert said == {
        "sub": subject_of(login=LAYLA),
        "id_number": LAYLA,
        "name": "ليلى الزيتوني",
        "name#ar": "ليلى الزيتوني",
        "name#en": "Layla Zaytouni",
        "phone_number": "+970599000112",
        "phone_number_verified": True,
        "email": "layla@example.test",
        "email_verified": True,
    }


def test_the_workplace_learns_the_officials_place_and_no_more(browser: Browser) -> None:
    open_officer()
    callback = "http://workplace.localhost:8000/sign-in/callback"
    scope = "openid identity staff phone"
    code = browser.sign_in(login=OFFICER, client_id="workplace", redirect_uri=callback, scope=scope)
    answer = redeem(code, authorization=basic("workplace"), redirect_uri=callback).json()
    said = userinfo(answer["access_token"]).json()
    assert said["staff"] == {"number": OFFICER, "provider": "moj", "office": "MOJ-RAM", "roles": ["officer"]}
    assert set(said) == {"sub", "name", "name#ar", "name#en", "staff"}
    assert answer["scope"] == "openid identity staff"


def test_req_02_a_replayed_code_kills_the_token_that_was_issued_for_it(browser: Browser) -> None:
    code = browser.sign_in()
    token = redeem(code).json()["access_token"]
    assert userinfo(token).status_code == 200
    replay = redeem(code)
    assert (replay.status_code, replay.json()) == (400, {"error": "invalid_grant"})
    assert userinfo(token).status_code == 401
    assert Grant.objects.get().revoked_at


@pytest.mark.django_db(transaction=True)
def test_req_01_of_fifty_parallel_redemptions_exactly_one_succeeds(browser: Browser) -> None:
    code = browser.sign_in()
    start, answers = threading.Barrier(50), []

    def post() -> None:
        start.wait()
        try:
            answers.append(redeem(code))
        finally:
            connection.close()

    threads = [threading.Thread(target=post) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.status_code for answer in answers) == [200] + [400] * 49
    (granted,) = (answer for answer in answers if answer.status_code == 200)
    assert userinfo(granted.json()["access_token"]).status_code == 401, "the others were replays"


def test_req_03_a_code_is_worth_nothing_without_its_verifier(browser: Browser) -> None:
    for verifier in ("", "x" * 43, VERIFIER[:-1]):
        assert redeem(browser.sign_in(prompt="login"), code_verifier=verifier).status_code == 400


def test_req_04_the_redirect_uri_is_compared_again_at_the_token_endpoint(browser: Browser) -> None:
    assert redeem(browser.sign_in(), redirect_uri="http://portal.localhost:8000/en/sign-in/callback").status_code == 400


def test_req_07_only_codes_are_exchanged_and_nothing_stands_in_the_query(browser: Browser) -> None:
    for grant_type in ("password", "implicit"):
        refused = redeem("x", grant_type=grant_type)
        assert refused.json()["error"] == "unsupported_grant_type"
    assert redeem("x", grant_type="").json()["error"] == "invalid_request"
    for grant_type in ("refresh_token", "client_credentials"):
        assert redeem("x", grant_type=grant_type).json()["error"] == "unauthorized_client"
    assert redeem(browser.sign_in(), query="?code=x").status_code == 400
    token = _tokens(browser, prompt="login")["access_token"]
    assert browser.http.get(f"/userinfo?access_token={token}").status_code == 401
    assert browser.http.post(f"/userinfo?access_token={token}").status_code == 401


def test_userinfo_takes_a_token_from_a_posted_form_and_in_one_way_alone(browser: Browser) -> None:
    token = _tokens(browser)["access_token"]
    assert browser.http.post("/userinfo", {"access_token": token}).status_code == 200
    twice = browser.http.post("/userinfo", {"access_token": token}, headers={"authorization": f"Bearer {token}"})
    assert (twice.status_code, twice.json()["error"]) == (400, "invalid_request")
    assert browser.http.post("/userinfo", {"access_token": [token, token]}).status_code == 400
    assert browser.http.post("/userinfo", {"access_token": "made-up"}).status_code == 401


def test_req_08_a_code_lives_sixty_seconds_and_belongs_to_its_client_and_session(browser: Browser) -> None:
    code = browser.sign_in()
    kept = Code.objects.select_related("grant").get()
    assert kept.expires_at - kept.grant.created_at == timedelta(seconds=60)
    assert redeem(code, authorization=basic("workplace")).status_code == 400
    assert Grant.objects.get().revoked_at is None
    assert redeem(code).status_code == 200
    late = browser.sign_in(prompt="login")
    Code.objects.filter(used_at=None).update(expires_at=clock.now())
    assert redeem(late).status_code == 400
    orphan = browser.sign_in(prompt="login")
    LoginSession.objects.update(ended_at=clock.now())
    assert redeem(orphan).status_code == 400


def test_codes_and_tokens_rest_as_digests(browser: Browser) -> None:
    code = browser.sign_in()
    token = redeem(code).json()["access_token"]
    kept = bytes(Code.objects.get().digest) + bytes(AccessToken.objects.get().digest)
    assert len(kept) == 64
    assert code.encode() not in kept
    assert token.encode() not in kept


def test_req_16_a_secret_with_special_signs_is_understood_when_percent_encoded(browser: Browser, settings: Any) -> None:
    secret = "se-cr+t:%/ é"
    Client.objects.filter(client_id="portal").update(secret_digest=token_digest(secret))
    assert redeem(browser.sign_in(), authorization=basic(secret=secret)).status_code == 200


def test_a_client_that_does_not_prove_itself_is_refused(browser: Browser) -> None:
    code = browser.sign_in()
    for header in ("", "Basic !!", basic(secret="wrong"), basic("stranger"), basic("por\x00tal"), "Bearer x"):
        refused = redeem(code, authorization=header)
        assert refused.status_code == 401
        assert refused["WWW-Authenticate"].startswith("Basic")
    assert redeem(code, client_id="workplace").status_code == 401
    assert redeem(code, client_secret="x").status_code == 401
    assert redeem(code).status_code == 200


def test_req_20_the_subject_differs_in_another_sector(browser: Browser) -> None:
    first = _claims(browser, _tokens(browser)["id_token"])["sub"]
    again = _claims(browser, _tokens(browser, prompt="login")["id_token"])["sub"]
    Client.objects.filter(client_id="portal").update(sector="elsewhere")
    elsewhere = _claims(browser, _tokens(browser, prompt="login")["id_token"])["sub"]
    assert first == again != elsewhere


def test_req_28_signing_out_takes_effect_on_tokens_at_once(browser: Browser) -> None:
    token = _tokens(browser)["access_token"]
    browser.http.post("/sign-out")
    assert userinfo(token).status_code == 401


def test_req_33_a_suspended_accounts_tokens_sessions_and_codes_die_at_once(browser: Browser) -> None:
    token = _tokens(browser)["access_token"]
    code = query_of(browser.authorize())["code"]
    suspend_account(login=LAYLA, actor="officer:test", reason="misuse")
    assert userinfo(token).status_code == 401
    assert redeem(code).status_code == 400
    assert query_of(browser.authorize(prompt="none"))["error"] == "login_required"


def test_an_access_token_ends_after_ten_minutes(browser: Browser) -> None:
    token = _tokens(browser)["access_token"]
    AccessToken.objects.update(expires_at=clock.now())
    assert userinfo(token).status_code == 401


def test_req_35_token_answers_are_stored_by_nobody(browser: Browser) -> None:
    granted, refused = redeem(browser.sign_in()), redeem("x")
    for answer in (granted, refused, userinfo(granted.json()["access_token"])):
        assert answer["Cache-Control"] == "no-store"
        assert answer["Pragma"] == "no-cache"
