import threading
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client as HttpClient

from hukumati.core import clock
from hukumati.identity.domain.client_settings import Profile
from hukumati.identity.models import Client, Code, PushedRequest
from hukumati.identity.tests.browser import CALLBACK, HOST, LAYLA, VERIFIER, Browser, basic, query_of, request_values
from hukumati.identity.tests.relying_parties import (
    ISSUER,
    SITE,
    assertion_claims,
    assertion_form,
    key_for,
    post,
    register_fapi_site,
    register_site,
    sign,
    unsigned,
)
from hukumati.identity.tests.test_request_objects import object_claims

pytestmark = pytest.mark.django_db
PREFIX = "urn:ietf:params:oauth:request_uri:"


@pytest.fixture
def site(browser: Browser) -> Client:
    """A site that is held to FAPI 2.0."""
    return register_fapi_site()


def push(client_id: str = SITE, /, **changed: str | None) -> Any:
    """Push a good request, with parameters changed, or left out by None."""
    return post("/par", request_values(client_id=client_id, **changed) | assertion_form(client_id=client_id))


def pushed(client_id: str = SITE, /, **changed: str | None) -> str:
    """Push a good request and return its `request_uri`."""
    response = push(client_id, **changed)
    assert response.status_code == 201, response.content
    return str(response.json()["request_uri"])


def open_pushed(browser: Browser, uri: str, client_id: str = SITE, **beside: str) -> Any:
    """Open a pushed request in a browser."""
    return browser.http.get("/authorize?" + urlencode({"client_id": client_id, "request_uri": uri, **beside}))


def _error(response: Any) -> tuple[int, str]:
    return response.status_code, response.json()["error"]


def test_a_pushed_request_is_opened_by_its_handle_and_ends_in_a_code(browser: Browser, site: Client) -> None:
    response = push()
    assert response.status_code == 201
    said = response.json()
    assert said["request_uri"].startswith(PREFIX)
    assert len(said["request_uri"]) > len(PREFIX) + 40
    assert response["Cache-Control"] == "no-store"
    page = str(open_pushed(browser, said["request_uri"])["Location"])
    browser.give_password(page)
    answer = query_of(browser.give_code(page))
    assert (answer["state"], answer["iss"]) == ("the-state", ISSUER)
    assert Code.objects.get().redirect_uri == CALLBACK


def test_req_11_a_handle_lives_ninety_seconds(browser: Browser, site: Client) -> None:
    assert 0 < push().json()["expires_in"] <= 90
    uri = pushed()
    PushedRequest.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    assert open_pushed(browser, uri).status_code == 400
    beside = open_pushed(browser, uri, redirect_uri=CALLBACK, state="s")
    assert (query_of(beside)["error"], query_of(beside)["state"]) == ("invalid_request_uri", "s")


def test_req_11_a_handle_is_answered_with_one_code(browser: Browser, site: Client) -> None:
    browser.sign_in()
    uri = pushed()
    assert "code" in query_of(open_pushed(browser, uri))
    assert open_pushed(browser, uri).status_code == 400
    assert Browser().http.get("/authorize?" + urlencode({"client_id": SITE, "request_uri": uri})).status_code == 400
    assert Code.objects.filter(client_id=SITE).count() == 1


def test_req_11_it_may_be_opened_twice_before_but_the_second_visit_gets_no_code(browser: Browser, site: Client) -> None:
    uri, other = pushed(), Browser()
    first, second = str(open_pushed(browser, uri)["Location"]), str(open_pushed(other, uri)["Location"])
    for each, page in ((browser, first), (other, second)):
        each.give_password(page)
    assert "code" in query_of(browser.give_code(first))
    assert "code" in query_of(browser.give_code(first)), "a second click of the same visit"
    assert query_of(other.give_code(second))["error"] == "invalid_request_uri"


@pytest.mark.django_db(transaction=True)
def test_req_11_of_many_visits_at_once_one_gets_a_code(browser: Browser, site: Client) -> None:
    browser.sign_in()
    uri, answers = pushed(), []
    start = threading.Barrier(8)

    def visit() -> None:
        http = HttpClient(headers={"host": HOST})
        http.cookies = browser.http.cookies
        start.wait()
        try:
            answers.append(http.get("/authorize?" + urlencode({"client_id": SITE, "request_uri": uri})))
        finally:
            connection.close()

    threads = [threading.Thread(target=visit) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum("code=" in answer.get("Location", "") for answer in answers) == 1


def test_a_handle_belongs_to_the_client_that_pushed(browser: Browser, site: Client) -> None:
    register_fapi_site("bank")
    browser.sign_in()
    uri = pushed()
    assert open_pushed(browser, uri, "bank").status_code == 400
    assert open_pushed(browser, uri, "portal").status_code == 400
    assert "code" in query_of(open_pushed(browser, uri))


def test_nothing_beside_a_handle_counts(browser: Browser, site: Client) -> None:
    browser.sign_in()
    answer = query_of(open_pushed(browser, pushed(), state="other", scope="none", response_mode="form_post"))
    assert answer["state"] == "the-state"
    assert "code" in answer


@pytest.mark.parametrize("handle", ["", "x", "x" * 43, "x" * 500, "\x00", "ليلى", "../../etc/passwd", "' OR 1=1"])
def test_a_handle_that_nobody_was_given_opens_nothing(browser: Browser, site: Client, handle: str) -> None:
    assert open_pushed(browser, PREFIX + handle).status_code == 400


def test_req_17_a_handle_and_an_object_together_are_refused(browser: Browser, site: Client) -> None:
    asked = open_pushed(browser, pushed(), request=sign(object_claims()), redirect_uri=CALLBACK)
    assert query_of(asked)["error"] == "request_uri_not_supported"


def test_only_the_client_itself_can_push(browser: Browser, site: Client) -> None:
    register_site("bank")
    values = request_values(client_id=SITE)
    for form in (
        values,
        values | assertion_form(sign(assertion_claims(), key=key_for("ES256", "stranger"))),
        values | assertion_form(client_id="bank"),
        values | assertion_form(sign(assertion_claims(aud=f"{ISSUER}/par"))),
        values | assertion_form(sign(assertion_claims(aud=[f"{ISSUER}/par"]))),
    ):
        assert _error(post("/par", form)) == (401, "invalid_client")
    assert HttpClient(headers={"host": HOST}).get("/par").status_code == 405


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"redirect_uri": CALLBACK + "x"}, "invalid_request"),
        ({"redirect_uri": None}, "invalid_request"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": None}, "invalid_request"),
        ({"scope": "identity"}, "invalid_scope"),
        ({"code_challenge": None}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"prompt": "none login"}, "invalid_request"),
        ({"request_uri": PREFIX + "x"}, "invalid_request"),
        ({"request_uri": "https://site.example.test/r"}, "invalid_request"),
        ({"request": ""}, "invalid_request_object"),
        ({"nonce": "n" * 2000}, "invalid_request"),
    ],
)
def test_what_the_authorization_endpoint_would_refuse_is_refused_when_pushed(
    browser: Browser, site: Client, changed: dict[str, str | None], error: str
) -> None:
    assert _error(push(**changed)) == (400, error)
    assert not PushedRequest.objects.exists()


def test_a_repeated_parameter_is_refused_when_pushed(browser: Browser, site: Client) -> None:
    values: dict[str, Any] = request_values(client_id=SITE) | assertion_form()
    assert _error(post("/par", values | {"scope": ["openid", "openid"]})) == (400, "invalid_request")
    assert _error(post("/par?state=x", values)) == (400, "invalid_request")


def test_a_signed_request_may_be_pushed(browser: Browser, site: Client) -> None:
    browser.sign_in()
    response = post("/par", {"request": sign(object_claims()), **assertion_form(), "state": "outside"})
    assert response.status_code == 201
    assert query_of(open_pushed(browser, response.json()["request_uri"]))["state"] == "the-state"


def _push_object(request: str) -> Any:
    return post("/par", {"request": request, **assertion_form()})


def test_fapi_message_signing_wants_signed_requests_and_signed_responses(browser: Browser) -> None:
    register_fapi_site(profile=Profile.FAPI2_MESSAGE_SIGNING)
    browser.sign_in()
    assert _error(push(response_mode="jwt")) == (400, "invalid_request")
    assert _error(_push_object(sign(object_claims()))) == (400, "invalid_request")
    uri = _push_object(sign(object_claims(response_mode="jwt"))).json()["request_uri"]
    assert query_of(open_pushed(browser, uri)).keys() == {"response"}


@pytest.mark.parametrize(
    ("changed", "is_accepted"),
    [
        ({"nbf": 0}, True),
        ({"nbf": 8}, True),
        ({"nbf": -3500}, True),
        ({"nbf": -3700}, False),
        ({"nbf": 61, "exp": 300}, False),
        ({"exp": 3500}, True),
        ({"exp": 3700}, False),
        ({"exp": -1}, False),
        ({"nbf": -3500, "exp": 300}, False),
        ({"nbf": None}, False),
        ({"exp": None}, False),
    ],
)
def test_fapi_request_objects_live_sixty_minutes(
    browser: Browser, site: Client, changed: dict[str, int | None], is_accepted: bool
) -> None:
    now = int(clock.now().timestamp())
    times = {name: None if seconds is None else now + seconds for name, seconds in changed.items()}
    if times.get("nbf") and "exp" not in times:
        times["exp"] = now + 60
    response = _push_object(sign(object_claims(**times)))
    assert response.status_code == (201 if is_accepted else 400)
    if not is_accepted:
        assert response.json()["error"] == "invalid_request_object"


def test_fapi_refuses_rs256_and_unsigned_objects(browser: Browser) -> None:
    register_fapi_site(keys=(key_for("ES256"), key_for("RS256"), key_for("PS256")))
    assert _error(_push_object(sign(object_claims(), algorithm="RS256"))) == (400, "invalid_request_object")
    assert _error(_push_object(unsigned({"alg": "none"}, object_claims()))) == (400, "invalid_request_object")
    assert _push_object(sign(object_claims(), algorithm="PS256")).status_code == 201


def test_a_plain_client_may_push_too(browser: Browser) -> None:
    response = HttpClient(headers={"host": HOST, "authorization": basic()}).post("/par", request_values())
    browser.sign_in()
    assert "code" in query_of(open_pushed(browser, response.json()["request_uri"], "portal"))


def test_handles_rest_as_digests_and_no_credential_is_kept(browser: Browser, site: Client) -> None:
    uri = pushed()
    row = PushedRequest.objects.get()
    assert len(bytes(row.digest)) == 32
    assert uri.removeprefix(PREFIX).encode() not in bytes(row.digest)
    assert not {"client_assertion", "client_secret", "client_assertion_type"} & set(row.values)
    assert VERIFIER not in str(row.values)
    assert LAYLA not in str(row.values)


def test_discovery_names_the_endpoint(browser: Browser) -> None:
    said = browser.http.get("/.well-known/openid-configuration").json()
    assert said["pushed_authorization_request_endpoint"] == f"{ISSUER}/par"
    assert said["require_pushed_authorization_requests"] is False
